use serde::{Deserialize, Serialize};
use statum::{machine, state, transition, validators};

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    Round,
    Square,
    Long,
}

impl Shape {
    fn of(name: &str) -> Result<Self, Rejection> {
        match name {
            "Round" => Ok(Shape::Round),
            "Square" => Ok(Shape::Square),
            "Long" => Ok(Shape::Long),
            _ => Err(Rejection("Please choose one of these.".into())),
        }
    }
}

/// What a user sends.
#[derive(Debug)]
pub enum Event {
    Text(String),
    Choice(String),
    Press(String),
}

/// Why it is refused.
#[derive(Debug)]
pub struct Rejection(pub String);

fn written(text: &str) -> Result<&str, Rejection> {
    let text = text.trim();
    if text.is_empty() { Err(Rejection("Please write something.".into())) } else { Ok(text) }
}

fn number(text: &str) -> Result<u32, Rejection> {
    written(text)?.parse().map_err(|error: std::num::ParseIntError| Rejection(error.to_string()))
}

/// The stored form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub owner: String,
    pub step: String,
    pub data: serde_json::Value,
}

impl Row {
    fn new(owner: &str, step: &str, data: serde_json::Value) -> Self {
        Self { owner: owner.to_owned(), step: step.to_owned(), data }
    }

    fn data<T: serde::de::DeserializeOwned>(&self, step: &str) -> statum::Result<T> {
        if self.step != step {
            return Err(statum::Error::InvalidState);
        }
        serde_json::from_value(self.data.clone()).map_err(|_| statum::Error::InvalidState)
    }
}

/// What is it called? (step 0)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data0 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// How many shall there be? (step 1)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data1 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// Which shape should it have? (step 2)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data2 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// And then? (step 3)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data3 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// What is it called? (step 4)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data4 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// How many shall there be? (step 5)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data5 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// Which shape should it have? (step 6)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data6 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// And then? (step 7)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data7 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// What is it called? (step 8)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data8 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// How many shall there be? (step 9)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data9 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

#[state]
pub enum FlowState {
    Step0(Data0),
    Step1(Data1),
    Step2(Data2),
    Step3(Data3),
    Step4(Data4),
    Step5(Data5),
    Step6(Data6),
    Step7(Data7),
    Step8(Data8),
    Step9(Data9),
}

/// A long conversation.
#[machine]
pub struct Flow<FlowState> {
    pub owner: String,
}

#[transition]
impl Flow<Step0> {
    pub fn named_0(self, name: String) -> Flow<Step1> {
        self.transition_map(|data: Data0| Data1 { name, count: data.count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_0(self) -> Flow<Step2> {
        self.transition_map(|data: Data0| Data2 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step1> {
    pub fn counted_1(self, count: u32) -> Flow<Step2> {
        self.transition_map(|data: Data1| Data2 { name: data.name, count: count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_1(self) -> Flow<Step3> {
        self.transition_map(|data: Data1| Data3 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step2> {
    pub fn shaped_2(self, shape: Shape) -> Flow<Step3> {
        self.transition_map(|data: Data2| Data3 { name: data.name, count: data.count + 1, shape })
    }

    /// Skip
    pub fn skip_2(self) -> Flow<Step4> {
        self.transition_map(|data: Data2| Data4 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step3> {
    pub fn named_3(self, name: String) -> Flow<Step4> {
        self.transition_map(|data: Data3| Data4 { name, count: data.count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_3(self) -> ::statum::Branch<Flow<Step5>, Flow<Step6>> {
        if self.state_data.count > 9 {
            ::statum::Branch::Second(self.transition_map(|data: Data3| Data6 { name: data.name, count: data.count, shape: data.shape }))
        } else {
            ::statum::Branch::First(self.transition_map(|data: Data3| Data5 { name: data.name, count: data.count, shape: data.shape }))
        }
    }
}

#[transition]
impl Flow<Step4> {
    pub fn counted_4(self, count: u32) -> Flow<Step5> {
        self.transition_map(|data: Data4| Data5 { name: data.name, count: count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_4(self) -> Flow<Step6> {
        self.transition_map(|data: Data4| Data6 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step5> {
    pub fn shaped_5(self, shape: Shape) -> Flow<Step6> {
        self.transition_map(|data: Data5| Data6 { name: data.name, count: data.count + 1, shape })
    }

    /// Skip
    pub fn skip_5(self) -> Flow<Step7> {
        self.transition_map(|data: Data5| Data7 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step6> {
    pub fn named_6(self, name: String) -> Flow<Step7> {
        self.transition_map(|data: Data6| Data7 { name, count: data.count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_6(self) -> Flow<Step8> {
        self.transition_map(|data: Data6| Data8 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step7> {
    pub fn counted_7(self, count: u32) -> Flow<Step8> {
        self.transition_map(|data: Data7| Data8 { name: data.name, count: count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_7(self) -> Flow<Step9> {
        self.transition_map(|data: Data7| Data9 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step8> {
    pub fn shaped_8(self, shape: Shape) -> Flow<Step9> {
        self.transition_map(|data: Data8| Data9 { name: data.name, count: data.count + 1, shape })
    }

    /// Skip
    pub fn skip_8(self) -> Flow<Step9> {
        self.transition_map(|data: Data8| Data9 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[validators(Flow)]
impl Row {
    fn is_step0(&self) -> statum::Result<Data0> {
        self.data("Step0")
    }

    fn is_step1(&self) -> statum::Result<Data1> {
        self.data("Step1")
    }

    fn is_step2(&self) -> statum::Result<Data2> {
        self.data("Step2")
    }

    fn is_step3(&self) -> statum::Result<Data3> {
        self.data("Step3")
    }

    fn is_step4(&self) -> statum::Result<Data4> {
        self.data("Step4")
    }

    fn is_step5(&self) -> statum::Result<Data5> {
        self.data("Step5")
    }

    fn is_step6(&self) -> statum::Result<Data6> {
        self.data("Step6")
    }

    fn is_step7(&self) -> statum::Result<Data7> {
        self.data("Step7")
    }

    fn is_step8(&self) -> statum::Result<Data8> {
        self.data("Step8")
    }

    fn is_step9(&self) -> statum::Result<Data9> {
        self.data("Step9")
    }

}

/// Where an event leads from here.
pub fn take(state: flow::SomeState, event: Event) -> Result<flow::SomeState, Rejection> {
    use flow::SomeState as Flow;
    Ok(match (state, event) {
        (Flow::Step0(step), Event::Text(text)) => Flow::Step1(step.named_0(written(&text)?.to_owned())),
        (Flow::Step0(step), Event::Press(button)) if button == "skip_0" => Flow::Step2(step.skip_0()),
        (Flow::Step1(step), Event::Text(text)) => Flow::Step2(step.counted_1(number(&text)?)),
        (Flow::Step1(step), Event::Press(button)) if button == "skip_1" => Flow::Step3(step.skip_1()),
        (Flow::Step2(step), Event::Choice(choice)) => Flow::Step3(step.shaped_2(Shape::of(&choice)?)),
        (Flow::Step2(step), Event::Press(button)) if button == "skip_2" => Flow::Step4(step.skip_2()),
        (Flow::Step3(step), Event::Text(text)) => Flow::Step4(step.named_3(written(&text)?.to_owned())),
        (Flow::Step3(step), Event::Press(button)) if button == "skip_3" => match step.skip_3() {
            ::statum::Branch::First(step) => Flow::Step5(step),
            ::statum::Branch::Second(step) => Flow::Step6(step),
        },
        (Flow::Step4(step), Event::Text(text)) => Flow::Step5(step.counted_4(number(&text)?)),
        (Flow::Step4(step), Event::Press(button)) if button == "skip_4" => Flow::Step6(step.skip_4()),
        (Flow::Step5(step), Event::Choice(choice)) => Flow::Step6(step.shaped_5(Shape::of(&choice)?)),
        (Flow::Step5(step), Event::Press(button)) if button == "skip_5" => Flow::Step7(step.skip_5()),
        (Flow::Step6(step), Event::Text(text)) => Flow::Step7(step.named_6(written(&text)?.to_owned())),
        (Flow::Step6(step), Event::Press(button)) if button == "skip_6" => Flow::Step8(step.skip_6()),
        (Flow::Step7(step), Event::Text(text)) => Flow::Step8(step.counted_7(number(&text)?)),
        (Flow::Step7(step), Event::Press(button)) if button == "skip_7" => Flow::Step9(step.skip_7()),
        (Flow::Step8(step), Event::Choice(choice)) => Flow::Step9(step.shaped_8(Shape::of(&choice)?)),
        (Flow::Step8(step), Event::Press(button)) if button == "skip_8" => Flow::Step9(step.skip_8()),
        _ => return Err(Rejection("Please use what is offered here.".into())),
    })
}

/// The stored form.
pub fn store(state: &flow::SomeState) -> Result<Row, serde_json::Error> {
    use flow::SomeState as Flow;
    Ok(match state {
        Flow::Step0(step) => Row::new(&step.owner, "Step0", serde_json::to_value(&step.state_data)?),
        Flow::Step1(step) => Row::new(&step.owner, "Step1", serde_json::to_value(&step.state_data)?),
        Flow::Step2(step) => Row::new(&step.owner, "Step2", serde_json::to_value(&step.state_data)?),
        Flow::Step3(step) => Row::new(&step.owner, "Step3", serde_json::to_value(&step.state_data)?),
        Flow::Step4(step) => Row::new(&step.owner, "Step4", serde_json::to_value(&step.state_data)?),
        Flow::Step5(step) => Row::new(&step.owner, "Step5", serde_json::to_value(&step.state_data)?),
        Flow::Step6(step) => Row::new(&step.owner, "Step6", serde_json::to_value(&step.state_data)?),
        Flow::Step7(step) => Row::new(&step.owner, "Step7", serde_json::to_value(&step.state_data)?),
        Flow::Step8(step) => Row::new(&step.owner, "Step8", serde_json::to_value(&step.state_data)?),
        Flow::Step9(step) => Row::new(&step.owner, "Step9", serde_json::to_value(&step.state_data)?),
    })
}

/// The text of a step, and its buttons.
pub fn shown(state: &flow::SomeState) -> (&'static str, &'static [(&'static str, &'static str)]) {
    use flow::SomeState as Flow;
    match state {
        Flow::Step0(_) => ("What is it called? (step 0)", &[("skip_0", "Skip")]),
        Flow::Step1(_) => ("How many shall there be? (step 1)", &[("skip_1", "Skip")]),
        Flow::Step2(_) => ("Which shape should it have? (step 2)", &[("skip_2", "Skip")]),
        Flow::Step3(_) => ("And then? (step 3)", &[("skip_3", "Skip")]),
        Flow::Step4(_) => ("What is it called? (step 4)", &[("skip_4", "Skip")]),
        Flow::Step5(_) => ("How many shall there be? (step 5)", &[("skip_5", "Skip")]),
        Flow::Step6(_) => ("Which shape should it have? (step 6)", &[("skip_6", "Skip")]),
        Flow::Step7(_) => ("And then? (step 7)", &[("skip_7", "Skip")]),
        Flow::Step8(_) => ("What is it called? (step 8)", &[("skip_8", "Skip")]),
        Flow::Step9(_) => ("How many shall there be? (step 9)", &[]),
    }
}

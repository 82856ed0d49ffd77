use serde::{Deserialize, Serialize};

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
    Command(String),
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

/// What is it called? (step 0)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step0 {
    name: String,
    count: u32,
    shape: Shape,
}

/// How many shall there be? (step 1)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step1 {
    name: String,
    count: u32,
    shape: Shape,
}

/// Which shape should it have? (step 2)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step2 {
    name: String,
    count: u32,
    shape: Shape,
}

/// And then? (step 3)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step3 {
    name: String,
    count: u32,
    shape: Shape,
}

/// What is it called? (step 4)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step4 {
    name: String,
    count: u32,
    shape: Shape,
}

/// How many shall there be? (step 5)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step5 {
    name: String,
    count: u32,
    shape: Shape,
}

/// Which shape should it have? (step 6)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step6 {
    name: String,
    count: u32,
    shape: Shape,
}

/// And then? (step 7)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step7 {
    name: String,
    count: u32,
    shape: Shape,
}

/// What is it called? (step 8)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step8 {
    name: String,
    count: u32,
    shape: Shape,
}

/// How many shall there be? (step 9)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step9 {
    name: String,
    count: u32,
    shape: Shape,
}

/// A long conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "step", content = "data")]
pub enum Flow {
    /// What is it called? (step 0)
    Step0(Step0),
    /// How many shall there be? (step 1)
    Step1(Step1),
    /// Which shape should it have? (step 2)
    Step2(Step2),
    /// And then? (step 3)
    Step3(Step3),
    /// What is it called? (step 4)
    Step4(Step4),
    /// How many shall there be? (step 5)
    Step5(Step5),
    /// Which shape should it have? (step 6)
    Step6(Step6),
    /// And then? (step 7)
    Step7(Step7),
    /// What is it called? (step 8)
    Step8(Step8),
    /// How many shall there be? (step 9)
    Step9(Step9),
}

impl Step0 {
    pub fn named_0(self, name: String) -> Step1 {
        Step1 { name, count: self.count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_0(self) -> Step2 {
        Step2 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step1 {
    pub fn counted_1(self, count: u32) -> Step2 {
        Step2 { name: self.name, count: count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_1(self) -> Step3 {
        Step3 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step2 {
    pub fn shaped_2(self, shape: Shape) -> Step3 {
        Step3 { name: self.name, count: self.count + 1, shape }
    }

    /// Skip
    pub fn skip_2(self) -> Step4 {
        Step4 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step3 {
    pub fn named_3(self, name: String) -> Step4 {
        Step4 { name, count: self.count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_3(self) -> Flow {
        if self.count > 9 { Flow::Step6(Step6 { name: self.name, count: self.count, shape: self.shape }) } else { Flow::Step5(Step5 { name: self.name, count: self.count, shape: self.shape }) }
    }
}

impl Step4 {
    pub fn counted_4(self, count: u32) -> Step5 {
        Step5 { name: self.name, count: count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_4(self) -> Step6 {
        Step6 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step5 {
    pub fn shaped_5(self, shape: Shape) -> Step6 {
        Step6 { name: self.name, count: self.count + 1, shape }
    }

    /// Skip
    pub fn skip_5(self) -> Step7 {
        Step7 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step6 {
    pub fn named_6(self, name: String) -> Step7 {
        Step7 { name, count: self.count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_6(self) -> Step8 {
        Step8 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step7 {
    pub fn counted_7(self, count: u32) -> Step8 {
        Step8 { name: self.name, count: count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_7(self) -> Step9 {
        Step9 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Step8 {
    pub fn shaped_8(self, shape: Shape) -> Step9 {
        Step9 { name: self.name, count: self.count + 1, shape }
    }

    /// Skip
    pub fn skip_8(self) -> Step9 {
        Step9 { name: self.name, count: self.count, shape: self.shape }
    }
}

impl Flow {
    /// Begin
    pub fn start() -> Step0 {
        Step0 { name: String::new(), count: 0, shape: Shape::Round }
    }

    /// Cancel
    pub fn cancel(self) -> Step9 {
        Step9 { name: String::new(), count: 0, shape: Shape::Round }
    }

    /// Where an event leads from here.
    pub fn take(self, event: Event) -> Result<Flow, Rejection> {
        Ok(match (self, event) {
            (Flow::Step9(_), _) => return Err(Rejection("This is over.".into())),
            (flow, Event::Command(command)) if command == "/cancel" => Flow::Step9(flow.cancel()),
            (Flow::Step0(step), Event::Text(text)) => Flow::Step1(step.named_0(written(&text)?.to_owned())),
            (Flow::Step0(step), Event::Press(button)) if button == "skip_0" => Flow::Step2(step.skip_0()),
            (Flow::Step1(step), Event::Text(text)) => Flow::Step2(step.counted_1(number(&text)?)),
            (Flow::Step1(step), Event::Press(button)) if button == "skip_1" => Flow::Step3(step.skip_1()),
            (Flow::Step2(step), Event::Choice(choice)) => Flow::Step3(step.shaped_2(Shape::of(&choice)?)),
            (Flow::Step2(step), Event::Press(button)) if button == "skip_2" => Flow::Step4(step.skip_2()),
            (Flow::Step3(step), Event::Text(text)) => Flow::Step4(step.named_3(written(&text)?.to_owned())),
            (Flow::Step3(step), Event::Press(button)) if button == "skip_3" => step.skip_3(),
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

    /// The text of the step.
    pub fn text(&self) -> &'static str {
        match self {
            Flow::Step0(_) => "What is it called? (step 0)",
            Flow::Step1(_) => "How many shall there be? (step 1)",
            Flow::Step2(_) => "Which shape should it have? (step 2)",
            Flow::Step3(_) => "And then? (step 3)",
            Flow::Step4(_) => "What is it called? (step 4)",
            Flow::Step5(_) => "How many shall there be? (step 5)",
            Flow::Step6(_) => "Which shape should it have? (step 6)",
            Flow::Step7(_) => "And then? (step 7)",
            Flow::Step8(_) => "What is it called? (step 8)",
            Flow::Step9(_) => "How many shall there be? (step 9)",
        }
    }

    /// The buttons of the step: what each stands for, and its label.
    pub fn buttons(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Flow::Step0(_) => &[("skip_0", "Skip")],
            Flow::Step1(_) => &[("skip_1", "Skip")],
            Flow::Step2(_) => &[("skip_2", "Skip")],
            Flow::Step3(_) => &[("skip_3", "Skip")],
            Flow::Step4(_) => &[("skip_4", "Skip")],
            Flow::Step5(_) => &[("skip_5", "Skip")],
            Flow::Step6(_) => &[("skip_6", "Skip")],
            Flow::Step7(_) => &[("skip_7", "Skip")],
            Flow::Step8(_) => &[("skip_8", "Skip")],
            Flow::Step9(_) => &[],
        }
    }
}

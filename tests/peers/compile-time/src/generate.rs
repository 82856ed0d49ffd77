//! The same workflow of any length in three ways of writing it.
//!
//! Each of its steps but the last carries a name, a count and a shape, and has two ways out: what the user sends (a text, a
//! number or a shape, in turn) leads to the next step, a button leads past it. It is begun by `/start` and left by `/cancel`.

use std::fmt::Write;

/// A way of writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// `#[workflow]`.
    Workflow,
    /// An enum, structs, serde's derives and a match.
    ByHand,
    /// statum: states, machine, transitions and data that serde knows.
    Statum,
    /// The same with what it takes to be stored and to be driven by what a user sends.
    StatumDriven,
}

/// The source of a workflow of `steps` steps (at least 3). Another `edit` is another literal in the body of a function of
/// the step in the middle.
pub fn source(peer: Peer, steps: usize, edit: u32) -> String {
    let flow = Flow { steps, edit };
    match peer {
        Peer::Workflow => flow.workflow(),
        Peer::ByHand => flow.by_hand(),
        Peer::Statum => flow.statum(false),
        Peer::StatumDriven => flow.statum(true),
    }
}

struct Flow {
    steps: usize,
    edit: u32,
}

#[derive(Clone, Copy)]
enum Asked {
    Name,
    Count,
    Shape,
}

/// Where a button leads.
enum Past {
    One(usize),
    Two(usize, usize),
}

const WORDS: [&str; 4] = ["What is it called?", "How many shall there be?", "Which shape should it have?", "And then?"];

impl Flow {
    fn last(&self) -> usize {
        self.steps - 1
    }

    fn asked(step: usize) -> Asked {
        match step % 3 {
            0 => Asked::Name,
            1 => Asked::Count,
            _ => Asked::Shape,
        }
    }

    fn past(&self, step: usize) -> Past {
        let (near, far) = ((step + 2).min(self.last()), (step + 3).min(self.last()));
        if step % 4 == 3 && near != far { Past::Two(near, far) } else { Past::One(near) }
    }

    fn docs(step: usize) -> String {
        format!("{} (step {step})", WORDS[step % WORDS.len()])
    }

    fn added(&self, step: usize) -> u32 {
        1 + if step == self.steps / 2 { self.edit } else { 0 }
    }

    /// The name of the function that takes what is asked, and the fields of the next step, of a step bound as `step`.
    fn answer(&self, at: usize, step: &str) -> (String, String) {
        let added = self.added(at);
        match Self::asked(at) {
            Asked::Name => (format!("named_{at}"), format!("name, count: {step}.count + {added}, shape: {step}.shape")),
            Asked::Count => {
                (format!("counted_{at}"), format!("name: {step}.name, count: count + {added}, shape: {step}.shape"))
            }
            Asked::Shape => {
                (format!("shaped_{at}"), format!("name: {step}.name, count: {step}.count + {added}, shape"))
            }
        }
    }

    fn workflow(&self) -> String {
        let mut out = String::from(
            "use serde::{Deserialize, Serialize};\nuse workflow::prelude::*;\n\n/// A shape.\n#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Choices)]\npub enum Shape {\n    /// Round\n    Round,\n    /// Square\n    Square,\n    /// Long\n    Long,\n}\n\n/// A long conversation.\n#[workflow]\npub enum Flow {\n",
        );
        for step in 0..self.steps {
            let end = if step == self.last() { "    #[step(end)]\n" } else { "" };
            let docs = Self::docs(step);
            let _ = writeln!(out, "    /// {docs}\n{end}    Step{step} {{ name: String, count: u32, shape: Shape }},");
        }
        out += "}\n\n#[workflow]\nimpl Flow {\n    /// Begin\n    #[command(\"/start\")]\n    pub fn start() -> Step0 {\n        Step0 { name: String::new(), count: 0, shape: Shape::Round }\n    }\n\n    /// Cancel\n    #[command(\"/cancel\")]\n";
        let last = self.last();
        let _ = writeln!(
            out,
            "    pub fn cancel(self) -> Step{last} {{\n        Step{last} {{ name: String::new(), count: 0, shape: Shape::Round }}\n    }}"
        );
        for step in 0..last {
            let next = step + 1;
            let (name, fields) = self.answer(step, "self");
            let parameter = match Self::asked(step) {
                Asked::Name => "Text(name): Text",
                Asked::Count => "Text(count): Text<u32>",
                Asked::Shape => "Choice(shape): Choice<Shape>",
            };
            let _ = writeln!(
                out,
                "\n    pub fn {name}(self: Step{step}, {parameter}) -> Step{next} {{\n        Step{next} {{ {fields} }}\n    }}"
            );
            let same = "name: self.name, count: self.count, shape: self.shape";
            let _ = match self.past(step) {
                Past::One(to) => writeln!(
                    out,
                    "\n    /// Skip\n    pub fn skip_{step}(self: Step{step}) -> Step{to} {{\n        Step{to} {{ {same} }}\n    }}"
                ),
                Past::Two(near, far) => writeln!(
                    out,
                    "\n    /// Skip\n    pub fn skip_{step}(self: Step{step}) -> To<(Step{near}, Step{far})> {{\n        if self.count > 9 {{ goto(Step{far} {{ {same} }}) }} else {{ goto(Step{near} {{ {same} }}) }}\n    }}"
                ),
            };
        }
        out + "}\n"
    }

    fn by_hand(&self) -> String {
        let mut out = String::from(HAND_HEAD);
        for step in 0..self.steps {
            let docs = Self::docs(step);
            let _ = writeln!(
                out,
                "/// {docs}\n#[derive(Debug, Clone, Serialize, Deserialize)]\npub struct Step{step} {{\n    name: String,\n    count: u32,\n    shape: Shape,\n}}\n"
            );
        }
        out += "/// A long conversation.\n#[derive(Debug, Clone, Serialize, Deserialize)]\n#[serde(tag = \"step\", content = \"data\")]\npub enum Flow {\n";
        for step in 0..self.steps {
            let docs = Self::docs(step);
            let _ = writeln!(out, "    /// {docs}\n    Step{step}(Step{step}),");
        }
        out += "}\n";
        let last = self.last();
        for step in 0..last {
            let next = step + 1;
            let (name, fields) = self.answer(step, "self");
            let parameter = match Self::asked(step) {
                Asked::Name => "name: String",
                Asked::Count => "count: u32",
                Asked::Shape => "shape: Shape",
            };
            let _ = writeln!(
                out,
                "\nimpl Step{step} {{\n    pub fn {name}(self, {parameter}) -> Step{next} {{\n        Step{next} {{ {fields} }}\n    }}\n"
            );
            let same = "name: self.name, count: self.count, shape: self.shape";
            let _ = match self.past(step) {
                Past::One(to) => writeln!(
                    out,
                    "    /// Skip\n    pub fn skip_{step}(self) -> Step{to} {{\n        Step{to} {{ {same} }}\n    }}\n}}"
                ),
                Past::Two(near, far) => writeln!(
                    out,
                    "    /// Skip\n    pub fn skip_{step}(self) -> Flow {{\n        if self.count > 9 {{ Flow::Step{far}(Step{far} {{ {same} }}) }} else {{ Flow::Step{near}(Step{near} {{ {same} }}) }}\n    }}\n}}"
                ),
            };
        }
        let _ = writeln!(
            out,
            "\nimpl Flow {{\n    /// Begin\n    pub fn start() -> Step0 {{\n        Step0 {{ name: String::new(), count: 0, shape: Shape::Round }}\n    }}\n\n    /// Cancel\n    pub fn cancel(self) -> Step{last} {{\n        Step{last} {{ name: String::new(), count: 0, shape: Shape::Round }}\n    }}\n"
        );
        out += "    /// Where an event leads from here.\n    pub fn take(self, event: Event) -> Result<Flow, Rejection> {\n        Ok(match (self, event) {\n";
        let _ =
            writeln!(out, "            (Flow::Step{last}(_), _) => return Err(Rejection(\"This is over.\".into())),");
        let _ = writeln!(
            out,
            "            (flow, Event::Command(command)) if command == \"/cancel\" => Flow::Step{last}(flow.cancel()),"
        );
        for step in 0..last {
            let next = step + 1;
            let (name, _) = self.answer(step, "self");
            let (event, argument) = match Self::asked(step) {
                Asked::Name => ("Text(text)", "written(&text)?.to_owned()"),
                Asked::Count => ("Text(text)", "number(&text)?"),
                Asked::Shape => ("Choice(choice)", "Shape::of(&choice)?"),
            };
            let _ = writeln!(
                out,
                "            (Flow::Step{step}(step), Event::{event}) => Flow::Step{next}(step.{name}({argument})),"
            );
            let call = match self.past(step) {
                Past::One(to) => format!("Flow::Step{to}(step.skip_{step}())"),
                Past::Two(..) => format!("step.skip_{step}()"),
            };
            let _ = writeln!(
                out,
                "            (Flow::Step{step}(step), Event::Press(button)) if button == \"skip_{step}\" => {call},"
            );
        }
        out += "            _ => return Err(Rejection(\"Please use what is offered here.\".into())),\n        })\n    }\n\n    /// The text of the step.\n    pub fn text(&self) -> &'static str {\n        match self {\n";
        for step in 0..self.steps {
            let docs = Self::docs(step);
            let _ = writeln!(out, "            Flow::Step{step}(_) => \"{docs}\",");
        }
        out += "        }\n    }\n\n    /// The buttons of the step: what each stands for, and its label.\n    pub fn buttons(&self) -> &'static [(&'static str, &'static str)] {\n        match self {\n";
        for step in 0..last {
            let _ = writeln!(out, "            Flow::Step{step}(_) => &[(\"skip_{step}\", \"Skip\")],");
        }
        let _ = writeln!(out, "            Flow::Step{last}(_) => &[],");
        out + "        }\n    }\n}\n"
    }

    fn statum(&self, driven: bool) -> String {
        let mut out = String::from(if driven { STATUM_DRIVEN_HEAD } else { STATUM_HEAD });
        for step in 0..self.steps {
            let docs = Self::docs(step);
            let _ = writeln!(
                out,
                "/// {docs}\n#[derive(Debug, Clone, Serialize, Deserialize)]\npub struct Data{step} {{\n    pub name: String,\n    pub count: u32,\n    pub shape: Shape,\n}}\n"
            );
        }
        out += "#[state]\npub enum FlowState {\n";
        for step in 0..self.steps {
            let _ = writeln!(out, "    Step{step}(Data{step}),");
        }
        out += "}\n\n/// A long conversation.\n#[machine]\npub struct Flow<FlowState> {\n    pub owner: String,\n}\n";
        let last = self.last();
        for step in 0..last {
            let next = step + 1;
            let (name, fields) = self.answer(step, "data");
            let parameter = match Self::asked(step) {
                Asked::Name => "name: String",
                Asked::Count => "count: u32",
                Asked::Shape => "shape: Shape",
            };
            let _ = writeln!(
                out,
                "\n#[transition]\nimpl Flow<Step{step}> {{\n    pub fn {name}(self, {parameter}) -> Flow<Step{next}> {{\n        self.transition_map(|data: Data{step}| Data{next} {{ {fields} }})\n    }}\n"
            );
            let same = "name: data.name, count: data.count, shape: data.shape";
            let _ = match self.past(step) {
                Past::One(to) => writeln!(
                    out,
                    "    /// Skip\n    pub fn skip_{step}(self) -> Flow<Step{to}> {{\n        self.transition_map(|data: Data{step}| Data{to} {{ {same} }})\n    }}\n}}"
                ),
                Past::Two(near, far) => writeln!(
                    out,
                    "    /// Skip\n    pub fn skip_{step}(self) -> ::statum::Branch<Flow<Step{near}>, Flow<Step{far}>> {{\n        if self.state_data.count > 9 {{\n            ::statum::Branch::Second(self.transition_map(|data: Data{step}| Data{far} {{ {same} }}))\n        }} else {{\n            ::statum::Branch::First(self.transition_map(|data: Data{step}| Data{near} {{ {same} }}))\n        }}\n    }}\n}}"
                ),
            };
        }
        if driven {
            self.drive(&mut out);
        }
        out
    }

    /// Storing it, and taking what a user sends.
    fn drive(&self, out: &mut String) {
        let last = self.last();
        *out += "\n#[validators(Flow)]\nimpl Row {\n";
        for step in 0..self.steps {
            let _ = writeln!(
                out,
                "    fn is_step{step}(&self) -> statum::Result<Data{step}> {{\n        self.data(\"Step{step}\")\n    }}\n"
            );
        }
        *out += "}\n\n/// Where an event leads from here.\npub fn take(state: flow::SomeState, event: Event) -> Result<flow::SomeState, Rejection> {\n    use flow::SomeState as Flow;\n    Ok(match (state, event) {\n";
        for step in 0..last {
            let next = step + 1;
            let (name, _) = self.answer(step, "self");
            let (event, argument) = match Self::asked(step) {
                Asked::Name => ("Text(text)", "written(&text)?.to_owned()"),
                Asked::Count => ("Text(text)", "number(&text)?"),
                Asked::Shape => ("Choice(choice)", "Shape::of(&choice)?"),
            };
            let _ = writeln!(
                out,
                "        (Flow::Step{step}(step), Event::{event}) => Flow::Step{next}(step.{name}({argument})),"
            );
            let call = match self.past(step) {
                Past::One(to) => format!("Flow::Step{to}(step.skip_{step}())"),
                Past::Two(near, far) => format!(
                    "match step.skip_{step}() {{\n            ::statum::Branch::First(step) => Flow::Step{near}(step),\n            ::statum::Branch::Second(step) => Flow::Step{far}(step),\n        }}"
                ),
            };
            let _ = writeln!(
                out,
                "        (Flow::Step{step}(step), Event::Press(button)) if button == \"skip_{step}\" => {call},"
            );
        }
        *out += "        _ => return Err(Rejection(\"Please use what is offered here.\".into())),\n    })\n}\n\n/// The stored form.\npub fn store(state: &flow::SomeState) -> Result<Row, serde_json::Error> {\n    use flow::SomeState as Flow;\n    Ok(match state {\n";
        for step in 0..self.steps {
            let _ = writeln!(
                out,
                "        Flow::Step{step}(step) => Row::new(&step.owner, \"Step{step}\", serde_json::to_value(&step.state_data)?),"
            );
        }
        *out += "    })\n}\n\n/// The text of a step, and its buttons.\npub fn shown(state: &flow::SomeState) -> (&'static str, &'static [(&'static str, &'static str)]) {\n    use flow::SomeState as Flow;\n    match state {\n";
        for step in 0..last {
            let docs = Self::docs(step);
            let _ = writeln!(out, "        Flow::Step{step}(_) => (\"{docs}\", &[(\"skip_{step}\", \"Skip\")]),");
        }
        let docs = Self::docs(last);
        let _ = writeln!(out, "        Flow::Step{last}(_) => (\"{docs}\", &[]),\n    }}\n}}");
    }
}

const HAND_HEAD: &str = r#"use serde::{Deserialize, Serialize};

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

"#;

const STATUM_HEAD: &str = r#"use serde::{Deserialize, Serialize};
use statum::{machine, state, transition};

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    Round,
    Square,
    Long,
}

"#;

const STATUM_DRIVEN_HEAD: &str = r#"use serde::{Deserialize, Serialize};
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

"#;

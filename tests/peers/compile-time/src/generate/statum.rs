//! In statum.

use std::fmt::Write;

use super::{Asked, Flow, Past};

impl Flow {
    pub(super) fn statum(&self, driven: bool) -> String {
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

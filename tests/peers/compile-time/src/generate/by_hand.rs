//! By hand: an enum, structs, derives and a match.

use std::fmt::Write;

use super::{Asked, Flow, Past};

impl Flow {
    pub(super) fn by_hand(&self) -> String {
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

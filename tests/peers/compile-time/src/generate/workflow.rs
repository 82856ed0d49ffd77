//! With `#[workflow]`.

use std::fmt::Write;

use super::{Asked, Flow, Past};

impl Flow {
    pub(super) fn workflow(&self) -> String {
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
}

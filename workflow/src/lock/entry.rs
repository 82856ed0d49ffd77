//! One line of a lock file.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Shape;

/// One line of a lock file: of what, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The workflow's stored name.
    pub workflow: String,
    /// The version that stores it.
    pub version: u32,
    /// What is stored.
    #[serde(flatten)]
    pub part: Part,
    /// How it is stored.
    #[serde(flatten)]
    pub holds: Holds,
}

/// What is stored of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The step of this stored name.
    Step(String),
    /// The payload of the effect of this function name.
    Effect(String),
    /// The result of the work of this function name.
    Result(String),
}

/// How something is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// With these fields.
    Shape(Shape),
    /// As this, for example: the data of a step, a payload, a result.
    Sample(Value),
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, name) = match &self.part {
            Part::Step(name) => ("step", name),
            Part::Effect(name) => ("payload of effect", name),
            Part::Result(name) => ("result of work", name),
        };
        write!(f, "{what} `{name}` of `{}` version {}", self.workflow, self.version)?;
        match &self.holds {
            Holds::Shape(shape) => write!(f, ", {shape}"),
            Holds::Sample(sample) => write!(f, ", {sample}"),
        }
    }
}

/// The form of a value: what is left of it without its texts and numbers. Lists are as long as their first item tells.
pub(super) fn form(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "text".into(),
        Value::Array(items) => items.first().map(form).into_iter().collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), form(value))).collect(),
    }
}

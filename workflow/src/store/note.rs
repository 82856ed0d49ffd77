//! What a surface keeps for itself, as what it has shown where: values under names.

use serde_json::Value;

/// What a surface notes for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its name, unique for the surface.
    pub name: String,
    /// What is kept; `None` forgets what was.
    pub value: Option<Value>,
}

impl Note {
    /// Keeps this under that name.
    pub fn keep(name: impl Into<String>, value: Value) -> Self {
        Self { name: name.into(), value: Some(value) }
    }

    /// Forgets what is kept under that name.
    pub fn forget(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: None }
    }
}

/// Names, and what is kept under each.
pub type Notes = Vec<(String, Value)>;

//! Steps of older versions.

use serde_json::{Value, json};
use workflow::Stored;
use workflow::prelude::*;

/// Version 1 kept a prompt with its shape, and one picture.
pub(super) fn upgrade(_from: u32, mut step: Stored) -> Result<Stored> {
    match &*step.step {
        "PickShape" | "Review" => {
            let draft = with_manner(Value::Object(std::mem::take(&mut step.data)));
            step.data.insert("draft".into(), draft);
        }
        "Drawing" | "Picture" | "NotDrawn" => {
            let request = step.data.remove("request").ok_or("what was drawn in version 1 has a request").fault()?;
            step.data.insert("request".into(), with_manner(request));
        }
        _ => {}
    }
    if let Some(image) = step.data.remove("image") {
        step.data.insert("images".into(), json!([image]));
        step.data.insert("larger".into(), Value::Null);
    }
    Ok(step)
}

/// A shape is a part of the manner now.
fn with_manner(mut of: Value) -> Value {
    if let Value::Object(fields) = &mut of {
        let preferences = fields.remove("shape").map_or_else(|| json!({}), |shape| json!({ "shape": shape }));
        fields.insert("manner".into(), json!({ "preferences": preferences }));
    }
    of
}

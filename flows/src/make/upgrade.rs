//! Steps of older versions.

use serde_json::{Map, Value, json};
use workflow::Stored;
use workflow::prelude::*;

/// Version 1 kept prompt and shape by themselves, and one picture.
pub(super) fn upgrade(_from: u32, mut step: Stored) -> Result<Stored> {
    match &*step.step {
        "PickShape" | "Review" => {
            let draft: Map<String, Value> = std::mem::take(&mut step.data);
            step.data.insert("draft".into(), Value::Object(draft));
        }
        "Picture" => {
            let image = step.data.remove("image").ok_or("a picture of version 1 has an image").fault()?;
            step.data.insert("images".into(), json!([image]));
            step.data.insert("larger".into(), Value::Null);
        }
        _ => {}
    }
    Ok(step)
}

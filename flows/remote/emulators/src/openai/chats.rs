use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::{Refusal, Shared, known, wrong_type};

pub(super) async fn complete(
    State(state): State<Arc<Shared>>,
    Json(body): Json<Map<String, Value>>,
) -> Result<Json<Value>, Refusal> {
    known(body.keys(), &["model", "messages", "temperature", "response_format", "max_completion_tokens", "user"])?;
    match body.get("model").and_then(Value::as_str) {
        Some("gpt-4o-mini") => {}
        Some(model) => {
            let refusal = Refusal::of("model", format!("The model '{model}' does not exist."));
            return Err(refusal.with_code("model_not_found"));
        }
        None => return Err(wrong_type("model", "a string")),
    }
    if let Some(temperature) = body.get("temperature") {
        let temperature = temperature.as_f64().ok_or_else(|| wrong_type("temperature", "a decimal"))?;
        if !(0.0..=2.0).contains(&temperature) {
            return Err(Refusal::of("temperature", "Invalid 'temperature': expected 0 to 2."));
        }
    }
    let messages = body.get("messages").and_then(Value::as_array).ok_or_else(|| wrong_type("messages", "an array"))?;
    if messages.is_empty() {
        return Err(Refusal::of("messages", "Invalid 'messages': empty array.").with_code("empty_array"));
    }
    let mut texts = Vec::new();
    for (place, message) in messages.iter().enumerate() {
        let name = format!("messages[{place}]");
        let fields = message.as_object().ok_or_else(|| wrong_type(&name, "an object"))?;
        known(fields.keys(), &["role", "content", "name"])?;
        let role = fields.get("role").and_then(Value::as_str).unwrap_or_default();
        if !["system", "developer", "user", "assistant"].contains(&role) {
            return Err(Refusal::of(&name, format!("Invalid value: '{role}'.")).with_code("invalid_value"));
        }
        texts.push(content(&name, role, fields.get("content").unwrap_or(&Value::Null))?);
    }
    let is_json = match body.get("response_format") {
        None => false,
        Some(format) if *format == json!({ "type": "text" }) => false,
        Some(format) if *format == json!({ "type": "json_object" }) => true,
        Some(_) => return Err(Refusal::of("response_format", "Invalid value.").with_code("invalid_value")),
    };
    if is_json && !texts.iter().any(|text| text.to_lowercase().contains("json")) {
        let message = "'messages' must contain the word 'json' in some form, to use 'response_format' of type \
                       'json_object'.";
        return Err(Refusal::of("messages", message));
    }
    if texts.iter().any(|text| text.contains("forbidden")) {
        let refusal = Refusal::new("Your request was rejected as a result of our safety system.");
        return Err(refusal.with_code("content_policy_violation"));
    }
    let choice = {
        let mut answers = state.answers.lock().unwrap();
        if answers.is_empty() { None } else { Some(answers.remove(0)) }
    };
    let choice = choice.unwrap_or_else(|| {
        let asked = texts.last().cloned().unwrap_or_default();
        let text = if is_json { json!({ "echo": asked }).to_string() } else { asked };
        let message = json!({ "role": "assistant", "content": text, "refusal": null });
        json!({ "index": 0, "message": message, "logprobs": null, "finish_reason": "stop" })
    });
    Ok(Json(json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_700_000_000, "model": body["model"],
        "choices": [choice], "usage": { "prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2 },
    })))
}

/// The text of a message, with a note of each picture.
fn content(name: &str, role: &str, content: &Value) -> Result<String, Refusal> {
    if let Some(text) = content.as_str() {
        return Ok(text.to_owned());
    }
    let name = format!("{name}.content");
    let parts = content.as_array().ok_or_else(|| wrong_type(&name, "a string or an array"))?;
    let mut whole = String::new();
    for part in parts {
        match (part["type"].as_str(), part["text"].as_str(), part["image_url"]["url"].as_str()) {
            (Some("text"), Some(text), None) => whole.push_str(text),
            (Some("image_url"), None, Some(url)) if role == "user" => {
                let data = url.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"));
                let bytes = data.and_then(|(_, data)| BASE64_STANDARD.decode(data).ok());
                let image = bytes.and_then(|bytes| image::load_from_memory(&bytes).ok()).ok_or_else(|| {
                    Refusal::of(&name, "You uploaded an unsupported image.").with_code("invalid_image_format")
                })?;
                whole.push_str(&format!(" [picture {}x{}]", image.width(), image.height()));
            }
            _ => return Err(Refusal::of(&name, "Invalid content part.").with_code("invalid_value")),
        }
    }
    Ok(whole)
}

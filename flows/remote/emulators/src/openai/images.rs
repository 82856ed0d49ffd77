use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Multipart;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::{Refusal, known, wrong_type};
use crate::comfy::png;

pub(super) async fn generate(Json(body): Json<Map<String, Value>>) -> Result<Json<Value>, Refusal> {
    known(body.keys(), &["model", "prompt", "size", "n", "response_format", "quality", "user"])?;
    let text = |field: &str| match body.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong_type(field, "a string")),
    };
    let count = match body.get("n") {
        None => 1,
        Some(count) => count.as_u64().ok_or_else(|| wrong_type("n", "an integer"))?,
    };
    draw(text("model")?, text("prompt")?, text("size")?, count, text("response_format")?)
}

pub(super) async fn edit(mut form: Multipart) -> Result<Json<Value>, Refusal> {
    let (mut fields, mut files) = (BTreeMap::new(), BTreeMap::new());
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::new("This is no form."))? {
        let name = field.name().unwrap_or_default().to_owned();
        let mime = field.content_type().map(str::to_owned);
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(|_| Refusal::new("This is no form."))?;
        if is_file {
            if !["image", "mask"].contains(&name.as_str()) {
                return Err(Refusal::of(&name, format!("Unknown parameter: '{name}'.")).with_code("unknown_parameter"));
            }
            if mime.as_deref() != Some("image/png") {
                return Err(Refusal::of(&name, "Unsupported mimetype.").with_code("unsupported_file_mimetype"));
            }
            let image = image::load_from_memory(&bytes)
                .map_err(|_| Refusal::of(&name, "Invalid image file.").with_code("invalid_image_file"))?;
            files.insert(name, (image.width(), image.height()));
        } else {
            fields.insert(name, String::from_utf8(bytes.to_vec()).map_err(|_| Refusal::new("This is no text."))?);
        }
    }
    known(fields.keys(), &["model", "prompt", "size", "n", "response_format", "quality", "user"])?;
    let image = files.get("image").ok_or_else(|| Refusal::of("image", "Missing required parameter: 'image'."))?;
    if files.get("mask").is_some_and(|mask| mask != image) {
        return Err(Refusal::of("mask", "Invalid mask image format - mask size does not match image size"));
    }
    let count = fields.remove("n").map_or(Ok(1), |count| count.parse().map_err(|_| wrong_type("n", "an integer")))?;
    let mut text = |field: &str| fields.remove(field);
    draw(text("model"), text("prompt"), text("size"), count, text("response_format"))
}

fn draw(
    model: Option<String>,
    prompt: Option<String>,
    size: Option<String>,
    count: u64,
    format: Option<String>,
) -> Result<Json<Value>, Refusal> {
    let model = model.ok_or_else(|| Refusal::of("model", "Missing required parameter: 'model'."))?;
    let prompt = prompt.ok_or_else(|| Refusal::of("prompt", "Missing required parameter: 'prompt'."))?;
    let (sizes, most): (&[&str], u64) = match model.as_str() {
        "gpt-image-1" => (&["1024x1024", "1536x1024", "1024x1536", "auto"], 10),
        "dall-e-3" => (&["1024x1024", "1792x1024", "1024x1792"], 1),
        "dall-e-2" => (&["256x256", "512x512", "1024x1024"], 10),
        _ => {
            let refusal = Refusal::of("model", format!("The model '{model}' does not exist."));
            return Err(refusal.with_code("model_not_found"));
        }
    };
    let size = size.unwrap_or_else(|| "1024x1024".to_owned());
    if !sizes.contains(&size.as_str()) {
        let message = format!("Invalid value: '{size}'. Supported values are: {sizes:?}.");
        return Err(Refusal::of("size", message).with_code("invalid_value"));
    }
    if !(1..=most).contains(&count) {
        return Err(Refusal::of("n", format!("You must provide n from 1 to {most}.")).with_code("invalid_value"));
    }
    match (model.as_str(), format.as_deref()) {
        ("gpt-image-1", Some(_)) => {
            let refusal = Refusal::of("response_format", "Unknown parameter: 'response_format'.");
            return Err(refusal.with_code("unknown_parameter"));
        }
        ("gpt-image-1", None) | (_, Some("b64_json")) => {}
        _ => return Err(Refusal::of("response_format", "This emulator has no URLs of pictures.")),
    }
    if prompt.is_empty() {
        return Err(Refusal::of("prompt", "The prompt is empty.").with_code("invalid_value"));
    }
    if prompt.contains("forbidden") {
        let refusal = Refusal::new("Your request was rejected as a result of our safety system.");
        return Err(refusal.with_code(if model == "gpt-image-1" {
            "moderation_blocked"
        } else {
            "content_policy_violation"
        }));
    }
    let sides = size.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let (width, height) = sides.unwrap_or((1024, 1024));
    let data: Vec<Value> =
        (0..count).map(|number| json!({ "b64_json": BASE64_STANDARD.encode(png(width, height, number)) })).collect();
    Ok(Json(json!({ "created": 1_700_000_000, "data": data })))
}

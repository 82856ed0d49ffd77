//! The emulators are strict: what the real servers refuse is refused, in their words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

mod comfy;
mod openai;
mod trainer;

use reqwest::{Client, RequestBuilder};
use serde_json::Value;

fn client() -> Client {
    // Another test may have chosen it already.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// Status and body.
async fn answer(request: RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

//! OpenAI's images and chats.

mod chats;
mod images;

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::server::Server;

/// An emulator of OpenAI's API below `/v1`.
///
/// It has the models `gpt-image-1`, `dall-e-3`, `dall-e-2` and `gpt-4o-mini`. A prompt with the word "forbidden" is against its
/// rules. A chat answers what it was [told to](OpenAi::answers), otherwise with what was asked, as a text or as
/// `{"echo": "…"}`.
pub struct OpenAi {
    server: Server,
    state: Arc<Shared>,
}

pub(crate) struct Shared {
    key: String,
    answers: Mutex<Vec<Value>>,
}

impl OpenAi {
    /// Starts it; it takes this key.
    pub async fn start(key: &str) -> Self {
        let state = Arc::new(Shared { key: key.to_owned(), answers: Mutex::default() });
        let routes = Router::new()
            .route("/v1/images/generations", post(images::generate))
            .route("/v1/images/edits", post(images::edit))
            .route("/v1/chat/completions", post(chats::complete))
            .fallback(async || Refusal::new("Invalid URL").with_status(StatusCode::NOT_FOUND))
            .layer(DefaultBodyLimit::max(64 << 20))
            .layer(from_fn_with_state(state.clone(), authorize))
            .with_state(state.clone());
        Self { server: Server::start(routes).await, state }
    }

    /// What a client takes as its base: the address with `/v1`.
    pub fn base(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// The next chat is answered with this text.
    pub fn answers(&self, text: &str) {
        self.answers_with(json!({
            "index": 0, "message": { "role": "assistant", "content": text, "refusal": null },
            "logprobs": null, "finish_reason": "stop",
        }));
    }

    /// The next chat is answered with this choice, as it is.
    pub fn answers_with(&self, choice: Value) {
        self.state.answers.lock().unwrap().push(choice);
    }
}

impl Deref for OpenAi {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

async fn authorize(State(state): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let given = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given == format!("Bearer {}", state.key) {
        return next.run(request).await;
    }
    Refusal::new("Incorrect API key provided.")
        .with_code("invalid_api_key")
        .with_status(StatusCode::UNAUTHORIZED)
        .into_response()
}

/// An error in OpenAI's form.
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
    param: Option<String>,
    code: Option<&'static str>,
}

impl Refusal {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into(), param: None, code: None }
    }

    pub(crate) fn of(param: &str, message: impl Into<String>) -> Self {
        Self { param: Some(param.to_owned()), ..Self::new(message) }
    }

    pub(crate) fn with_code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = json!({
            "message": self.message, "type": "invalid_request_error", "param": self.param, "code": self.code,
        });
        (self.status, Json(json!({ "error": error }))).into_response()
    }
}

/// Refuses fields that there are not.
pub(crate) fn known<'a>(fields: impl IntoIterator<Item = &'a String>, known: &[&str]) -> Result<(), Refusal> {
    match fields.into_iter().find(|field| !known.contains(&field.as_str())) {
        Some(field) => {
            let refusal = Refusal::of(field, format!("Unknown parameter: '{field}'."));
            Err(refusal.with_code("unknown_parameter"))
        }
        None => Ok(()),
    }
}

pub(crate) fn wrong_type(param: &str, wanted: &str) -> Refusal {
    Refusal::of(param, format!("Invalid type for '{param}': expected {wanted}.")).with_code("invalid_type")
}

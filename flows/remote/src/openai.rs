//! Clients of OpenAI's API for images and chats, and of what is compatible with it.
//!
//! ```no_run
//! use flows_remote::openai::{Chat, Message, Model, Temperature};
//! use flows_remote::{ApiKey, JobKey};
//!
//! # #[derive(serde::Deserialize)] struct Caption { caption: String }
//! # async fn ask(picture: Vec<u8>) -> Result<(), flows_remote::RemoteError> {
//! let chat = Chat::new("https://api.openai.com/v1", ApiKey::new("sk-…"), Model::new("gpt-4o-mini"))?;
//! let asked = [
//!     Message::system("Answer as JSON: {\"caption\": \"…\"}"),
//!     Message::user("What is it?").with_picture(picture),
//! ];
//! let Caption { caption } = chat.ask(&JobKey::new("set-7/3"), &asked, Temperature::EVEN).await?;
//! # Ok(()) }
//! ```

mod chat;
mod images;

use std::time::Duration;

pub use chat::{Chat, Message, Role, Temperature};
pub use images::{Count, Edit, Format, Generation, ImageModel, Images, Size};

use reqwest::header::AUTHORIZATION;
use reqwest::{RequestBuilder, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::error::RemoteError;
use crate::http::{Server, Told, plain};
use crate::key::JobKey;
use crate::secret::ApiKey;

/// The name of a model, as the server lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model(String);

impl Model {
    /// The model of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }
}

/// A server with a key for it.
#[derive(Debug, Clone)]
struct Account {
    server: Server,
    key: ApiKey,
    timeout: Duration,
}

impl Account {
    fn new(name: &'static str, url: &str, key: ApiKey, timeout: Duration) -> Result<Self, RemoteError> {
        Ok(Self { server: Server::new(name, url)?, key, timeout })
    }

    /// Posts to this path what `fill` puts in, under the key of the job.
    async fn post(
        &self,
        job: &JobKey,
        path: &[&str],
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, RemoteError> {
        let request = self
            .server
            .client
            .post(self.server.at(path))
            .header(AUTHORIZATION, format!("Bearer {}", self.key.reveal()))
            // A header takes no line breaks nor much else: an id that follows from the key.
            .header("Idempotency-Key", job.to_uuid().to_string());
        let answer = self.server.send(fill(request), self.timeout).await?;
        if answer.status().is_success() { Ok(answer) } else { Err(self.server.refusal(answer, told).await) }
    }
}

/// What the server says in its own form of errors.
fn told(body: &str) -> Told {
    #[derive(Deserialize)]
    struct Body {
        error: Said,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Whole {
            message: String,
            #[serde(default)]
            code: Value,
            #[serde(default, rename = "type")]
            kind: Value,
        },
        Text(String),
    }
    let Ok(Body { error }) = serde_json::from_str::<Body>(body) else { return plain(body) };
    match error {
        Said::Text(message) => Told { message, is_policy: false, is_final: false },
        Said::Whole { message, code, kind } => {
            let is = |wanted: &str| code == wanted || kind == wanted;
            let is_policy = is("content_policy_violation") || is("moderation_blocked") || is("content_filter");
            // Waiting brings no money.
            Told { message, is_policy, is_final: is("insufficient_quota") }
        }
    }
}

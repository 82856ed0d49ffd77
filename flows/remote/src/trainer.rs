//! An HTTP trainer: its protocol and a client of it.
//!
//! There is no common protocol for training a LoRA on another machine, so this is one: small enough to put it in front of any
//! training script in an afternoon. A trainer keeps jobs by a key that the client chooses, and every call can be repeated.
//!
//! Every request has `Authorization: Bearer <key>`. Bodies are JSON in UTF-8 unless said otherwise, with no other fields than
//! those named here.
//!
//! # `POST /jobs`: begin
//!
//! `multipart/form-data` with two parts, in this order:
//!
//! | part | type | contents |
//! | --- | --- | --- |
//! | `job` | `application/json` | `{"key": "…", "name": "…", "trigger": "…", "kind": "style" \| "subject", "webhook": "https://…"}` |
//! | `set` | `application/zip` | the data set as trainers have it: a folder `N_trigger/` with `001.png`, `001.txt`, … |
//!
//! `key` is 1 to 128 of letters, digits, `-`, `_`; `name` and `trigger` are not empty; `webhook` may be left out.
//!
//! It answers 202 with the job's state. **The key makes it idempotent**: for a key that the trainer has, nothing is begun
//! anew, and the answer is 200 with the state as it is now.
//!
//! # `GET /jobs/{key}`: look
//!
//! 200 with the state, or 404:
//!
//! ```json
//! {"state": "running", "part": 0.25, "lora": null, "message": "epoch 3 of 12"}
//! ```
//!
//! | `state` | what it means | `lora` |
//! | --- | --- | --- |
//! | `queued` | others come first | null |
//! | `running` | it is trained; `part` is the finished part, 0 to 1 | null |
//! | `done` | it can be drawn with | the file name that the drawing server knows it by |
//! | `failed` | it can't be trained; `message` says why | null |
//!
//! `message` is a text for the user, or null.
//!
//! # `DELETE /jobs/{key}`: cancel
//!
//! 204, and the job is stopped and forgotten; 204 as well if there is none.
//!
//! # The webhook
//!
//! At each change of `state`, and at most once in ten seconds for changes of `part`, the trainer posts to the webhook
//! the state with the key:
//!
//! ```json
//! {"key": "…", "state": "done", "part": 1.0, "lora": "ann-fox.safetensors", "message": null}
//! ```
//!
//! with the header `X-Flows-Signature: sha256=…`: the HMAC-SHA256 of the body's bytes under a secret that both sides have,
//! in 64 small hexadecimal digits. An answer other than 2xx is tried again, so notices can come twice and out of order: a
//! client takes them as a reason to look.
//!
//! # Errors
//!
//! 400 for a request against these rules, 401 for a wrong key, 413 for a set that is too large, 429 with `Retry-After`, 5xx
//! for faults of the trainer; the body is `{"message": "…"}`.

mod notice;

use std::time::Duration;

use reqwest::header::AUTHORIZATION;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use crate::secret::WebhookSecret;
pub use reqwest::Url;

pub use notice::{Notice, NoticeError, SIGNATURE_HEADER};

use crate::comfy::LoraName;
use crate::error::RemoteError;
use crate::http::{Server, Told, plain};
use crate::key::JobKey;
use crate::secret::ApiKey;

/// A trainer that speaks the protocol of this module.
#[derive(Debug, Clone)]
pub struct HttpTrainer {
    server: Server,
    key: ApiKey,
    timeout: Duration,
}

/// What is to be trained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// What its owner calls it.
    pub name: String,
    /// The word that brings it up in a prompt.
    pub trigger: String,
    /// What is learned.
    pub kind: Kind,
    /// Where notices go.
    pub webhook: Option<Url>,
    /// The data set as a zip.
    pub set: Vec<u8>,
}

/// What is learned from a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// How pictures look.
    Style,
    /// What is on them.
    Subject,
}

/// How a job stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Others come first.
    Queued,
    /// It is trained.
    Running {
        /// The finished part, 0.0 to 1.0.
        part: f32,
        /// What the trainer says about it.
        message: Option<String>,
    },
    /// It can be drawn with.
    Done {
        /// The LoRA.
        lora: LoraName,
    },
    /// It can't be trained.
    Failed {
        /// Why.
        message: String,
    },
}

/// A state as it is sent.
#[derive(Debug, Deserialize)]
struct Sent {
    state: Name,
    part: f32,
    lora: Option<String>,
    message: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Queued,
    Running,
    Done,
    Failed,
}

impl Sent {
    /// The state, if it is whole.
    fn state(self) -> Option<State> {
        match (self.state, self.lora) {
            (Name::Queued, None) => Some(State::Queued),
            (Name::Running, None) if (0.0..=1.0).contains(&self.part) => {
                Some(State::Running { part: self.part, message: self.message })
            }
            (Name::Done, Some(lora)) if !lora.is_empty() => Some(State::Done { lora: LoraName(lora) }),
            (Name::Failed, None) => Some(State::Failed { message: self.message.unwrap_or_default() }),
            _ => None,
        }
    }
}

impl HttpTrainer {
    /// The trainer at this address.
    ///
    /// # Errors
    /// When the address is none, or the system has no certificates to trust.
    pub fn new(url: &str, key: ApiKey) -> Result<Self, RemoteError> {
        Ok(Self { server: Server::new("the trainer", url)?, key, timeout: Duration::from_secs(120) })
    }

    /// The same trainer; an answer may take this long.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Begins a training, unless one of this key is under way or over; how it stands.
    ///
    /// # Errors
    /// When the trainer does not take it, or can't be asked.
    pub async fn begin(&self, key: &JobKey, training: &Training) -> Result<State, RemoteError> {
        let Training { name, trigger, kind, webhook, set } = training;
        let mut job = json!({ "key": key.to_uuid(), "name": name, "trigger": trigger, "kind": kind });
        if let (Some(webhook), Some(fields)) = (webhook, job.as_object_mut()) {
            fields.insert("webhook".to_owned(), webhook.as_str().into());
        }
        let part = |part: Part, kind| part.mime_str(kind).map_err(|error| self.server.lost(error));
        let form = Form::new()
            .part("job", part(Part::text(job.to_string()), "application/json")?)
            .part("set", part(Part::bytes(set.clone()).file_name("set.zip"), "application/zip")?);
        self.state_from(self.request(Method::POST, &["jobs"]).multipart(form)).await
    }

    /// How the job of this key stands.
    ///
    /// # Errors
    /// [`RemoteError::NotFound`] when the trainer has none, others when it can't be asked.
    pub async fn state(&self, key: &JobKey) -> Result<State, RemoteError> {
        self.state_from(self.request(Method::GET, &["jobs", &key.to_uuid().to_string()])).await
    }

    /// Stops the job of this key and forgets it; fine if there is none.
    ///
    /// # Errors
    /// When the trainer can't be asked.
    pub async fn cancel(&self, key: &JobKey) -> Result<(), RemoteError> {
        self.ask(self.request(Method::DELETE, &["jobs", &key.to_uuid().to_string()])).await.map(drop)
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let request = self.server.client.request(method, self.server.at(path));
        request.header(AUTHORIZATION, format!("Bearer {}", self.key.reveal()))
    }

    async fn ask(&self, request: RequestBuilder) -> Result<reqwest::Response, RemoteError> {
        let answer = self.server.send(request, self.timeout).await?;
        if answer.status() == reqwest::StatusCode::NOT_FOUND {
            return Err(RemoteError::NotFound { server: self.server.name });
        }
        if answer.status().is_success() { Ok(answer) } else { Err(self.server.refusal(answer, told).await) }
    }

    async fn state_from(&self, request: RequestBuilder) -> Result<State, RemoteError> {
        let answer = self.ask(request).await?;
        let sent: Sent = self.server.json(answer).await?;
        sent.state().ok_or_else(|| self.server.garbled("a state that is not whole"))
    }
}

fn told(body: &str) -> Told {
    #[derive(Deserialize)]
    struct Body {
        message: String,
    }
    match serde_json::from_str(body) {
        Ok(Body { message }) => Told { message, is_policy: false, is_final: false },
        Err(_) => plain(body),
    }
}

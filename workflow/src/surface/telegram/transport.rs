//! How the Bot API is called.

use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use serde_json::Value;
use tokio_util::io::ReaderStream;

use crate::core::dispatch::BoxFuture;
use crate::media::{Blob, MediaError, Receiving};
use crate::surface::SurfaceError;

/// Calls the Bot API: over HTTPS as [`Http`] does, or as a program wishes.
pub trait Transport: Send + Sync + 'static {
    /// Calls a method, and gives its result.
    ///
    /// # Errors
    /// When Telegram refuses it, or there is no answer.
    fn call(&self, call: Call) -> BoxFuture<'_, Result<Value, CallError>>;

    /// Reads a file of this path, as `getFile` gives it.
    ///
    /// # Errors
    /// When there is no such file, it can't be kept, or there is no answer.
    fn download<'a>(&'a self, path: &'a str, into: &'a mut dyn Receiving) -> BoxFuture<'a, Result<(), CallError>>;
}

/// One call.
#[derive(Debug)]
pub struct Call {
    /// The method's name, as `sendMessage`.
    pub method: &'static str,
    /// Its parameters, an object.
    pub parameters: Value,
    /// Files that go with it; `attach://` and the name of one stands for it in the parameters.
    pub files: Vec<Upload>,
    /// How long to wait for the answer.
    pub patience: Duration,
}

impl Call {
    /// A call without files.
    pub fn new(method: &'static str, parameters: Value) -> Self {
        Self { method, parameters, files: Vec::new(), patience: PATIENCE }
    }
}

/// How long an answer may take that nothing waits for at Telegram.
const PATIENCE: Duration = Duration::from_secs(30);

/// A file on its way to Telegram.
#[derive(Debug)]
pub struct Upload {
    /// What it is called in the parameters.
    pub field: String,
    /// What it is called by whoever receives it.
    pub name: String,
    /// Its bytes.
    pub blob: Blob,
}

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// Telegram refused it: nothing was done.
    #[error("{description} ({code})")]
    Refused {
        /// The error's number, as 400.
        code: u16,
        /// Why, in Telegram's words.
        description: String,
        /// How long to wait, when that is the reason.
        retry_after: Option<Duration>,
        /// The chat's new id, when it has one.
        migrated_to: Option<i64>,
    },
    /// There is no answer: whether it was done is not known.
    #[error("no answer")]
    NoAnswer(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was read can't be kept.
    #[error(transparent)]
    Media(#[from] MediaError),
}

impl CallError {
    fn no_answer(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::NoAnswer(error.into())
    }
}

/// The token is in every address.
impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        Self::no_answer(error.without_url())
    }
}

/// The Bot API over HTTP.
pub struct Http {
    client: reqwest::Client,
    /// The address up to `/bot…`.
    api: String,
    token: String,
}

/// Where Telegram is.
pub(super) const TELEGRAM: &str = "https://api.telegram.org";

impl Http {
    /// Calls the Bot API at `api`, as `https://api.telegram.org`, for the bot of this token.
    ///
    /// # Errors
    /// When the system has no certificates to trust.
    pub fn new(api: impl Into<String>, token: impl Into<String>) -> Result<Self, SurfaceError> {
        // Whoever has chosen another provider keeps it.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| SurfaceError::new("can't call Telegram", error))?;
        Ok(Self { client, api: api.into(), token: token.into() })
    }
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http").field("api", &self.api).finish_non_exhaustive()
    }
}

/// What Telegram answers.
#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: Value,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Transport for Http {
    fn call(&self, call: Call) -> BoxFuture<'_, Result<Value, CallError>> {
        Box::pin(async move {
            let Call { method, parameters, files, patience } = call;
            let request = self.client.post(format!("{}/bot{}/{method}", self.api, self.token)).timeout(patience);
            let request =
                if files.is_empty() { request.json(&parameters) } else { request.multipart(form(&parameters, files)?) };
            let response = request.send().await?;
            let (status, body) = (response.status(), response.bytes().await?);
            let answer: Answer = serde_json::from_slice(&body)
                .map_err(|_| CallError::no_answer(format!("{status}, and not in Telegram's words")))?;
            let code = answer.error_code.unwrap_or(status.as_u16());
            match answer.ok {
                true => Ok(answer.result),
                // Its own trouble is no refusal.
                false if code >= 500 => Err(CallError::no_answer(format!("{} ({code})", answer.description))),
                false => Err(CallError::Refused {
                    code,
                    description: answer.description,
                    retry_after: answer.parameters.retry_after.map(Duration::from_secs),
                    migrated_to: answer.parameters.migrate_to_chat_id,
                }),
            }
        })
    }

    fn download<'a>(&'a self, path: &'a str, into: &'a mut dyn Receiving) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let address = format!("{}/file/bot{}/{path}", self.api, self.token);
            let mut response = self.client.get(address).timeout(DOWNLOAD).send().await?;
            let status = response.status();
            if status.is_server_error() {
                return Err(CallError::no_answer(format!("{status} for a file")));
            }
            if !status.is_success() {
                return Err(CallError::Refused {
                    code: status.as_u16(),
                    description: "the file is not there".to_owned(),
                    retry_after: None,
                    migrated_to: None,
                });
            }
            while let Some(part) = response.chunk().await? {
                into.write(&part).await?;
            }
            Ok(())
        })
    }
}

/// How long a file may take.
const DOWNLOAD: Duration = Duration::from_mins(5);

/// What is no text is sent as JSON.
fn form(parameters: &Value, files: Vec<Upload>) -> Result<Form, CallError> {
    let mut form = Form::new();
    for (name, value) in parameters.as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        form = form.text(name.clone(), value);
    }
    for Upload { field, name, blob } in files {
        let body = reqwest::Body::wrap_stream(ReaderStream::new(blob.bytes));
        let part = Part::stream_with_length(body, blob.size).file_name(name).mime_str(blob.content_type)?;
        form = form.part(field, part);
    }
    Ok(form)
}

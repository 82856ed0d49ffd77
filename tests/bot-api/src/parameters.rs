//! The parameters of a call, however they came.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::answer::Refusal;

/// The largest file that is taken.
pub(crate) const LARGEST_UPLOAD: usize = 50 << 20;
/// What a request may weigh: ten files at most, with what stands around them.
const LARGEST_REQUEST: usize = 11 * LARGEST_UPLOAD;

/// Parameters by name, and the files that came with them.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    values: Map<String, Value>,
    files: BTreeMap<String, Upload>,
}

/// A file that came with a call.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Parameters {
    pub(crate) async fn read(request: Request<Body>) -> Result<Self, Refusal> {
        let mut read = Self::default();
        read.take_form(request.uri().query().unwrap_or_default().as_bytes());
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            read.take_multipart(request).await?;
        } else {
            let kind = kind.to_owned();
            let body = to_bytes(request.into_body(), LARGEST_UPLOAD).await.map_err(|_| Refusal::too_large())?;
            read.take_body(&kind, &body)?;
        }
        Ok(read)
    }

    /// Parameters in a body that is no multipart.
    pub(crate) fn take_body(&mut self, kind: &str, body: &[u8]) -> Result<(), Refusal> {
        if kind.starts_with("application/json") {
            if body.is_empty() {
                return Ok(());
            }
            let value = serde_json::from_slice(body).map_err(|_| Refusal::bad("can't parse JSON object"))?;
            let Value::Object(values) = value else { return Err(Refusal::bad("JSON object expected")) };
            self.values.extend(values.into_iter().filter(|(_, value)| !value.is_null()));
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            self.take_form(body);
        }
        Ok(())
    }

    fn take_form(&mut self, form: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(form) {
            self.values.insert(name.into_owned(), value.into_owned().into());
        }
    }

    async fn take_multipart(&mut self, mut request: Request<Body>) -> Result<(), Refusal> {
        DefaultBodyLimit::max(LARGEST_REQUEST).apply(&mut request);
        let broken = |_| Refusal::bad("can't parse multipart form data");
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Refusal::bad("boundary not found"))?;
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let mime = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| Refusal::too_large())?;
            let Some(file) = file else {
                self.values.insert(name, String::from_utf8_lossy(&bytes).into_owned().into());
                continue;
            };
            if bytes.len() > LARGEST_UPLOAD {
                return Err(Refusal::too_large());
            }
            self.files.insert(name, Upload { name: file, mime, bytes: bytes.to_vec() });
        }
        Ok(())
    }

    /// As text: nothing, where it is missing or empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = match self.values.get(name)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// As JSON, which may stand in a string.
    pub(crate) fn json(&self, name: &str) -> Option<Result<Value, serde_json::Error>> {
        match self.values.get(name)? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(serde_json::from_str(text)),
            other => Some(Ok(other.clone())),
        }
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| ["true", "yes", "1"].contains(&&*text.to_lowercase()))
    }

    pub(crate) fn file(&self, name: &str) -> Option<&Upload> {
        self.files.get(name)
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.values.remove(name)
    }

    /// For the log: files by name and size.
    pub(crate) fn logged(&self) -> Value {
        let mut logged = self.values.clone();
        for (name, file) in &self.files {
            logged.insert(name.clone(), json!({"file": file.name, "bytes": file.bytes.len()}));
        }
        Value::Object(logged)
    }
}

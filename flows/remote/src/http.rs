//! Requests and what can come of them, the same for all servers.

use std::fmt;
use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::error::RemoteError;

/// A server: its address and the connections to it.
#[derive(Clone)]
pub(crate) struct Server {
    /// As it is called in errors.
    pub(crate) name: &'static str,
    pub(crate) client: Client,
    base: Url,
}

impl Server {
    pub(crate) fn new(name: &'static str, url: &str) -> Result<Self, RemoteError> {
        let wrong = |why: String| RemoteError::Settings { message: format!("the address of {name}: {why}") };
        let mut base = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") || base.query().is_some() || base.fragment().is_some() {
            return Err(wrong("it begins with http:// or https:// and has no query".to_owned()));
        }
        // Paths are joined below the whole of it.
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Self { name, client: client()?, base })
    }

    /// The address of a path, given by its segments.
    pub(crate) fn at(&self, segments: &[&str]) -> Url {
        let mut url = self.base.clone();
        // Always possible: the scheme is http.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// Sends the request; whatever the status is, it is an answer.
    pub(crate) async fn send(&self, request: RequestBuilder, timeout: Duration) -> Result<Response, RemoteError> {
        request.timeout(timeout).send().await.map_err(|error| self.lost(error))
    }

    /// Sends the request and gives what was answered with 2xx; statuses that mean the same for every server are errors.
    pub(crate) async fn ask(&self, request: RequestBuilder, timeout: Duration) -> Result<Response, RemoteError> {
        let response = self.send(request, timeout).await?;
        if response.status().is_success() { Ok(response) } else { Err(self.refusal(response, plain).await) }
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, response: Response) -> Result<T, RemoteError> {
        let body = self.bytes(response).await?;
        serde_json::from_slice(&body).map_err(|error| self.garbled(error))
    }

    pub(crate) async fn bytes(&self, response: Response) -> Result<Vec<u8>, RemoteError> {
        Ok(response.bytes().await.map_err(|error| self.lost(error))?.to_vec())
    }

    /// What an answer that is not 2xx means; `read` finds in its body what the server says.
    pub(crate) async fn refusal(&self, response: Response, read: fn(&str) -> Told) -> RemoteError {
        let server = self.name;
        let status = response.status();
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|seconds| seconds.trim().parse::<f64>().ok())
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        // The status alone says enough.
        let body = response.text().await.unwrap_or_default();
        let Told { message, is_policy, is_final } = read(&body);
        match status {
            StatusCode::TOO_MANY_REQUESTS if is_final => RemoteError::Unauthorized { server, message },
            StatusCode::TOO_MANY_REQUESTS => RemoteError::Busy { server, retry_after },
            StatusCode::SERVICE_UNAVAILABLE if retry_after.is_some() => RemoteError::Busy { server, retry_after },
            StatusCode::REQUEST_TIMEOUT => RemoteError::TimedOut { server },
            status if status.is_server_error() => RemoteError::Broken { server, status: status.as_u16() },
            _ if is_policy => RemoteError::Refused { server, message },
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => RemoteError::Unauthorized { server, message },
            StatusCode::NOT_FOUND if message.is_empty() => RemoteError::NotFound { server },
            _ if message.is_empty() => RemoteError::Invalid { server, message: status.to_string() },
            _ => RemoteError::Invalid { server, message },
        }
    }

    pub(crate) fn garbled(&self, why: impl ToString) -> RemoteError {
        RemoteError::Garbled { server: self.name, why: why.to_string() }
    }

    pub(crate) fn lost(&self, error: reqwest::Error) -> RemoteError {
        let server = self.name;
        if error.is_timeout() {
            return RemoteError::TimedOut { server };
        }
        if error.is_builder() {
            return RemoteError::Settings { message: error.without_url().to_string() };
        }
        // The address may hold a password.
        RemoteError::Unreachable { server, source: Box::new(error.without_url()) }
    }
}

impl fmt::Debug for Server {
    /// Without the address, that may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a server says about a request it doesn't take.
pub(crate) struct Told {
    pub(crate) message: String,
    /// Whether contents are what it is about.
    pub(crate) is_policy: bool,
    /// Whether a status that usually asks for patience asks for something else here, as for money.
    pub(crate) is_final: bool,
}

/// The body is the message, unless it is a page of a proxy.
pub(crate) fn plain(body: &str) -> Told {
    let body = body.trim();
    let message = if body.starts_with('<') { "" } else { body };
    Told { message: message.chars().take(1000).collect(), is_policy: false, is_final: false }
}

fn client() -> Result<Client, RemoteError> {
    // Whoever has chosen another provider keeps it.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .build()
        .map_err(|error| RemoteError::Settings { message: error.to_string() })
}

//! A store of blobs by content hash, in a service with the API of Amazon's S3.
//!
//! ```no_run
//! use flows_remote::s3::{AccessKey, Bucket, SecretKey};
//!
//! # async fn keep(picture: Vec<u8>) -> Result<(), flows_remote::RemoteError> {
//! let access = AccessKey::new("AKIA…");
//! let bucket = Bucket::new("https://s3.eu-central-1.amazonaws.com", "eu-central-1", "pictures", access, SecretKey::new("…"))?;
//! let hash = bucket.put(picture.clone(), "image/png").await?;
//! assert_eq!(bucket.get(&hash).await?, picture);
//! # Ok(()) }
//! ```

mod hash;

use std::fmt;
use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{RequestBuilder, Response, StatusCode, Url};
use rusty_s3::{Bucket as Place, Credentials, S3Action, UrlStyle};

pub use crate::secret::SecretKey;
pub use hash::{Hash, NotAHash};

use crate::error::RemoteError;
use crate::http::{Server, Told};

/// The open half of the key of an object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKey(String);

impl AccessKey {
    /// The key of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// A bucket, that blobs are kept in under their hashes.
#[derive(Clone)]
pub struct Bucket {
    server: Server,
    place: Place,
    credentials: Credentials,
    timeout: Duration,
}

/// What is known of a blob without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many bytes it has.
    pub size: u64,
    /// What it was said to be when it was put there.
    pub content_type: Option<String>,
}

/// How long a signature counts: clocks may differ by some minutes.
const SIGNED_FOR: Duration = Duration::from_secs(15 * 60);

impl Bucket {
    /// The bucket `name` of the service at this address, which is there already.
    ///
    /// # Errors
    /// When the address is none, or the system has no certificates to trust.
    pub fn new(
        endpoint: &str,
        region: &str,
        name: &str,
        key: AccessKey,
        secret: SecretKey,
    ) -> Result<Self, RemoteError> {
        let server = Server::new("the object store", endpoint)?;
        let wrong = |why: String| RemoteError::Settings { message: format!("the address of the object store: {why}") };
        let url = Url::parse(endpoint).map_err(|error| wrong(error.to_string()))?;
        // Every service takes the name in the path; in the host only those with names of their own for each bucket.
        let place = Place::new(url, UrlStyle::Path, name.to_owned(), region.to_owned());
        Ok(Self {
            server,
            place: place.map_err(|error| wrong(error.to_string()))?,
            credentials: Credentials::new(key.0, secret.reveal()),
            timeout: Duration::from_secs(120),
        })
    }

    /// The same bucket; an answer may take this long.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Keeps the bytes, and tells what they are found by. The same bytes are kept once.
    ///
    /// # Errors
    /// When the service does not take them.
    pub async fn put(&self, bytes: Vec<u8>, content_type: &str) -> Result<Hash, RemoteError> {
        let hash = Hash::of(&bytes);
        let content_type = HeaderValue::from_str(content_type).map_err(|error| RemoteError::Invalid {
            server: self.server.name,
            message: format!("the type of the contents: {error}"),
        })?;
        let name = hash.to_string();
        let url = self.place.put_object(Some(&self.credentials), &name).sign(SIGNED_FOR);
        let request = self.server.client.put(url).header(CONTENT_TYPE, content_type);
        // Said even of no bytes at all: services want to know.
        self.ask(request.header(CONTENT_LENGTH, bytes.len()).body(bytes)).await?;
        Ok(hash)
    }

    /// The bytes of this hash.
    ///
    /// # Errors
    /// [`RemoteError::NotFound`] when they are not there, [`RemoteError::Failed`] when others are in their place.
    pub async fn get(&self, hash: &Hash) -> Result<Vec<u8>, RemoteError> {
        let name = hash.to_string();
        let url = self.place.get_object(Some(&self.credentials), &name).sign(SIGNED_FOR);
        let answer = self.ask(self.server.client.get(url)).await?;
        let bytes = self.server.bytes(answer).await?;
        if Hash::of(&bytes) == *hash {
            return Ok(bytes);
        }
        let message = format!("what is kept as {hash} has another hash");
        Err(RemoteError::Failed { server: self.server.name, message })
    }

    /// What is known of the bytes of this hash; None if they are not there.
    ///
    /// # Errors
    /// When the service can't be asked.
    pub async fn head(&self, hash: &Hash) -> Result<Option<Head>, RemoteError> {
        let name = hash.to_string();
        let url = self.place.head_object(Some(&self.credentials), &name).sign(SIGNED_FOR);
        let answer = match self.ask(self.server.client.head(url)).await {
            Err(RemoteError::NotFound { .. }) => return Ok(None),
            answer => answer?,
        };
        let text = |headers: &HeaderMap, name| headers.get(name)?.to_str().ok().map(str::to_owned);
        let size = text(answer.headers(), CONTENT_LENGTH).and_then(|size| size.parse().ok());
        let size = size.ok_or_else(|| self.server.garbled("no size"))?;
        Ok(Some(Head { size, content_type: text(answer.headers(), CONTENT_TYPE) }))
    }

    /// Deletes the bytes of this hash, if they are there.
    ///
    /// # Errors
    /// When the service does not do it.
    pub async fn delete(&self, hash: &Hash) -> Result<(), RemoteError> {
        let name = hash.to_string();
        let url = self.place.delete_object(Some(&self.credentials), &name).sign(SIGNED_FOR);
        match self.ask(self.server.client.delete(url)).await {
            Ok(_) | Err(RemoteError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Response, RemoteError> {
        let answer = self.server.send(request, self.timeout).await?;
        match answer.status() {
            status if status.is_success() => Ok(answer),
            // The service asks for patience, as it does with 429.
            StatusCode::SERVICE_UNAVAILABLE => Err(RemoteError::Busy { server: self.server.name, retry_after: None }),
            _ => Err(self.server.refusal(answer, told).await),
        }
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("place", &self.place).finish_non_exhaustive()
    }
}

/// What the service says, in XML; nothing about a blob that is not there.
fn told(body: &str) -> Told {
    let text = |tag: &str| {
        let (_, rest) = body.split_once(&format!("<{tag}>"))?;
        rest.split_once(&format!("</{tag}>")).map(|(text, _)| text.trim())
    };
    let message = match (text("Code"), text("Message")) {
        (Some("NoSuchKey"), _) | (None, _) => String::new(),
        (Some(code), message) => format!("{code}: {}", message.unwrap_or_default()),
    };
    Told { message, is_policy: false, is_final: false }
}

use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use uuid::Uuid;

use super::{Sent, State};
use crate::key::JobKey;
use crate::secret::WebhookSecret;

/// The header that a notice is signed in.
pub const SIGNATURE_HEADER: &str = "X-Flows-Signature";

/// What a trainer tells by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    job: Uuid,
    /// How the job stood when the notice was sent; another notice may have overtaken it.
    pub state: State,
}

/// Why what came to the webhook is no notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// No signature, or that of another secret or body: answered with 401.
    #[error("the signature is not that of the trainer")]
    Unsigned,
    /// The trainer has signed what is no notice: answered with 400.
    #[error("the trainer sent no notice")]
    Garbled,
}

impl Notice {
    /// Reads what came to the webhook, if it is signed by who knows the secret.
    ///
    /// `signature` is the header [`SIGNATURE_HEADER`] as it came. The comparison takes the same time wherever it fails.
    ///
    /// # Errors
    /// When the signature is wrong, or the body no notice.
    pub fn parse(secret: &WebhookSecret, signature: Option<&str>, body: &[u8]) -> Result<Self, NoticeError> {
        let digits = signature.and_then(|text| text.strip_prefix("sha256=")).ok_or(NoticeError::Unsigned)?;
        let given: crate::s3::Hash = digits.parse().map_err(|_| NoticeError::Unsigned)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).map_err(|_| NoticeError::Unsigned)?;
        mac.update(body);
        mac.verify_slice(given.as_bytes()).map_err(|_| NoticeError::Unsigned)?;
        #[derive(Deserialize)]
        struct Body {
            key: Uuid,
            #[serde(flatten)]
            sent: Sent,
        }
        let Body { key, sent } = serde_json::from_slice(body).map_err(|_| NoticeError::Garbled)?;
        Ok(Self { job: key, state: sent.state().ok_or(NoticeError::Garbled)? })
    }

    /// Whether it is about the job of this key.
    pub fn is_about(&self, key: &JobKey) -> bool {
        self.job == key.to_uuid()
    }

    /// The id of the job, as [`JobKey::to_uuid`] gives it.
    pub fn job(&self) -> Uuid {
        self.job
    }
}

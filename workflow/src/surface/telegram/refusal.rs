//! What Telegram refuses, and what is done about it.

use tokio::time::Instant;

use crate::store::StoreError;

/// Why something is not told now.
#[derive(Debug)]
pub(super) enum Untold {
    /// It is to be tried again then.
    Later(Instant),
    /// Telegram does not answer: whether it was done is not known.
    NoAnswer,
    /// Telegram refuses it for good.
    Refused(Refusal),
    /// The store failed, or is closed.
    Store(StoreError),
}

impl From<StoreError> for Untold {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What Telegram refuses, by what is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It stands there so already.
    NotModified,
    /// The message can't be changed: it is gone, or too old, or of another kind.
    NotEditable,
    /// Nobody can be written to there any more.
    Gone(String),
    /// A file that Telegram had is not there.
    NoFile,
    /// A file is not taken as what it was sent.
    BadFile,
    /// Something else: a fault of this program.
    Other(String),
}

impl Refusal {
    pub(super) fn of(code: u16, description: &str) -> Self {
        let says = |words: &[&str]| words.iter().any(|words| description.contains(words));
        if says(&["message is not modified"]) {
            Self::NotModified
        } else if says(&[
            "message to edit not found",
            "message can't be edited",
            "there is no text in the message",
            "there is no caption in the message",
            "MESSAGE_ID_INVALID",
            "message to delete not found",
        ]) {
            Self::NotEditable
        } else if code == 403
            || says(&["not enough rights", "have no rights", "CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED"])
            || says(&["chat not found", "message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
        {
            Self::Gone(description.to_owned())
        } else if says(&["wrong file identifier", "wrong remote file identifier", "file reference"]) {
            Self::NoFile
        } else if says(&["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED", "PHOTO_SAVE_FILE_INVALID", "too big"]) {
            Self::BadFile
        } else {
            Self::Other(description.to_owned())
        }
    }
}

use std::fmt;

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The key of a piece of work: the same for every attempt of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct JobKey(String);

impl JobKey {
    /// The key of this text.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An id that follows from the key, for servers that want ids of a fixed form.
    pub fn to_uuid(&self) -> Uuid {
        let digest: [u8; 32] = Sha256::digest(self.0.as_bytes()).into();
        let [first, ..] = digest.as_chunks::<16>().0 else { return Uuid::nil() };
        Uuid::new_v8(*first)
    }
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

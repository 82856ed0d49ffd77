//! The names of sessions, users and visits: a type for each.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One run of a workflow. New for every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(Uuid);

impl SessionId {
    /// The session of this id. Ids that were made later sort later when they are of UUID version 7.
    pub const fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The id.
    pub const fn as_uuid(&self) -> &Uuid {
        &self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A user, unique among all surfaces, as `telegram:1234`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

impl UserId {
    /// The user `id` of the surface `surface`.
    pub fn new(surface: &str, id: &str) -> Self {
        Self([surface, ":", id].concat())
    }

    /// The id as [`Self::as_str`] gave it.
    #[cfg(feature = "sqlite")]
    pub(crate) fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// The id, with its surface before a colon.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom a session is with: a surface, a chat, a thread of it and a user. At most one conversation is under way for it.
///
/// Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub struct SessionKey(Arc<Parts>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename = "SessionKey")]
struct Parts {
    surface: String,
    chat: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    thread: String,
    user: String,
}

impl SessionKey {
    /// The user `user` in the chat `chat` of `surface`.
    pub fn new(surface: impl Into<String>, chat: impl Into<String>, user: impl Into<String>) -> Self {
        Parts { surface: surface.into(), chat: chat.into(), thread: String::new(), user: user.into() }.into()
    }

    /// The same user in a thread (a topic) of the chat.
    #[must_use]
    pub fn thread(mut self, thread: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).thread = thread.into();
        self
    }

    /// The surface's name.
    pub fn surface(&self) -> &str {
        &self.0.surface
    }

    /// The chat.
    pub fn chat(&self) -> &str {
        &self.0.chat
    }

    /// The thread of the chat; empty when it is in none.
    pub fn in_thread(&self) -> &str {
        &self.0.thread
    }

    /// The user.
    pub fn user(&self) -> UserId {
        UserId::new(&self.0.surface, &self.0.user)
    }
}

impl From<Parts> for SessionKey {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl From<SessionKey> for Parts {
    fn from(key: SessionKey) -> Self {
        Arc::unwrap_or_clone(key.0)
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionKey({self})")
    }
}

impl fmt::Display for SessionKey {
    /// The four parts with `/` between them; `/` and `%` in a part are percent-encoded, so that no two keys look alike.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { surface, chat, thread, user } = &*self.0;
        for (index, part) in [surface, chat, thread, user].into_iter().enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            let mut rest = part.as_str();
            while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'/' | b'%')) {
                let (plain, special) = rest.split_at(at);
                f.write_str(plain)?;
                f.write_str(if special.starts_with('/') { "%2F" } else { "%25" })?;
                rest = special.get(1..).unwrap_or_default();
            }
            f.write_str(rest)?;
        }
        Ok(())
    }
}

impl std::str::FromStr for SessionKey {
    type Err = InvalidKey;

    /// The key that is displayed like this.
    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let parts: Vec<String> = text.split('/').map(|part| part.replace("%2F", "/").replace("%25", "%")).collect();
        match <[String; 4]>::try_from(parts) {
            Ok([surface, chat, thread, user]) => Ok(Parts { surface, chat, thread, user }.into()),
            Err(_) => Err(InvalidKey),
        }
    }
}

/// A text is no [`SessionKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session key is four parts with `/` between them")]
pub struct InvalidKey;

/// How often a session has moved: 1 after its entry, one more with every move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(u64);

impl Revision {
    /// Before the first move.
    pub const ZERO: Self = Self(0);

    /// The revision of this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The revision after one more move.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One stay of a session at a step: the session, and the revision at which the step was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Visit {
    /// The session.
    pub session: SessionId,
    /// The revision at which the step was entered.
    pub revision: Revision,
}

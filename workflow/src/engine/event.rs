//! What an engine tells of its sessions.

use crate::core::session::{Revision, SessionId, SessionKey};

/// Something that a session did, told after it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The session.
    pub session: SessionId,
    /// Whose it is.
    pub key: SessionKey,
    /// The workflow's name.
    pub workflow: String,
    /// The edge that it took.
    pub edge: &'static str,
    /// The step that it came to.
    pub to: String,
    /// Its revision.
    pub revision: Revision,
}

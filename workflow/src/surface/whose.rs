//! Whose view is shown: what a surface keeps apart of what it has shown.

use serde::{Deserialize, Serialize};

use crate::core::session::SessionId;
use crate::engine::Snapshot;

/// Whose view it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Whose {
    /// The owner's, of the session that has this place.
    Slot(String),
    /// A role's, of this session.
    Role(String, SessionId),
}

impl Whose {
    pub(crate) fn of(session: &Snapshot) -> Self {
        match session.role() {
            Some(role) => Self::Role(role.to_owned(), session.session()),
            None => Self::Slot(session.record().slot.as_str().to_owned()),
        }
    }

    /// Whether it is the conversation's.
    #[cfg(feature = "terminal")]
    pub(crate) fn is_main(&self) -> bool {
        matches!(self, Self::Slot(slot) if slot.is_empty())
    }
}

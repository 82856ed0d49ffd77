//! What a user is asked before a command drops work, as it is kept with the session.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{DeliveryId, Said};
use crate::core::session::Visit;

/// What a user was asked, and what waits for the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The words.
    pub question: String,
    /// What was said, and is done when the user says so.
    pub said: Said,
    /// The delivery that brought it.
    pub delivery: DeliveryId,
}

/// What a user is asked from now on, of a session that stays where it is.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Where the session must stand in the store for the commit to count.
    pub visit: Visit,
    /// None when nothing is asked any more.
    pub asked: Option<Arc<Asked>>,
}

impl Asking {
    /// The files that wait for the answer.
    pub(crate) fn brings(&self) -> &[crate::core::media::Media] {
        self.asked.as_ref().map_or(&[], |asked| asked.said.media())
    }
}

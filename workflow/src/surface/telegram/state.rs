//! What is known of a place where somebody talks to the bot: kept as a note of the store, so that the next run goes on where
//! this one was.

use serde::{Deserialize, Serialize};

use crate::core::session::{SessionKey, Visit};
use crate::store::Note;
use crate::surface::whose::Whose;

/// What was told at one place, and what is still to be.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// What is shown of each session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) shown: Vec<Shown>,
    /// What is to be said beside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notices: Vec<Notice>,
    /// The messages whose keyboards are of no use any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) strip: Vec<i32>,
    /// The newest message that is known of.
    #[serde(default)]
    pub(super) last: i32,
    /// Why nothing can be said here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) gone: Option<String>,
}

/// What is shown of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// Which of the owner's places it has; or the role that it is shown to, and the session.
    pub(super) of: Whose,
    /// The last visit that was told.
    pub(super) at: Visit,
    /// The message with its buttons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) menu: Option<Posted>,
    /// The message with the question before work is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) question: Option<Posted>,
    /// What has been sent of a visit that was not told whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) begun: Option<Begun>,
    /// Why Telegram did not take what was to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<String>,
}

impl Shown {
    pub(super) fn new(of: Whose, at: Visit) -> Self {
        Self { of, at, menu: None, question: None, begun: None, refused: None }
    }
}

/// So many media of a visit have been sent, and its text has not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) at: Visit,
    pub(super) media: usize,
}

/// A message that can be edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Posted {
    pub(super) message: i32,
    /// What it looks like.
    pub(super) face: String,
    /// Whether its text is written beside a medium.
    #[serde(default)]
    pub(super) is_caption: bool,
    #[serde(default)]
    pub(super) page: usize,
    /// Whether it has buttons.
    #[serde(default)]
    pub(super) has_keyboard: bool,
}

/// Something that is said once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Notice {
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reply_to: Option<i32>,
}

/// So much is kept that is to be said once.
const NOTICES: usize = 20;

/// What the names of notes begin with: of places, of updates that are not worked off, of chats that have a new id, and of
/// files that Telegram has.
pub(super) const CHATS: &str = "chat/";
pub(super) const UPDATES: &str = "update/";
pub(super) const MOVED: &str = "moved/";
pub(super) const FILES: &str = "file/";
/// Up to when everything was told.
pub(super) const TOLD: &str = "told";

impl State {
    pub(super) fn note_name(key: &SessionKey) -> String {
        format!("{CHATS}{key}")
    }

    pub(super) fn note(&self, key: &SessionKey) -> Note {
        Note::keep(Self::note_name(key), serde_json::to_value(self).unwrap_or_default())
    }

    pub(super) fn of(&mut self, of: &Whose) -> Option<&mut Shown> {
        self.shown.iter_mut().find(|shown| shown.of == *of)
    }

    /// Whether it is of no use to the next run.
    pub(super) fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.notices.is_empty() && self.strip.is_empty() && self.gone.is_none()
    }

    /// Says something once. Of very much, the oldest is left out.
    pub(super) fn say(&mut self, notice: Notice) {
        self.notices.push(notice);
        if self.notices.len() > NOTICES {
            self.notices.remove(0);
        }
    }

    /// A newer message has been seen.
    pub(super) fn saw(&mut self, message: i32) {
        self.last = self.last.max(message);
    }

    /// The message is of no use any more.
    pub(super) fn leave(&mut self, posted: Option<Posted>) {
        self.strip.extend(posted.filter(|posted| posted.has_keyboard).map(|posted| posted.message));
    }
}

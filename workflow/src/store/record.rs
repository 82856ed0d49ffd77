//! What a store keeps: records, journal entries and answers.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::pending::{Asks, Claim};
use super::question::{Asked, Asking};
use super::visits::{Frame, VisitChange};
use crate::core::context::User;
use crate::core::history::History;
use crate::core::locale::Locale;
use crate::core::media::Media;
use crate::core::session::{Revision, SessionId, SessionKey, UserId, Visit};
use crate::core::stored::Stored;
use crate::core::view::View;

/// A session as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The session.
    pub session: SessionId,
    /// Whom it is with.
    pub key: SessionKey,
    /// The language that its owner was answered in last.
    pub locale: Locale,
    /// Which of the key's places it has.
    pub slot: Slot,
    /// The step: of the innermost workflow, when one runs inside of another.
    pub stored: Arc<Stored>,
    /// How often it has moved: every move enters a step anew.
    pub revision: Revision,
    /// The visits of the innermost workflow that can be gone back to.
    pub history: History,
    /// The steps that it runs inside of, outermost first.
    pub below: Vec<Frame>,
    /// What was shown to the owner when it came here.
    pub view: Arc<View>,
    /// What was shown to others, by role.
    pub views: Vec<(Cow<'static, str>, Arc<View>)>,
    /// What the owner is asked before work is dropped here; none when nothing is.
    pub asked: Option<Arc<Asked>>,
    /// Whether the workflow is over.
    pub ended: bool,
}

impl Record {
    /// The stay at the step.
    pub fn visit(&self) -> Visit {
        Visit { session: self.session, revision: self.revision }
    }

    /// Its owner, in their language.
    pub fn owner(&self) -> User {
        User::new(self.key.user()).with_locale(self.locale.clone())
    }

    /// How deep the step of this visit is in the stack of workflows, 0 for the outermost; `None` when it was left.
    pub fn depth_of(&self, visit: Visit) -> Option<usize> {
        if visit.session != self.session || self.ended {
            return None;
        }
        let below = self.below.iter().position(|frame| frame.entered == visit.revision);
        below.or_else(|| (visit.revision == self.revision).then_some(self.below.len()))
    }

    /// The step at this depth.
    pub fn step_at(&self, depth: usize) -> Option<&Arc<Stored>> {
        match self.below.get(depth) {
            Some(frame) => Some(&frame.stored),
            None => (depth == self.below.len()).then_some(&self.stored),
        }
    }
}

/// A place for a session under a key: one for the conversation that is under way, one for each workflow that is shown
/// beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Slot(String);

impl Slot {
    /// The conversation's place.
    pub fn main() -> Self {
        Self::default()
    }

    /// The place of a workflow that is shown beside the conversation.
    pub fn aside(workflow: impl Into<String>) -> Self {
        Self(workflow.into())
    }

    /// The workflow's name; empty for the conversation.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the conversation's place.
    pub fn is_main(&self) -> bool {
        self.0.is_empty()
    }
}

/// The name of one delivery, given by whoever delivers it, unique for its session key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryId(String);

impl DeliveryId {
    /// The longest name, in bytes.
    pub const MAX: usize = 128;

    /// What the names of the engine's own deliveries begin with: the ends of work, and timers.
    pub const INTERNAL: [&str; 2] = ["work:", "timer:"];

    /// A name of 1 to [`Self::MAX`] bytes without control characters, that begins with none of [`Self::INTERNAL`].
    pub fn parse(id: impl Into<String>) -> Option<Self> {
        let id = id.into();
        let fits = !id.is_empty() && id.len() <= Self::MAX && !id.contains(char::is_control);
        (fits && !Self::INTERNAL.iter().any(|internal| id.starts_with(internal))).then_some(Self(id))
    }

    /// A name that is made by the engine for what it delivers itself.
    pub(crate) fn internal(id: String) -> Self {
        Self(id)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a delivery was answered: kept, so that the same delivery gets the same answer for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What came of it.
    #[serde(flatten)]
    pub answered: Answered,
    /// The session that it concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Its revision then.
    pub revision: Revision,
    /// Its step then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Cow<'static, str>>,
}

/// What came of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answered", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answered {
    /// The session moved.
    Moved,
    /// The user was told why not; the session is where it was.
    Rejected {
        /// What the user was told.
        rejection: String,
    },
    /// It was for what was shown at an earlier revision, or was used already.
    Stale,
    /// It was for what was shown to somebody else.
    Foreign,
    /// It was for what was never shown.
    Unknown,
    /// It would have dropped work that is under way: the user is asked first.
    Asked {
        /// What they are asked.
        question: String,
    },
    /// They were asked, and stay where they are.
    Stayed,
}

/// What one turn changed.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Whose delivery it was.
    pub key: SessionKey,
    /// The delivery and its answer; none for what the engine itself brings in.
    pub mark: Option<(DeliveryId, Answer)>,
    /// What was pending and is done with the move, if that is what brought it.
    pub claim: Option<Claim>,
    /// The move, if there was one.
    pub moved: Option<Arc<Moved>>,
    /// What is asked from now on; not looked at when there is a move, which ends every question.
    pub asking: Option<Asking>,
    /// When.
    pub at: Timestamp,
}

/// One move of a session.
#[derive(Debug, Clone)]
pub struct Moved {
    /// Where it stands now.
    pub record: Arc<Record>,
    /// The revision that it must have in the store for the commit to count; [`Revision::ZERO`] for a new session.
    pub expected: Revision,
    /// The journal entry of the move.
    pub entry: JournalEntry,
    /// The visits that are left are those since this revision: their work and timers end.
    pub leaves: Option<Revision>,
    /// What changes in the visits that are kept beside the one of the step.
    pub visits: Vec<VisitChange>,
    /// The work that starts, the timers that are armed, and the effects that are to be done.
    pub asks: Vec<Asks>,
    /// Whether what is shown to others is another than before.
    pub shows: Shows,
}

/// Whether what is shown to others changes with a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Nothing was, and nothing is.
    Nothing,
    /// It is what the record says now.
    Anew,
}

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// It is durable.
    Done,
    /// The delivery had been answered before: nothing was changed.
    Repeated(Answer),
    /// The session is at another revision than expected: nothing was changed.
    Conflict,
    /// What brought the move is claimed by somebody else by now, or was done: nothing was changed.
    NotHeld,
}

/// One accepted input.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// The session.
    pub session: SessionId,
    /// The revision that it came to.
    pub revision: Revision,
    /// When.
    pub at: Timestamp,
    /// The delivery that brought it.
    pub delivery: DeliveryId,
    /// The edge that was taken.
    pub edge: Cow<'static, str>,
    /// The step that it led from; none for an entry.
    pub from: Option<Cow<'static, str>>,
    /// The step that it led to.
    pub to: Cow<'static, str>,
    /// Who took it; none for the engine itself.
    pub by: Option<UserId>,
    /// What the user said.
    pub said: Option<Said>,
    /// What was shown then.
    pub view: Arc<View>,
    /// Which of the key's places the session has.
    pub slot: Slot,
}

impl JournalEntry {
    /// The files that came with the input.
    pub fn brings(&self) -> &[Media] {
        self.said.as_ref().map_or(&[], Said::media)
    }
}

/// What a user said, as it is shown back to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Said {
    /// They wrote.
    Text(String),
    /// They pressed a button with this label.
    Press(String),
    /// They sent files.
    Media {
        /// In the order in which they were sent.
        media: Vec<Media>,
        /// What was written beside them.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        caption: String,
    },
}

impl Said {
    /// The files.
    pub fn media(&self) -> &[Media] {
        match self {
            Self::Media { media, .. } => media,
            Self::Text(_) | Self::Press(_) => &[],
        }
    }
}

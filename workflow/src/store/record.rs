//! What a store keeps: records, journal entries, answers and pending work.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Which of the key's places it has.
    pub slot: Slot,
    /// The step.
    pub stored: Stored,
    /// How often it has moved.
    pub revision: Revision,
    /// What was shown when it came here.
    pub view: Arc<View>,
    /// Whether the workflow is over.
    pub ended: bool,
}

impl Record {
    /// The stay at the step.
    pub fn visit(&self) -> Visit {
        Visit { session: self.session, revision: self.revision }
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

    /// What the names of the engine's own deliveries begin with.
    pub const INTERNAL: &str = "work:";

    /// A name of 1 to [`Self::MAX`] bytes without control characters, that does not begin with [`Self::INTERNAL`].
    pub fn parse(id: impl Into<String>) -> Option<Self> {
        let id = id.into();
        let fits = !id.is_empty() && id.len() <= Self::MAX && !id.contains(char::is_control);
        (fits && !id.starts_with(Self::INTERNAL)).then_some(Self(id))
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
    pub step: Option<String>,
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
    /// It was a button of an earlier revision, or one that was used already.
    Stale,
    /// It was a button that was shown to somebody else.
    Foreign,
    /// It was a button that was never shown.
    Unknown,
}

/// What one turn changed.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Whose turn it was.
    pub key: SessionKey,
    /// The delivery and its answer; none for what the engine itself brings in.
    pub mark: Option<(DeliveryId, Answer)>,
    /// The move, if there was one.
    pub moved: Option<Moved>,
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
    /// The work that starts: the positions in the graph, and names.
    pub starts: Vec<(u16, &'static str)>,
    /// Whether work of the step that was left may be pending.
    pub cancels: bool,
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
    pub edge: String,
    /// The step that it led from; none for an entry.
    pub from: Option<String>,
    /// The step that it led to.
    pub to: String,
    /// Who took it; none for the engine itself.
    pub by: Option<UserId>,
    /// What the user said.
    pub said: Option<Said>,
    /// What was shown then.
    pub view: Arc<View>,
    /// Which of the key's places the session has.
    pub slot: Slot,
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

/// Names a piece of work: the visit that asked for it and its position in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WorkId {
    /// The visit that asked for it.
    pub visit: Visit,
    /// The position in the graph.
    pub index: u16,
}

/// Work that has been asked for and is not done.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingWork {
    /// Which.
    pub id: WorkId,
    /// The function's name.
    pub name: String,
    /// Whose.
    pub key: SessionKey,
    /// How often it has failed.
    pub attempts: u32,
    /// When it is due; never again, when `None`.
    pub due: Option<Timestamp>,
    /// Why it failed last.
    pub reason: Option<String>,
}

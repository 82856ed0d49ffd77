//! What the writer is asked for.

use jiff::Timestamp;

use super::super::{Claim, Commit, Committed, Note, PendingId, Postponed, Shows, Slot, StoreError};
use super::notes::Written as Noted;
use super::sweep::Old;
use super::visits::Change;
use crate::core::session::SessionId;

/// What is written, serialized by whoever asks for it so that the one writer does not have to.
#[expect(clippy::large_enum_variant, reason = "tasks are boxed, and nearly all of them are commits")]
pub(super) enum Task {
    Commit(Rows),
    Claim {
        claims: Vec<Claim>,
        now: Timestamp,
        until: Timestamp,
    },
    Renew {
        claims: Vec<Claim>,
        until: Timestamp,
    },
    Postpone {
        claim: Claim,
        how: Postponed,
        payload: Option<String>,
    },
    Finish(Claim),
    Revive {
        id: PendingId,
        now: Timestamp,
    },
    Abandon {
        key: String,
        slot: Slot,
    },
    Remove(Vec<Old>),
    /// Has the sessions of this key catch up, or all.
    CatchUp(Option<String>),
    Note {
        surface: String,
        notes: Vec<Noted>,
    },
}

/// What came of a task.
pub(super) enum Written {
    Commit(Committed),
    /// The claims for which there was nothing to change.
    Missed(Vec<Claim>),
    /// So many rows were changed.
    Changed(usize),
}

/// The rows of one commit.
pub(super) struct Rows {
    pub(super) commit: Commit,
    pub(super) key: String,
    pub(super) answer: Option<String>,
    pub(super) data: String,
    pub(super) said: Option<String>,
    pub(super) view: String,
    /// What changes in the visits that are kept, and the same as text.
    pub(super) changes: Vec<Change>,
    pub(super) keeps: Option<String>,
    /// What is done is done with these.
    pub(super) payloads: Vec<Option<String>>,
    /// What is shown to others.
    pub(super) views: Vec<String>,
    /// What is asked.
    pub(super) question: Option<String>,
}

impl Task {
    pub(super) fn prepare(commit: Commit) -> Result<Box<Self>, StoreError> {
        let rows = Rows::prepare(commit).map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Box::new(Self::Commit(rows)))
    }

    pub(super) fn note(surface: &str, notes: Vec<Note>) -> Result<Self, StoreError> {
        let text = |note: Note| Ok((note.name, note.value.map(|value| serde_json::to_string(&value)).transpose()?));
        let notes: serde_json::Result<_> = notes.into_iter().map(text).collect();
        let notes = notes.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Self::Note { surface: surface.to_owned(), notes })
    }

    pub(super) fn postpone(claim: Claim, how: Postponed) -> Result<Self, StoreError> {
        let payload = how.payload.as_ref().map(serde_json::to_string).transpose();
        let payload = payload.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Self::Postpone { claim, how, payload })
    }

    /// The session that is written to, if it is known.
    pub(super) fn session(&self) -> Option<SessionId> {
        match self {
            Self::Commit(rows) => {
                let asks = rows.commit.asking.as_ref().map(|asking| asking.visit.session);
                rows.commit.moved.as_ref().map(|moved| moved.record.session).or(asks)
            }
            Self::Postpone { claim, .. } | Self::Finish(claim) => Some(claim.id.visit.session),
            Self::Revive { id, .. } => Some(id.visit.session),
            Self::Claim { .. }
            | Self::Renew { .. }
            | Self::Abandon { .. }
            | Self::Remove(_)
            | Self::CatchUp(_)
            | Self::Note { .. } => None,
        }
    }
}

impl Rows {
    fn prepare(commit: Commit) -> serde_json::Result<Self> {
        let answer = commit.mark.as_ref().map(|(_, answer)| serde_json::to_string(answer)).transpose()?;
        let asked = commit.asking.as_ref().and_then(|asking| asking.asked.as_deref());
        let question = asked.map(serde_json::to_string).transpose()?;
        let mut rows = Self {
            key: commit.key.to_string(),
            answer,
            data: String::new(),
            said: None,
            view: String::new(),
            changes: Vec::new(),
            keeps: None,
            payloads: Vec::new(),
            views: Vec::new(),
            question,
            commit,
        };
        if let Some(moved) = &rows.commit.moved {
            rows.data = serde_json::to_string(&moved.record.stored.data)?;
            rows.said = moved.entry.said.as_ref().map(serde_json::to_string).transpose()?;
            rows.view = serde_json::to_string(&*moved.entry.view)?;
            rows.changes = Change::all(&moved.visits);
            rows.keeps = Change::to_text(&rows.changes)?;
            for asks in &moved.asks {
                rows.payloads.push(asks.payload.as_ref().map(serde_json::to_string).transpose()?);
            }
            if moved.shows == Shows::Anew {
                for (_, view) in &moved.record.views {
                    rows.views.push(serde_json::to_string(&**view)?);
                }
            }
        }
        Ok(rows)
    }
}

//! A session as a surface shows it.

use std::sync::Arc;

use super::token::{Token, Tokens};
use crate::core::session::{Revision, SessionId};
use crate::core::view::{Done, View};
use crate::store::Record;

/// A session as it stands, with what its buttons are to be pressed by.
#[derive(Debug, Clone)]
pub struct Snapshot {
    record: Arc<Record>,
    progress: Option<Done>,
    working: Working,
    tokens: Tokens,
}

/// Whether the step has work that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Working {
    No,
    Yes,
}

/// A button, and what it is pressed by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// What it says.
    pub label: String,
    /// What it is pressed by, at this revision.
    pub token: Token,
}

impl Snapshot {
    pub(super) fn new(record: Arc<Record>, progress: Option<Done>, working: Working, tokens: Tokens) -> Self {
        Self { record, progress, working, tokens }
    }

    /// The record as it is stored.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The session.
    pub fn session(&self) -> SessionId {
        self.record.session
    }

    /// The workflow's name.
    pub fn workflow(&self) -> &str {
        &self.record.stored.workflow
    }

    /// The step's stored name.
    pub fn step(&self) -> &str {
        &self.record.stored.step
    }

    /// How often it has moved.
    pub fn revision(&self) -> Revision {
        self.record.revision
    }

    /// Whether the workflow is over.
    pub fn ended(&self) -> bool {
        self.record.ended
    }

    /// What is shown.
    pub fn view(&self) -> &View {
        &self.record.view
    }

    /// Whether the step has work: it is under way, or waits for its turn.
    pub fn working(&self) -> bool {
        self.working == Working::Yes
    }

    /// How far the step's work is: as it last told, or as the view says.
    pub fn progress(&self) -> Option<&Done> {
        self.progress.as_ref().or(self.record.view.progress.as_ref())
    }

    /// The buttons, in rows.
    pub fn offers(&self) -> Vec<Vec<Offer>> {
        let visit = self.record.visit();
        let mut place = 0;
        self.record
            .view
            .choices
            .iter()
            .map(|row| {
                row.iter()
                    .map(|button| {
                        let token = self.tokens.make(visit, place);
                        place += 1;
                        Offer { label: button.label.to_string(), token }
                    })
                    .collect()
            })
            .collect()
    }
}

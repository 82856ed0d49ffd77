//! The visits that a session keeps beside the one where it stands: those that can be gone back to, and the steps that
//! another workflow runs inside of. Each began at a revision of its own, so that they are one list.

use std::sync::Arc;

use super::Record;
use crate::core::history::{History, Past, WayBack};
use crate::core::session::Revision;
use crate::core::stored::Stored;

/// A step that another workflow runs inside of.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The step.
    pub stored: Arc<Stored>,
    /// The revision at which it was entered.
    pub entered: Revision,
    /// The visits of its workflow that can be gone back to.
    pub history: History,
    /// The `#[invoke]` that the other workflow runs for.
    pub work: String,
}

/// A visit that a session keeps beside the one where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptVisit {
    /// The revision at which it began.
    pub revision: Revision,
    /// The step, with the data it had: as the move that began it left them.
    pub stored: Arc<Stored>,
    /// What it is kept for.
    pub kept: Kept,
}

/// What a visit is kept for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is over, and can be gone back to.
    Past(WayBack),
    /// Another workflow runs inside of it, for the `#[invoke]` of this name.
    Around(String),
}

/// What changes in the visits that are kept.
#[derive(Debug, Clone, PartialEq)]
pub enum VisitChange {
    /// The visit that began at this revision, by an earlier move of the session, is kept for this now.
    Keep(Revision, Kept),
    /// The one of this revision is not kept any more.
    Drop(Revision),
}

impl Record {
    /// All visits that the session keeps beside the one where it stands, oldest first.
    fn kept(&self) -> impl Iterator<Item = Visited<'_>> {
        let frames = self.below.iter().flat_map(|frame| pasts(&frame.history).chain([Visited::Around(frame)]));
        frames.chain(pasts(&self.history))
    }

    /// What changes in the visits that are kept when the session moves on from `before`.
    pub fn changes_since(&self, before: Option<&Self>) -> Vec<VisitChange> {
        let mut new = self.kept().peekable();
        let mut changes = Vec::new();
        for old in before.into_iter().flat_map(Self::kept) {
            // What is kept is never put between what was kept before.
            match new.next_if(|new| new.revision() == old.revision()) {
                Some(new) if new.is_for_the_same(old) => {}
                Some(new) => changes.push(new.keep()),
                None => changes.push(VisitChange::Drop(old.revision())),
            }
        }
        changes.extend(new.map(Visited::keep));
        changes
    }
}

/// The stack and the history of the innermost workflow that these visits, oldest first, make up.
pub fn stack(visits: Vec<KeptVisit>) -> (Vec<Frame>, History) {
    let (mut below, mut pasts) = (Vec::new(), Vec::new());
    for KeptVisit { revision, stored, kept } in visits {
        match kept {
            Kept::Past(way_back) => pasts.push(Past::new(revision, stored, way_back)),
            Kept::Around(work) => {
                let history = History::new(std::mem::take(&mut pasts));
                below.push(Frame { stored, entered: revision, history, work });
            }
        }
    }
    (below, History::new(pasts))
}

fn pasts(history: &History) -> impl Iterator<Item = Visited<'_>> {
    history.visits().iter().map(Visited::Past)
}

/// A visit that is kept, where it is kept.
#[derive(Clone, Copy)]
enum Visited<'a> {
    Past(&'a Past),
    Around(&'a Frame),
}

impl Visited<'_> {
    fn revision(self) -> Revision {
        match self {
            Self::Past(past) => past.revision,
            Self::Around(frame) => frame.entered,
        }
    }

    fn is_for_the_same(self, other: Visited<'_>) -> bool {
        match (self, other) {
            (Self::Past(past), Visited::Past(other)) => past.way_back == other.way_back,
            (Self::Around(frame), Visited::Around(other)) => frame.work == other.work,
            _ => false,
        }
    }

    fn keep(self) -> VisitChange {
        let kept = match self {
            Self::Past(past) => Kept::Past(past.way_back),
            Self::Around(frame) => Kept::Around(frame.work.clone()),
        };
        VisitChange::Keep(self.revision(), kept)
    }
}

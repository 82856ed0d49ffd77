//! The visits that a session can go back to, with the data they had.

use std::sync::Arc;

use super::graph::Graph;
use super::session::Revision;
use super::step::Workflow;
use super::stored::{LoadError, Stored};

/// A stay at a step that is over.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Past {
    /// The revision at which the step was entered: it names the visit.
    pub revision: Revision,
    /// The step, with the data it had.
    pub stored: Arc<Stored>,
    /// Who may come back to it.
    pub way_back: WayBack,
}

/// Who may come back to a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// The user, by Back, and a `Rewind`.
    Open,
    /// Only a `Rewind`: the step was left by a `#[commit]`, or by something else than the user's own doing.
    Closed,
}

impl Past {
    /// A visit that began at `revision`.
    pub fn new(revision: Revision, stored: Arc<Stored>, way_back: WayBack) -> Self {
        Self { revision, stored, way_back }
    }
}

/// The visits of a session that are over and can be gone back to, oldest first. Bounded: of those that are further back
/// than [`History::BOUND`] only the last one of each step is kept, for a `Rewind` to find.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History(Vec<Past>);

impl History {
    /// How many visits the user can go back.
    pub const BOUND: usize = 32;

    /// The history of these visits, oldest first.
    pub fn new(visits: Vec<Past>) -> Self {
        Self(visits)
    }

    /// The visits, oldest first.
    pub fn visits(&self) -> &[Past] {
        &self.0
    }

    /// Whether the user may go back from the step at position `step` of `graph`.
    pub fn can_go_back(&self, graph: &Graph, step: usize) -> bool {
        let may_leave = graph.steps().get(step).is_some_and(|step| !step.no_back && !step.end);
        may_leave && self.0.last().is_some_and(|past| past.way_back == WayBack::Open)
    }

    /// Adds a visit that is over, and forgets what is too far back.
    pub(crate) fn push(&mut self, past: Past) {
        self.0.push(past);
        let Some(far) = self.0.len().checked_sub(Self::BOUND) else { return };
        let superseded = (0..far).find(|&at| {
            let (old, later) = self.0.split_at(at + 1);
            old.last().is_some_and(|old| later.iter().any(|past| past.stored.step == old.stored.step))
        });
        if let Some(at) = superseded {
            self.0.remove(at);
            // Back must not jump over what is forgotten.
            if let Some(before) = at.checked_sub(1).and_then(|before| self.0.get_mut(before)) {
                before.way_back = WayBack::Closed;
            }
        }
    }

    /// The last visit, when the user may go back to it; it is taken off.
    pub(crate) fn back(&mut self) -> Option<Past> {
        self.0.pop_if(|past| past.way_back == WayBack::Open)
    }

    /// The last visit of the step at position `step`; it and all later ones are taken off.
    ///
    /// # Errors
    /// When that visit does not load any more.
    pub(crate) fn rewind<W: Workflow>(&mut self, step: usize) -> Result<Option<W>, LoadError> {
        for at in (0..self.0.len()).rev() {
            let Some(past) = self.0.get(at) else { continue };
            match W::load(&past.stored) {
                Ok(workflow) if workflow.index() == step => {
                    self.0.truncate(at);
                    return Ok(Some(workflow));
                }
                Err(error) if W::GRAPH.steps().get(step).is_some_and(|step| step.name == past.stored.step) => {
                    return Err(error);
                }
                // One of another step: whether it loads does not matter here.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(None)
    }
}

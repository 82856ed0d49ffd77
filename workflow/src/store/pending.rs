//! What a store keeps until it is done: work, timers and effects.

use jiff::Timestamp;
use serde_json::Value;

use crate::core::context::Key;
use crate::core::locale::Locale;
use crate::core::session::{SessionKey, Visit};

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

/// A timer that a move arms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arms {
    /// The `#[after]` transition's function name.
    pub edge: &'static str,
    /// When it is due.
    pub due: Timestamp,
}

/// A timer that is armed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmedTimer {
    /// The visit that it belongs to: it does nothing once the step was left.
    pub visit: Visit,
    /// The `#[after]` transition's function name.
    pub edge: String,
    /// Whose.
    pub key: SessionKey,
    /// How often its transition was not taken when it was due.
    pub attempts: u32,
    /// When it is due; never again, when `None`.
    pub due: Option<Timestamp>,
    /// Why its transition was not taken.
    pub reason: Option<String>,
}

/// An effect that a move asks for: its place in [`Moved::effects`](super::Moved::effects) is part of its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Asks {
    /// The name of the workflow that it belongs to.
    pub workflow: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// What it is done with.
    pub payload: Value,
}

/// Names an effect: the visit that the move began, and its place among the effects of that move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EffectId {
    /// The visit that the move began.
    pub visit: Visit,
    /// The place among the effects of the move.
    pub index: u16,
}

impl EffectId {
    /// The key of all attempts.
    pub fn key(self) -> Key {
        Key::of_effect(self.visit, usize::from(self.index))
    }
}

/// An effect that has been asked for and is not done.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PendingEffect {
    /// Which.
    pub id: EffectId,
    /// The name of the workflow that it belongs to.
    pub workflow: String,
    /// The function's name.
    pub name: String,
    /// What it is done with.
    pub payload: Value,
    /// Whose session asked for it.
    pub key: SessionKey,
    /// The language of the session's owner.
    pub locale: Locale,
    /// How often it has failed.
    pub attempts: u32,
    /// When it is due; never again, when `None`: it was given up.
    pub due: Option<Timestamp>,
    /// Why it failed last.
    pub reason: Option<String>,
}

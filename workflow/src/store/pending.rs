//! What a store keeps until it is done: work, timers and effects. Whoever does it claims it first.

use jiff::Timestamp;
use serde_json::Value;

use crate::core::context::Key;
use crate::core::locale::Locale;
use crate::core::session::{SessionKey, Visit};

/// What kind of thing is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PendingKind {
    /// The work of a step: it ends with the visit that asked for it.
    Work,
    /// An `#[after]` transition: it ends with the visit that it was armed for.
    Timer,
    /// An effect: it is done whatever becomes of the session.
    Effect,
}

impl PendingKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Work, Self::Timer, Self::Effect];
}

/// Names what is pending: the visit that asked for it, and which of those of its kind it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PendingId {
    /// The visit that asked for it: the one that the move began.
    pub visit: Visit,
    /// Its kind.
    pub kind: PendingKind,
    /// Of work, the position in the graph; of timers and effects, the place among those of the move.
    pub index: u16,
}

impl PendingId {
    /// The key of all attempts.
    pub fn key(self) -> Key {
        let index = usize::from(self.index);
        match self.kind {
            PendingKind::Work => Key::new(self.visit, index),
            PendingKind::Timer => Key::of_timer(self.visit, index),
            PendingKind::Effect => Key::of_effect(self.visit, index),
        }
    }
}

/// What a move asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asks {
    /// Its kind.
    pub kind: PendingKind,
    /// See [`PendingId::index`].
    pub index: u16,
    /// The name of the workflow that it belongs to.
    pub workflow: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// What an effect is done with.
    pub payload: Option<Value>,
    /// When it is due.
    pub due: Timestamp,
}

/// What was asked for and is not done.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Pending {
    /// Which.
    pub id: PendingId,
    /// The name of the workflow that it belongs to.
    pub workflow: String,
    /// The function's name.
    pub name: String,
    /// What an effect is done with; how work ended whose end was not taken yet.
    pub payload: Option<Value>,
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
    /// How often it was claimed.
    pub claim: u64,
    /// Until when it is claimed, when it is.
    pub until: Option<Timestamp>,
}

impl Pending {
    /// From when on it can be claimed; never, when `None`.
    pub fn since(&self) -> Option<Timestamp> {
        self.until.or(self.due)
    }

    /// The claim on it, when it is claimed.
    pub fn claim(&self) -> Claim {
        Claim { id: self.id, number: self.claim }
    }
}

/// The right to do what is pending, for some time. A later claim on the same has a higher number, and ends this one: what
/// is then done in its name changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    /// What is claimed.
    pub id: PendingId,
    /// The number of the claim.
    pub number: u64,
}

/// What is to be claimed of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The kind.
    pub kind: PendingKind,
    /// How much of all queues, at the most.
    pub most: usize,
    /// The queues that something is wanted of.
    pub queues: Vec<Queue>,
}

impl Wanted {
    /// What is claimed of what is found, and when the first of the rest can be. `of_queue` finds of one queue what can be
    /// claimed first, and from when on, oldest first: up to as much as it is asked for.
    ///
    /// # Errors
    /// That of `of_queue`.
    pub fn choose<T, E>(
        &self,
        now: Timestamp,
        mut of_queue: impl FnMut(&Queue, usize) -> Result<Vec<(Timestamp, T)>, E>,
    ) -> Result<(Vec<T>, Option<Timestamp>), E> {
        let mut found = Vec::new();
        for queue in &self.queues {
            let most = queue.most.min(self.most);
            // One more than wanted: it says when the next is due.
            let candidates = of_queue(queue, most.saturating_add(1))?;
            found.extend((0..).zip(candidates).map(|(place, (since, candidate))| (since, place < most, candidate)));
        }
        found.sort_by_key(|(since, ..)| *since);
        let (mut chosen, mut next) = (Vec::new(), None);
        for (since, is_wanted, candidate) in found {
            if is_wanted && chosen.len() < self.most && since <= now {
                chosen.push(candidate);
            } else {
                next = next.into_iter().chain([since]).min();
            }
        }
        Ok((chosen, next))
    }
}

/// What is pending because of one function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Queue {
    /// The workflow's name.
    pub workflow: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// How much of it, at the most.
    pub most: usize,
}

/// What was claimed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claimed {
    /// All that is claimed now; of each kind, what is due first.
    pub pending: Vec<Pending>,
    /// When the first of the rest is due: what was not claimed of the queues that something was wanted of.
    pub next: Option<Timestamp>,
}

impl Claimed {
    /// Adds what was claimed of one kind, and when the first of its rest is due.
    pub fn add(&mut self, (pending, next): (impl IntoIterator<Item = Pending>, Option<Timestamp>)) {
        self.pending.extend(pending);
        self.next = self.next.into_iter().chain(next).min();
    }
}

/// How something stands that was claimed and is not done: whoever had the claim gives it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Postponed {
    /// How often it has failed.
    pub attempts: u32,
    /// When it is due again; never, when `None`.
    pub due: Option<Timestamp>,
    /// Why it is not done.
    pub reason: Option<String>,
    /// See [`Pending::payload`].
    pub payload: Option<Value>,
}

/// Which of what is pending is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What is due some time, and what is claimed.
    Due,
    /// What was given up.
    Dead,
}

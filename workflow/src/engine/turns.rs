//! Turns: one at a time, in the order in which they were asked for.
//!
//! This and [`keyed`](super::keyed) are made of a mutex and nothing else, so that loom can go through all that threads may
//! do to them: `tests/loom`.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use super::sync::{Arc, Mutex, MutexGuard};

/// The turns of one key.
pub(super) struct Turns(Mutex<Line>);

struct Line {
    /// Whether somebody has the turn, or was given it and has not come for it yet.
    is_taken: bool,
    /// Those who wait, in the order in which they came.
    waiting: VecDeque<Waiting>,
    /// The one of those who waited that was given the turn.
    given: Option<u64>,
    /// The number of the next one who waits.
    next: u64,
}

struct Waiting {
    number: u64,
    waker: Waker,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Line { is_taken: false, waiting: VecDeque::new(), given: None, next: 0 }))
    }

    /// Gets in line; `None` when `limit` others wait already.
    pub(super) fn take(turns: &Arc<Self>, limit: usize) -> Option<Taking> {
        let mut line = turns.line();
        let place = if !line.is_taken {
            line.is_taken = true;
            Place::First
        } else if line.waiting.len() < limit {
            let number = line.next;
            line.next += 1;
            line.waiting.push_back(Waiting { number, waker: Waker::noop().clone() });
            Place::Waits(number)
        } else {
            return None;
        };
        drop(line);
        Some(Taking { turns: Arc::clone(turns), place })
    }

    /// Gives the turn to the next one.
    fn pass_on(&self) {
        let mut line = self.line();
        let next = line.waiting.pop_front();
        line.is_taken = next.is_some();
        line.given = next.as_ref().map(|next| next.number);
        drop(line);
        if let Some(next) = next {
            next.waker.wake();
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the line: done when it is one's turn, left when it is dropped.
pub(super) struct Taking {
    turns: Arc<Turns>,
    place: Place,
}

enum Place {
    /// Nobody was before it: it has the turn.
    First,
    Waits(u64),
    /// It has come for its turn.
    Gone,
}

impl Future for Taking {
    type Output = Turn;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn> {
        if let Place::Waits(number) = self.place {
            let mut line = self.turns.line();
            if line.given != Some(number) {
                if let Some(waiting) = line.waiting.iter_mut().find(|waiting| waiting.number == number) {
                    waiting.waker.clone_from(context.waker());
                }
                return Poll::Pending;
            }
            line.given = None;
        }
        self.place = Place::Gone;
        Poll::Ready(Turn(Arc::clone(&self.turns)))
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        let has_turn = match self.place {
            Place::First => true,
            Place::Gone => false,
            Place::Waits(number) => {
                let mut line = self.turns.line();
                line.waiting.retain(|waiting| waiting.number != number);
                let has_turn = line.given == Some(number);
                if has_turn {
                    line.given = None;
                }
                has_turn
            }
        };
        if has_turn {
            self.turns.pass_on();
        }
    }
}

/// The turn; the next one has it when this is dropped.
pub(super) struct Turn(Arc<Turns>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.pass_on();
    }
}

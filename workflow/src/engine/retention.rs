//! Forgetting what is old, bit by bit and beside the turns.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Shared;
use super::clock::later;
use crate::store::{KeptSince, StoreError};

/// How long what is over is kept. `None` is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// The answers to deliveries: a delivery that comes again later than that is a new one. A month by default.
    pub answers: Option<Duration>,
    /// What was said and shown. The last entry of a session is kept as long as the session. A year by default.
    pub journal: Option<Duration>,
    /// Sessions that are over, from their last move on, with their journal. A year by default.
    pub ended: Option<Duration>,
    /// Effects that were given up, from the move on that asked for them. A year by default.
    pub dead_effects: Option<Duration>,
}

const DAY: Duration = Duration::from_secs(24 * 3600);

impl Default for Retention {
    fn default() -> Self {
        let year = Some(DAY * 365);
        Self { answers: Some(DAY * 30), journal: year, ended: year, dead_effects: year }
    }
}

impl Retention {
    /// Keeps all for ever.
    pub const FOREVER: Self = Self { answers: None, journal: None, ended: None, dead_effects: None };

    fn at(&self, now: Timestamp) -> KeptSince {
        let since = |kept: Option<Duration>| now.checked_sub(SignedDuration::try_from(kept?).ok()?).ok();
        KeptSince {
            answers: since(self.answers),
            journal: since(self.journal),
            ended: since(self.ended),
            dead_effects: since(self.dead_effects),
        }
    }
}

/// The first collection begins so long after the start: there is enough to do at first.
const FIRST: Duration = Duration::from_secs(600);
/// Another one begins so long after the one before.
const EVERY: Duration = Duration::from_secs(6 * 3600);
/// So many rows are looked at in one step.
const ROWS: usize = 256;
/// Between two steps others have the store for themselves.
const PAUSE: Duration = Duration::from_millis(20);

/// Collects now and then until the engine is gone.
pub(super) fn start(shared: &Arc<Shared>) {
    if shared.retention != Retention::FOREVER {
        shared.jobs.spawn(run(Arc::downgrade(shared)));
    }
}

async fn run(shared: Weak<Shared>) {
    let mut wait = FIRST;
    loop {
        let Some(sleep) = shared.upgrade().map(|shared| shared.clock.sleep_until(later(shared.now(), wait))) else {
            return;
        };
        sleep.await;
        match collect(&shared).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "what is old was removed from the store"),
            Err(StoreError::Closed) => return,
            Err(error) => tracing::error!(%error, "what is old can't be removed"),
        }
        wait = EVERY;
    }
}

/// Goes through all that may be forgotten; gives how much was.
async fn collect(shared: &Weak<Shared>) -> Result<usize, StoreError> {
    let mut removed = 0;
    loop {
        let Some(shared) = shared.upgrade() else { return Err(StoreError::Closed) };
        let step = shared.store.collect(shared.retention.at(shared.now()), ROWS).await?;
        drop(shared);
        removed += step.removed;
        if step.is_through {
            return Ok(removed);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

//! Timers: one loop that knows only when the next one is due, and fires what is due, also what was due while no program ran.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::attempt::{STORE_RETRY, jitter};
use super::clock::{Clock, later};
use super::delivery::{Deliver, DeliverError};
use super::{Shared, telemetry, turn};
use crate::core::session::Visit;
use crate::store::{Answered, ArmedTimer, Arms, StoreError};

/// When the next timer is due, as far as the loop knows.
pub(super) struct Timers {
    /// In milliseconds; all that are armed while the loop looks are sooner than what it knows.
    next: AtomicI64,
    nudge: Notify,
}

/// So many are read at once.
const BATCH: usize = 32;
/// So many are fired at once: what was due while no program ran must not hold up people who are here.
const AT_ONCE: usize = 64;
/// A timer whose visit is not found so often is set aside.
const STRAY: u32 = 5;
/// A clock that is set, or a machine that slept, is found out after so long.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

impl Timers {
    pub(super) fn new() -> Self {
        Self { next: AtomicI64::new(i64::MAX), nudge: Notify::new() }
    }

    /// Tells the loop of timers that were armed.
    pub(super) fn armed(&self, timers: &[Arms]) {
        let first = timers.iter().map(|timer| timer.due.as_millisecond()).min();
        if first.is_some_and(|first| first < self.next.load(Ordering::SeqCst)) {
            self.nudge.notify_one();
        }
    }

    /// Has the loop look again.
    pub(super) fn look(&self) {
        self.nudge.notify_one();
    }

    fn set_next(&self, next: Option<Timestamp>) {
        self.next.store(next.map_or(i64::MAX, Timestamp::as_millisecond), Ordering::SeqCst);
    }
}

/// Runs the loop until the engine is gone.
pub(super) fn start(shared: &Arc<Shared>) {
    // The loop must not keep the engine: it ends with the jobs.
    let timed = Loop {
        shared: Arc::downgrade(shared),
        clock: Arc::clone(&shared.clock),
        timers: Arc::clone(&shared.timers),
        firing: JoinSet::new(),
        under_way: HashSet::new(),
    };
    shared.jobs.spawn(timed.run());
}

type Name = (Visit, String);

struct Loop {
    shared: Weak<Shared>,
    clock: Arc<dyn Clock>,
    timers: Arc<Timers>,
    firing: JoinSet<Name>,
    under_way: HashSet<Name>,
}

impl Loop {
    async fn run(mut self) {
        loop {
            while self.under_way.len() > AT_ONCE / 2 {
                let ended = self.firing.join_next().await;
                self.over(ended);
            }
            self.timers.set_next(None);
            let next = match self.fire_due().await {
                Ok(next) => next,
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "timers can't be read");
                    tokio::time::sleep(STORE_RETRY).await;
                    continue;
                }
            };
            self.timers.set_next(next);
            let sleep = async {
                match next {
                    Some(next) => self.clock.sleep_until(next.min(later(self.clock.now(), LONGEST_SLEEP))).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = sleep => {}
                () = self.timers.nudge.notified() => {}
                ended = self.firing.join_next(), if !self.firing.is_empty() => self.over(ended),
            }
        }
    }

    /// Begins to fire what is due, as far as there is room, and tells when the next one is.
    async fn fire_due(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let Some(shared) = self.shared.upgrade() else { return Err(StoreError::Closed) };
        let now = shared.now();
        for timer in shared.store.timers(BATCH + self.under_way.len()).await? {
            let Some(due) = timer.due else { continue };
            let name = (timer.visit, timer.edge.clone());
            if self.under_way.contains(&name) {
                continue;
            }
            if due > now || self.under_way.len() >= AT_ONCE {
                return Ok(Some(due));
            }
            self.under_way.insert(name.clone());
            let shared = Arc::clone(&shared);
            self.firing.spawn(async move {
                fire(&shared, timer).await;
                name
            });
        }
        // There may be more than were read: the end of one that is fired is when to look again.
        Ok(None)
    }

    fn over(&mut self, ended: Option<Result<Name, tokio::task::JoinError>>) {
        match ended {
            Some(Ok(name)) => drop(self.under_way.remove(&name)),
            // It is not known which it was: each of them is read again, and fires at most once.
            Some(Err(_)) | None => self.under_way.clear(),
        }
    }
}

/// Brings the timer to its session. When its transition is not taken, it is brought again later.
async fn fire(shared: &Arc<Shared>, mut timer: ArmedTimer) {
    let deliver = Deliver::Timer { visit: timer.visit, edge: timer.edge.clone() };
    let reason = match turn::run(shared, timer.key.clone(), deliver).await {
        Ok(outcome) => match outcome.answered {
            Answered::Moved => {
                telemetry::fired(&timer.edge, true);
                return;
            }
            Answered::Rejected { rejection } => rejection,
            _ => {
                // What is known of the session here may be behind, when another engine moved it.
                shared.lanes.lane(&timer.key).forget();
                "its step is not there".to_owned()
            }
        },
        Err(DeliverError::Closing | DeliverError::Store(StoreError::Closed)) => return,
        Err(error) => error.to_string(),
    };
    telemetry::fired(&timer.edge, false);
    timer.attempts += 1;
    let doubled = FIRST_WAIT.saturating_mul(1_u32.checked_shl(timer.attempts - 1).unwrap_or(u32::MAX));
    let wait = doubled.min(LONGEST_WAIT).mul_f64(0.5 + 0.5 * jitter());
    let is_stray = reason == "its step is not there" && timer.attempts >= STRAY;
    timer.due = (!is_stray).then(|| later(shared.now(), wait));
    tracing::warn!(session = %timer.visit.session, edge = %timer.edge, attempts = timer.attempts, %reason, "a timer's transition was not taken");
    timer.reason = Some(reason);
    if let Err(error) = shared.store.postpone_timer(timer).await {
        tracing::error!(%error, "that a timer was not taken is not kept");
        tokio::time::sleep(STORE_RETRY).await;
    }
}

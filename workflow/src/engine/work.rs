//! Work: started after the commit that asked for it, tried again with a growing wait, its end delivered like an input.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::delivery::{Deliver, DeliverError, WorkEnd};
use super::lanes::Lane;
use super::turn;
use super::{Shared, now};
use crate::core::context::{Key, Progress, Turn};
use crate::core::decide::panic_text;
use crate::core::graph::Work;
use crate::core::session::SessionKey;
use crate::core::view::Done;
use crate::core::work::Failure;
use crate::store::{Answered, PendingWork, Record, StoreError, WorkId};

/// The key of all attempts.
pub(super) fn key_of(id: WorkId) -> Key {
    Key::new(id.visit, usize::from(id.index))
}

/// Takes up what is pending in the store: of this key, or all.
pub(super) async fn resume(shared: &Arc<Shared>, key: Option<&SessionKey>) -> Result<(), StoreError> {
    for work in shared.store.pending_work().await? {
        if key.is_none_or(|key| work.key == *key) {
            begin(shared, work);
        }
    }
    Ok(())
}

/// Starts the work that a committed move asked for.
pub(super) fn start(shared: &Arc<Shared>, record: &Record, starts: &[(u16, &'static str)]) {
    for (index, name) in starts {
        begin(
            shared,
            PendingWork {
                id: WorkId { visit: record.visit(), index: *index },
                name: (*name).to_owned(),
                key: record.key.clone(),
                attempts: 0,
                due: Some(now()),
                reason: None,
            },
        );
    }
}

fn begin(shared: &Arc<Shared>, work: PendingWork) {
    let id = work.id;
    let job = {
        let shared = Arc::clone(shared);
        async move {
            run(&shared, work).await;
            shared.jobs.done(id);
        }
    };
    shared.jobs.begin(id, job);
}

/// Tries until it is done, given up, or not wanted any more.
async fn run(shared: &Arc<Shared>, mut work: PendingWork) {
    let lane = shared.lanes.lane(&work.key);
    loop {
        let Some(due) = work.due else { return };
        tokio::time::sleep(until(due)).await;
        let Some(place) = shared.jobs.place().await else { return };
        let attempt = match attempt(shared, &lane, &work).await {
            Ok(attempt) => attempt,
            Err(NotWanted) => return,
        };
        drop(place);
        let Attempt { policy, ended } = attempt;
        let result = match ended {
            Ok(value) => Ok(value),
            Err(failed) => {
                work.attempts += 1;
                tracing::warn!(key = %key_of(work.id), work = %work.name, attempts = work.attempts, reason = %failed.reason, "work failed");
                if failed.is_final || work.attempts > policy.retries {
                    Err(failed.into_failure(policy, work.attempts))
                } else {
                    work.due = Some(after(policy.wait_after(work.attempts, jitter())));
                    work.reason = Some(failed.reason);
                    keep(shared, &work).await;
                    continue;
                }
            }
        };
        return bring(shared, work, policy, result).await;
    }
}

/// Brings how the work ended to the transition that takes it, again while that fails: the work itself is done once. A
/// result that is not taken in the end becomes a failure; a failure is brought until it is taken or the step is left.
async fn bring(shared: &Arc<Shared>, mut work: PendingWork, policy: &Work, mut result: Result<Value, Failure>) {
    let mut refusals = 0;
    while let Delivered::Refused(rejection) = deliver(shared, &work, result.clone()).await {
        refusals += 1;
        tracing::warn!(key = %key_of(work.id), work = %work.name, refusals, "the end of work is not taken");
        if result.is_ok() && refusals > policy.retries {
            result = Err(Failure::new("its result could not be taken", work.attempts + 1));
            refusals = 1;
        }
        work.reason = Some(rejection);
        keep(shared, &work).await;
        tokio::time::sleep(policy.wait_after(refusals, jitter())).await;
    }
}

struct Attempt {
    policy: &'static Work,
    ended: Result<Value, Failed>,
}

/// The session has left the step, or this program can't do the work: what is stored of it stays as it is.
struct NotWanted;

/// Why one attempt failed.
struct Failed {
    reason: String,
    /// No use in trying again.
    is_final: bool,
    timed_out: bool,
}

impl Failed {
    fn fault(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_final: false, timed_out: false }
    }

    fn into_failure(self, policy: &Work, attempts: u32) -> Failure {
        match policy.timeout {
            Some(timeout) if self.timed_out => Failure::timed_out(timeout, attempts),
            _ => Failure::new(self.reason, attempts),
        }
    }
}

/// Runs the user's function once.
async fn attempt(shared: &Arc<Shared>, lane: &Arc<Lane>, work: &PendingWork) -> Result<Attempt, NotWanted> {
    let record = standing(shared, lane, work).await.ok_or(NotWanted)?;
    let served = shared.served(&record.stored.workflow).ok_or(NotWanted)?;
    let graph = served.graph();
    // By name: a deploy may have put it at another position.
    let found = graph.work().iter().enumerate().find(|(_, policy)| {
        policy.name == work.name && graph.steps().get(policy.step).is_some_and(|step| step.name == record.stored.step)
    });
    let Some((index, policy)) = found else {
        tracing::error!(key = %key_of(work.id), work = %work.name, "there is no such work any more");
        return Err(NotWanted);
    };
    let turn = Turn { user: lane.user(&work.key), now: now(), session: work.id.visit.session, key: work.key.clone() };
    let progress = {
        let (lane, visit) = (Arc::clone(lane), work.id.visit);
        Progress::new(move |fraction, label| {
            lane.set_progress(visit, Some(Done::new(fraction, label)));
        })
    };
    // A panic may come when the future is made, too: parameters are taken then.
    let running = AssertUnwindSafe(async {
        let future = match served.work(&turn, record.stored.clone(), index, key_of(work.id), progress) {
            Ok(future) => future,
            Err(error) => {
                tracing::error!(key = %key_of(work.id), work = %work.name, %error, "a stored step does not load: its work is left");
                return Err(NotWanted);
            }
        };
        Ok(future.await.map_err(|error| match error.into_rejection() {
            Ok(rejection) => Failed { reason: rejection.as_str().to_owned(), is_final: true, timed_out: false },
            Err(fault) => Failed::fault(fault.to_string()),
        }))
    })
    .catch_unwind();
    let ended = match tokio::time::timeout(policy.timeout.unwrap_or(FOREVER), running).await {
        Ok(Ok(ended)) => ended?,
        Ok(Err(panic)) => Err(Failed::fault(format!("panicked: {}", panic_text(&*panic)))),
        Err(_) => Err(Failed { timed_out: true, ..Failed::fault("took too long") }),
    };
    // What is done stays done until the session has moved; another attempt begins anew.
    if ended.is_err() {
        lane.set_progress(work.id.visit, None);
    }
    Ok(Attempt { policy, ended })
}

/// The session, if it is still at the visit that asked.
async fn standing(shared: &Shared, lane: &Lane, work: &PendingWork) -> Option<Arc<Record>> {
    let wanted = |record: &Arc<Record>| record.visit() == work.id.visit && !record.ended;
    if let Some(records) = lane.records() {
        return records.iter().find(|record| wanted(record)).cloned();
    }
    loop {
        match shared.store.current(&work.key).await {
            Ok(records) => return records.into_iter().map(Arc::new).find(wanted),
            Err(error @ (StoreError::Corrupt { .. } | StoreError::Closed)) => {
                tracing::error!(key = %key_of(work.id), %error, "the session of work can't be read: its work is left");
                return None;
            }
            Err(error) => {
                tracing::error!(key = %key_of(work.id), %error, "the session of work can't be read");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}

enum Delivered {
    /// Taken, or not wanted any more.
    Taken,
    /// The transition did not take it.
    Refused(String),
    /// It can't be delivered in this run.
    Later,
}

/// Delivers how the work ended until it is known what came of it.
async fn deliver(shared: &Arc<Shared>, work: &PendingWork, result: Result<Value, Failure>) -> Delivered {
    loop {
        let end = WorkEnd { id: work.id, name: work.name.clone(), result: result.clone() };
        match turn::run(shared, work.key.clone(), Deliver::Work(end)).await {
            Ok(outcome) => {
                return match outcome.answered {
                    Answered::Rejected { rejection } => Delivered::Refused(rejection),
                    _ => Delivered::Taken,
                };
            }
            Err(DeliverError::Closing | DeliverError::Store(StoreError::Closed | StoreError::Corrupt { .. })) => {
                return Delivered::Later;
            }
            Err(error) => {
                tracing::error!(key = %key_of(work.id), %error, "the end of work is delivered again");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}

/// Keeps how the work stands; without it, a restart would only try it once too often.
async fn keep(shared: &Shared, work: &PendingWork) {
    if let Err(error) = shared.store.postpone(work.clone()).await {
        tracing::error!(key = %key_of(work.id), %error, "how often work was tried is not kept");
    }
}

/// How long to wait before a store is asked again.
const STORE_RETRY: Duration = Duration::from_secs(1);
/// As long as there is: a year.
const FOREVER: Duration = Duration::from_secs(31_536_000);

fn until(due: Timestamp) -> Duration {
    Duration::try_from(due.duration_since(now())).unwrap_or_default()
}

fn after(wait: Duration) -> Timestamp {
    let now = now();
    SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok()).unwrap_or(now)
}

/// A random number from 0 to 1.
fn jitter() -> f64 {
    let mut byte = [0_u8];
    // Without randomness, retries are only less spread.
    if getrandom::fill(&mut byte).is_err() {
        return 1.0;
    }
    f64::from(byte[0]) / 255.0
}

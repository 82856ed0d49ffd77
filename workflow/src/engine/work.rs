//! Work: started after the commit that asked for it, tried again with a growing wait, its end delivered like an input.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tracing::Instrument as _;

use super::attempt::{Failed, NotWanted, STORE_RETRY, jitter};
use super::clock::later;
use super::delivery::{Deliver, DeliverError, WorkEnd};
use super::jobs::JobId;
use super::lanes::Lane;
use super::telemetry::{self, Tried};
use super::{Shared, turn};
use crate::core::context::{Key, Progress, Turn, User};
use crate::core::graph::{Graph, Work};
use crate::core::session::SessionKey;
use crate::core::stored::Stored;
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
                due: Some(shared.now()),
                reason: None,
            },
        );
    }
}

fn begin(shared: &Arc<Shared>, work: PendingWork) {
    let id = JobId::Work(work.id);
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
        shared.clock.sleep_until(due).await;
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
                    telemetry::given_up(Tried::Work, &work.name);
                    Err(failure(failed, policy, work.attempts))
                } else {
                    work.due = Some(later(shared.now(), policy.wait_after(work.attempts, jitter())));
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
        shared.clock.sleep_until(later(shared.now(), policy.wait_after(refusals, jitter()))).await;
    }
}

struct Attempt {
    policy: &'static Work,
    ended: Result<Value, Failed>,
}

fn failure(failed: Failed, policy: &Work, attempts: u32) -> Failure {
    match policy.timeout {
        Some(timeout) if failed.timed_out => Failure::timed_out(timeout, attempts),
        _ => Failure::new(failed.reason, attempts),
    }
}

/// Runs the user's function once.
async fn attempt(shared: &Arc<Shared>, lane: &Arc<Lane>, work: &PendingWork) -> Result<Attempt, NotWanted> {
    let (stored, user) = standing(shared, lane, work).await.ok_or(NotWanted)?;
    let served = shared.served(&stored.workflow).ok_or(NotWanted)?;
    let graph = served.graph();
    // By name: a deploy may have put it at another position.
    let Some((index, policy)) = work_named(graph, &stored.step, &work.name) else {
        tracing::error!(key = %key_of(work.id), work = %work.name, "there is no such work any more");
        return Err(NotWanted);
    };
    let turn = Turn { user, now: shared.now(), session: work.id.visit.session, key: work.key.clone() };
    let progress = {
        let (lane, visit) = (Arc::clone(lane), work.id.visit);
        Progress::new(move |fraction, label| {
            lane.set_progress(visit, Some(Done::new(fraction, label)));
        })
    };
    let running = async {
        match served.work(&turn, &stored, index, key_of(work.id), progress) {
            Ok(future) => Ok(future.await),
            Err(error) => {
                tracing::error!(key = %key_of(work.id), work = %work.name, %error, "a stored step does not load: its work is left");
                Err(NotWanted)
            }
        }
    };
    let begun = Instant::now();
    let ended = super::attempt::attempt(&*shared.clock, policy.timeout.unwrap_or(FOREVER), running)
        .instrument(telemetry::attempt(Tried::Work, turn.session, &stored.workflow, &work.name, work.attempts))
        .await?;
    telemetry::attempted(Tried::Work, &work.name, begun, ended.is_ok());
    // What is done stays done until the session has moved; another attempt begins anew.
    if ended.is_err() {
        lane.set_progress(work.id.visit, None);
    }
    Ok(Attempt { policy, ended })
}

/// The work of this name at the step of this name, and its position.
pub(super) fn work_named(graph: &'static Graph, step: &str, name: &str) -> Option<(usize, &'static Work)> {
    let is_here = |work: &Work| graph.steps().get(work.step).is_some_and(|info| info.name == step);
    graph.work().iter().enumerate().find(|(_, work)| work.name == name && is_here(work))
}

/// The step and the session's owner, if the session still stands at the visit that asked.
async fn standing(shared: &Shared, lane: &Lane, work: &PendingWork) -> Option<(Arc<Stored>, User)> {
    let wanted = |record: &Record| {
        let step = record.step_at(record.depth_of(work.id.visit)?)?;
        Some((Arc::clone(step), record.owner()))
    };
    if let Some(records) = lane.records() {
        return records.iter().find_map(|record| wanted(record));
    }
    loop {
        match shared.store.current(&work.key).await {
            Ok(records) => return records.iter().find_map(wanted),
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

/// As long as there is: a year.
const FOREVER: Duration = Duration::from_secs(31_536_000);

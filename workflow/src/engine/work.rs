//! Work: done after the commit that asked for it, tried again with a growing wait, its end delivered like an input.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::Instrument as _;

use super::attempt::{Failed, NotWanted, STORE_RETRY, jitter};
use super::claims::After;
use super::clock::later;
use super::delivery::{Deliver, DeliverError, WorkEnd};
use super::jobs::Held;
use super::lanes::Lane;
use super::telemetry::{self, Tried};
use super::{Shared, progress, turn};
use crate::core::context::{Turn, User};
use crate::core::graph::{Graph, Work};
use crate::core::stored::Stored;
use crate::core::work::Failure;
use crate::store::{Answered, Pending, Postponed, Record, StoreError};

/// How work ended whose end was not taken yet: kept, as the work is done once.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Ended {
    result: Result<Value, Failure>,
    /// How often it was not taken.
    refusals: u32,
}

/// Tries it once, unless it has ended already, and brings its end to the transition that takes it.
pub(super) async fn run(shared: &Arc<Shared>, work: Pending, held: &Held) -> After {
    let lane = shared.lanes.lane(&work.key);
    let standing = match standing(shared, &lane, &work).await {
        Ok(Some(standing)) => standing,
        // It was left, and this with it.
        Ok(None) => return After::Done,
        Err(NotWanted) => return After::Nothing,
    };
    let Some((index, policy)) = policy(shared, &standing.stored, &work.name) else {
        tracing::error!(key = %work.id.key(), work = %work.name, "there is no such work any more: it is left");
        return After::Nothing;
    };
    if let Some(ended) = work.payload.clone().and_then(|ended| serde_json::from_value(ended).ok()) {
        return bring(shared, work, held, policy, ended).await;
    }
    let ended = match attempt(shared, &lane, &work, standing, index, policy).await {
        Ok(ended) => ended,
        Err(NotWanted) => return After::Nothing,
    };
    let result = match ended {
        Ok(value) => Ok(value),
        Err(failed) => {
            let attempts = work.attempts + 1;
            tracing::warn!(key = %work.id.key(), work = %work.name, attempts, reason = %failed.reason, "work failed");
            if !failed.is_final && attempts <= policy.retries {
                let due = Some(later(shared.now(), policy.wait_after(attempts, jitter())));
                return After::Again(Postponed { attempts, due, reason: Some(failed.reason), payload: None });
            }
            telemetry::given_up(Tried::Work, &work.name);
            Err(failure(failed, policy, attempts))
        }
    };
    bring(shared, work, held, policy, Ended { result, refusals: 0 }).await
}

/// Brings how the work ended to the transition that takes it, again later when that fails. A result that is not taken in
/// the end becomes a failure; a failure is brought until it is taken or the step is left.
async fn bring(shared: &Arc<Shared>, work: Pending, held: &Held, policy: &Work, mut ended: Ended) -> After {
    let rejection = match deliver(shared, &work, held, &ended.result).await {
        Delivered::Taken => return After::Nothing,
        Delivered::Refused(rejection) => rejection,
    };
    ended.refusals += 1;
    tracing::warn!(key = %work.id.key(), work = %work.name, refusals = ended.refusals, "the end of work is not taken");
    if ended.result.is_ok() && ended.refusals > policy.retries {
        let result = Err(Failure::new("its result could not be taken", work.attempts + 1));
        ended = Ended { result, refusals: 1 };
    }
    After::Again(Postponed {
        attempts: work.attempts,
        due: Some(later(shared.now(), policy.wait_after(ended.refusals, jitter()))),
        reason: Some(rejection),
        payload: serde_json::to_value(ended).ok(),
    })
}

fn failure(failed: Failed, policy: &Work, attempts: u32) -> Failure {
    match policy.timeout {
        Some(timeout) if failed.timed_out => Failure::timed_out(timeout, attempts),
        _ => Failure::new(failed.reason, attempts),
    }
}

/// Runs the user's function once.
async fn attempt(
    shared: &Arc<Shared>,
    lane: &Arc<Lane>,
    work: &Pending,
    Standing { stored, user }: Standing,
    index: usize,
    policy: &Work,
) -> Result<Result<Value, Failed>, NotWanted> {
    let served = shared.served(&stored.workflow).ok_or(NotWanted)?;
    let turn = Turn { user, now: shared.now(), session: work.id.visit.session, key: work.key.clone() };
    let progress = progress::of(shared, lane, work.id.visit);
    let running = async {
        match served.work(&turn, &stored, index, work.id.key(), progress) {
            Ok(future) => Ok(future.await),
            Err(error) => {
                tracing::error!(key = %work.id.key(), work = %work.name, %error, "a stored step does not load: its work is left");
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
        lane.tell();
    }
    Ok(ended)
}

/// The work of this name at this step, and its position: by name, as a deploy may have put it at another position.
fn policy(shared: &Shared, stored: &Stored, name: &str) -> Option<(usize, &'static Work)> {
    work_named(shared.served(&stored.workflow)?.graph(), &stored.step, name)
}

/// The work of this name at the step of this name, and its position.
pub(super) fn work_named(graph: &'static Graph, step: &str, name: &str) -> Option<(usize, &'static Work)> {
    let is_here = |work: &Work| graph.steps().get(work.step).is_some_and(|info| info.name == step);
    graph.work().iter().enumerate().find(|(_, work)| work.name == name && is_here(work))
}

/// Where the work is done: the step and the session's owner.
struct Standing {
    stored: Arc<Stored>,
    user: User,
}

/// `None` when the session does not stand at the visit any more.
async fn standing(shared: &Shared, lane: &Lane, work: &Pending) -> Result<Option<Standing>, NotWanted> {
    let wanted = |record: &Record| {
        let step = record.step_at(record.depth_of(work.id.visit)?)?;
        Some(Standing { stored: Arc::clone(step), user: record.owner() })
    };
    let known = lane.records().and_then(|records| records.iter().find_map(|record| wanted(record)));
    if known.is_some() {
        return Ok(known);
    }
    match shared.store.current(&work.key).await {
        Ok(records) => Ok(records.iter().find_map(wanted)),
        Err(error) => {
            tracing::error!(key = %work.id.key(), %error, "the session of work can't be read: its work is left");
            Err(NotWanted)
        }
    }
}

enum Delivered {
    /// Taken, or not wanted any more; or it can't be delivered in this run.
    Taken,
    /// The transition did not take it.
    Refused(String),
}

/// Delivers how the work ended until it is known what came of it.
async fn deliver(shared: &Arc<Shared>, work: &Pending, held: &Held, result: &Result<Value, Failure>) -> Delivered {
    loop {
        let end = WorkEnd { claim: held.claim(), name: work.name.clone(), result: result.clone() };
        match turn::run(shared, work.key.clone(), Deliver::Work(end)).await {
            Ok(outcome) => {
                return match outcome.answered {
                    Answered::Rejected { rejection } => Delivered::Refused(rejection),
                    _ => Delivered::Taken,
                };
            }
            Err(DeliverError::Closing | DeliverError::Store(StoreError::Closed | StoreError::Corrupt { .. })) => {
                return Delivered::Taken;
            }
            Err(error) => {
                tracing::error!(key = %work.id.key(), %error, "the end of work is delivered again");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}

/// As long as there is: a year.
const FOREVER: Duration = Duration::from_secs(31_536_000);

//! Timers: each fires by a turn of its session, and ends the visit that it belongs to.

use std::sync::Arc;
use std::time::Duration;

use super::attempt::jitter;
use super::claims::After;
use super::clock::later;
use super::delivery::{Deliver, DeliverError};
use super::jobs::Held;
use super::{Shared, telemetry, turn};
use crate::store::{Answered, Pending, Postponed, StoreError};

/// A timer whose visit is not found so often is set aside.
const STRAY: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// Brings the timer to its session. When its transition is not taken, it is brought again later.
pub(super) async fn fire(shared: &Arc<Shared>, timer: Pending, held: &Held) -> After {
    let deliver = Deliver::Timer { claim: held.claim(), edge: timer.name.clone() };
    let (reason, is_stray) = match turn::run(shared, timer.key.clone(), deliver).await {
        Ok(outcome) => match outcome.answered {
            Answered::Moved => {
                telemetry::fired(&timer.name, true);
                return After::Nothing;
            }
            Answered::Rejected { rejection } => (rejection, false),
            _ => ("its step is not there".to_owned(), true),
        },
        Err(DeliverError::Closing | DeliverError::Store(StoreError::Closed)) => return After::Nothing,
        Err(error) => (error.to_string(), false),
    };
    telemetry::fired(&timer.name, false);
    let attempts = timer.attempts + 1;
    let doubled = FIRST_WAIT.saturating_mul(1_u32.checked_shl(attempts - 1).unwrap_or(u32::MAX));
    let wait = doubled.min(LONGEST_WAIT).mul_f64(0.5 + 0.5 * jitter());
    tracing::warn!(session = %timer.id.visit.session, edge = %timer.name, attempts, %reason, "a timer's transition was not taken");
    After::Again(Postponed {
        attempts,
        due: (!is_stray || attempts < STRAY).then(|| later(shared.now(), wait)),
        reason: Some(reason),
        payload: None,
    })
}

//! Effects: done after the commit that asked for them, tried again with a growing wait until they are done or given up,
//! whatever becomes of the session.

use std::sync::Arc;
use std::time::Instant;

use tracing::Instrument as _;

use super::Shared;
use super::attempt::{Failed, NotWanted, attempt, jitter};
use super::claims::After;
use super::clock::later;
use super::telemetry::{self, Tried};
use crate::core::context::{Turn, User};
use crate::core::graph::Effect;
use crate::store::{Pending, Postponed};

/// Tries it once.
pub(super) async fn run(shared: &Arc<Shared>, effect: Pending) -> After {
    let Ok(Attempt { policy, ended }) = try_once(shared, &effect).await else { return After::Nothing };
    let Err(failed) = ended else { return After::Done };
    let attempts = effect.attempts + 1;
    let given_up = failed.is_final || attempts > policy.retries;
    if given_up {
        telemetry::given_up(Tried::Effect, &effect.name);
        tracing::error!(key = %effect.id.key(), effect = %effect.name, attempts, reason = %failed.reason, "an effect was given up");
    } else {
        tracing::warn!(key = %effect.id.key(), effect = %effect.name, attempts, reason = %failed.reason, "an effect failed");
    }
    After::Again(Postponed {
        attempts,
        due: (!given_up).then(|| later(shared.now(), policy.wait_after(attempts, jitter()))),
        reason: Some(failed.reason),
        payload: effect.payload,
    })
}

struct Attempt {
    policy: &'static Effect,
    ended: Result<(), Failed>,
}

async fn try_once(shared: &Shared, effect: &Pending) -> Result<Attempt, NotWanted> {
    let named = |served| {
        let effects = super::Served::graph(served).effects().iter().enumerate();
        // By name: a deploy may have put it at another position.
        effects.into_iter().find(|(_, policy)| policy.name == effect.name).map(|found| (served, found))
    };
    let Some((served, (index, policy))) = shared.served(&effect.workflow).and_then(named) else {
        return Err(NotWanted);
    };
    let turn = Turn {
        user: User::new(effect.key.user()).with_locale(effect.locale.clone()),
        now: shared.now(),
        session: effect.id.visit.session,
        key: effect.key.clone(),
    };
    let payload = effect.payload.clone().unwrap_or_default();
    let running = async { Ok(served.effect(&turn, index, payload, effect.id.key()).await) };
    let begun = Instant::now();
    let ended = attempt(&*shared.clock, shared.limits.effect_time, running)
        .instrument(telemetry::attempt(Tried::Effect, turn.session, &effect.workflow, &effect.name, effect.attempts))
        .await?;
    telemetry::attempted(Tried::Effect, &effect.name, begun, ended.is_ok());
    Ok(Attempt { policy, ended })
}

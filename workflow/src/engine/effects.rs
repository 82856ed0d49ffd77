//! Effects: begun after the commit that asked for them, tried again with a growing wait until they are done or given up,
//! whatever becomes of the session.

use std::sync::Arc;
use std::time::Instant;

use tracing::Instrument as _;

use super::Shared;
use super::attempt::{Failed, NotWanted, STORE_RETRY, attempt, jitter};
use super::clock::later;
use super::jobs::JobId;
use super::telemetry::{self, Tried};
use crate::core::context::{Turn, User};
use crate::core::graph::Effect;
use crate::core::session::SessionKey;
use crate::store::{Asks, EffectId, PendingEffect, Record, StoreError, Which};

/// Takes up what is to be done by the store: because of moves of this key, or all.
pub(super) async fn resume(shared: &Arc<Shared>, key: Option<&SessionKey>) -> Result<(), StoreError> {
    for effect in shared.store.effects(Which::Due).await? {
        if key.is_none_or(|key| effect.key == *key) {
            begin(shared, effect);
        }
    }
    Ok(())
}

/// Begins the effects that a committed move asked for.
pub(super) fn start(shared: &Arc<Shared>, record: &Record, asked: &[Asks]) {
    for (index, asks) in (0..).zip(asked) {
        let effect = PendingEffect {
            id: EffectId { visit: record.visit(), index },
            workflow: asks.workflow.to_owned(),
            name: asks.name.to_owned(),
            payload: asks.payload.clone(),
            key: record.key.clone(),
            locale: record.locale.clone(),
            attempts: 0,
            due: Some(shared.now()),
            reason: None,
        };
        begin(shared, effect);
    }
}

/// Begins an effect that was given up once more, as if it had never been tried.
pub(super) async fn repeat(shared: &Arc<Shared>, id: EffectId) -> Result<(), StoreError> {
    let dead = shared.store.effects(Which::Dead).await?;
    let Some(mut effect) = dead.into_iter().find(|effect| effect.id == id) else { return Ok(()) };
    (effect.attempts, effect.due, effect.reason) = (0, Some(shared.now()), None);
    shared.store.postpone_effect(effect.clone()).await?;
    begin(shared, effect);
    Ok(())
}

fn begin(shared: &Arc<Shared>, effect: PendingEffect) {
    let id = JobId::Effect(effect.id);
    let job = {
        let shared = Arc::clone(shared);
        async move {
            run(&shared, effect).await;
            shared.jobs.done(id);
        }
    };
    shared.jobs.begin(id, job);
}

/// Tries until it is done or given up.
async fn run(shared: &Arc<Shared>, mut effect: PendingEffect) {
    loop {
        let Some(due) = effect.due else { return };
        shared.clock.sleep_until(due).await;
        let Some(place) = shared.jobs.effect_place().await else { return };
        let Ok(Attempt { policy, ended }) = try_once(shared, &effect).await else { return };
        drop(place);
        let Err(failed) = ended else { return finish(shared, &effect).await };
        effect.attempts += 1;
        let given_up = failed.is_final || effect.attempts > policy.retries;
        effect.due = (!given_up).then(|| later(shared.now(), policy.wait_after(effect.attempts, jitter())));
        if given_up {
            telemetry::given_up(Tried::Effect, &effect.name);
            tracing::error!(key = %effect.id.key(), effect = %effect.name, attempts = effect.attempts, reason = %failed.reason, "an effect was given up");
        } else {
            tracing::warn!(key = %effect.id.key(), effect = %effect.name, attempts = effect.attempts, reason = %failed.reason, "an effect failed");
        }
        effect.reason = Some(failed.reason);
        if let Err(error) = shared.store.postpone_effect(effect.clone()).await {
            tracing::error!(key = %effect.id.key(), %error, "how often an effect was tried is not kept");
        }
    }
}

struct Attempt {
    policy: &'static Effect,
    ended: Result<(), Failed>,
}

async fn try_once(shared: &Shared, effect: &PendingEffect) -> Result<Attempt, NotWanted> {
    let named = |served| {
        let effects = super::Served::graph(served).effects().iter().enumerate();
        // By name: a deploy may have put it at another position.
        effects.into_iter().find(|(_, policy)| policy.name == effect.name).map(|found| (served, found))
    };
    let Some((served, (index, policy))) = shared.served(&effect.workflow).and_then(named) else {
        tracing::error!(key = %effect.id.key(), workflow = %effect.workflow, effect = %effect.name, "there is no such effect any more: it is left");
        return Err(NotWanted);
    };
    let turn = Turn {
        user: User::new(effect.key.user()).with_locale(effect.locale.clone()),
        now: shared.now(),
        session: effect.id.visit.session,
        key: effect.key.clone(),
    };
    let running = async { Ok(served.effect(&turn, index, effect.payload.clone(), effect.id.key()).await) };
    let begun = Instant::now();
    let ended = attempt(&*shared.clock, shared.limits.effect_time, running)
        .instrument(telemetry::attempt(Tried::Effect, turn.session, &effect.workflow, &effect.name, effect.attempts))
        .await?;
    telemetry::attempted(Tried::Effect, &effect.name, begun, ended.is_ok());
    Ok(Attempt { policy, ended })
}

/// Forgets an effect that is done; what is not forgotten is done once more after a restart.
async fn finish(shared: &Shared, effect: &PendingEffect) {
    loop {
        match shared.store.finish_effect(effect.id).await {
            Ok(()) | Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(key = %effect.id.key(), %error, "that an effect is done is not kept yet");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}

//! One turn: find out what a delivery is about, decide, commit, and only then do what follows.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, TryAcquireError};
use tracing::Instrument as _;

use super::answer::{Ready, prepare, prepare_end, prepare_timer, refused, rejected, stands, stuck};
use super::delivery::{Deliver, DeliverError, Outcome};
use super::lanes::{Lane, Records};
use super::stack::Done;
use super::turns::Turn;
use super::{Event, RETRY_AFTER, Shared, hooks, question, roles, telemetry};
use crate::core::session::{Revision, SessionKey};
use crate::store::{Answered, Asking, Claim, Committed, DeliveryId, Moved, Record, Shows, Slot, StoreError};

/// Waits for the key's turn and takes it.
///
/// The turn is a task of its own: when this future is dropped after the turn was begun, the turn is finished all the same.
pub(super) async fn run(shared: &Arc<Shared>, key: SessionKey, deliver: Deliver) -> Result<Outcome, DeliverError> {
    let begun = Instant::now();
    let answered = move |outcome: &Result<Outcome, DeliverError>| {
        telemetry::delivered(begun, outcome.as_ref().map(|outcome| &outcome.answered));
    };
    let Admitted { place, turn, lane, owner } = match admit(shared, &key, &deliver).await {
        Ok(admitted) => admitted,
        Err(error) => {
            let outcome = Err(error);
            answered(&outcome);
            return outcome;
        }
    };
    let shared = Arc::clone(shared);
    let taken = async move {
        let outcome = take(&shared, &lane, &owner, &key, &deliver).await;
        drop((turn, place));
        answered(&outcome);
        outcome
    };
    let task = tokio::spawn(taken.instrument(telemetry::turn()));
    task.await.map_err(|_| DeliverError::Unfinished)?
}

/// A delivery whose turn has come.
struct Admitted {
    place: OwnedSemaphorePermit,
    turn: Turn,
    lane: Arc<Lane>,
    /// Whose turn it is.
    owner: SessionKey,
}

/// Waits until nothing is before it; refuses when there is too much.
async fn admit(shared: &Arc<Shared>, key: &SessionKey, deliver: &Deliver) -> Result<Admitted, DeliverError> {
    if shared.is_closing() {
        return Err(DeliverError::Closing);
    }
    let busy = || DeliverError::Busy { retry_after: RETRY_AFTER };
    let place = match deliver {
        Deliver::User(..) => Arc::clone(&shared.turns).try_acquire_owned().map_err(|error| match error {
            TryAcquireError::NoPermits => busy(),
            TryAcquireError::Closed => DeliverError::Closing,
        })?,
        // What the engine itself brings in was taken on before, and waits for a place.
        Deliver::Work(_) | Deliver::Timer { .. } => {
            Arc::clone(&shared.turns).acquire_owned().await.map_err(|_| DeliverError::Closing)?
        }
    };
    // The turn is that of the session: what somebody does in a role is one of its owner's turns.
    let owner = match deliver {
        Deliver::User(_, to) => roles::owner_of(shared, key, to).await?.unwrap_or_else(|| key.clone()),
        Deliver::Work(_) | Deliver::Timer { .. } => key.clone(),
    };
    let lane = shared.lanes.lane(&owner);
    let limit = match deliver {
        Deliver::User(..) => shared.limits.turns_of_session,
        Deliver::Work(_) | Deliver::Timer { .. } => usize::MAX,
    };
    let turn = lane.turn(limit).await.ok_or_else(busy)?;
    // The engine may have begun to close meanwhile: what only waited is not begun, or closing would take as long as all
    // that waits.
    if shared.is_closing() {
        return Err(DeliverError::Closing);
    }
    Ok(Admitted { place, turn, lane, owner })
}

/// Takes the key's turn to end its conversation.
pub(super) async fn cancel(shared: &Arc<Shared>, key: &SessionKey) -> Result<(), DeliverError> {
    let lane = shared.lanes.lane(key);
    let busy = || DeliverError::Busy { retry_after: RETRY_AFTER };
    let turn = lane.turn(shared.limits.turns_of_session).await.ok_or_else(busy)?;
    let (shared, key) = (Arc::clone(shared), key.clone());
    let task = tokio::spawn(async move {
        let records = load(&shared, &lane, &key).await?;
        shared.store.abandon(&key, &Slot::main()).await.inspect_err(|_| lane.doubt())?;
        for record in records.iter().filter(|record| record.slot.is_main()) {
            shared.jobs.leave(record.session, Revision::ZERO);
        }
        shared.roles.changed();
        lane.forget();
        lane.tell();
        drop(turn);
        Ok(())
    });
    task.await.map_err(|_| DeliverError::Unfinished)?
}

/// Several nodes may share a store: a turn that lost the race is taken again on what won.
const RACES: usize = 5;

// In small parts: what is moved and allocated in one piece for each turn costs more than the turn itself.
async fn take(
    shared: &Arc<Shared>,
    lane: &Arc<Lane>,
    owner: &SessionKey,
    from: &SessionKey,
    deliver: &Deliver,
) -> Result<Outcome, DeliverError> {
    for _ in 0..RACES {
        // What the engine brings in itself is pending: where it is not known of, another engine was quicker.
        let claim = deliver.claim();
        let is_known = |records: &Records| claim.is_none_or(|claim| stands(records, claim.id.visit).is_some());
        // So rarely that it is no loss to look whether another engine has heard the answer.
        let looks = matches!(deliver, Deliver::User(_, to) if question::is_answered_by(to));
        let records = match lane.records().filter(is_known).filter(|_| !looks) {
            Some(records) => Ok(records),
            None => load(shared, lane, owner).await,
        };
        let (mut records, mut ready) = match (deliver, records) {
            (Deliver::User(delivery, to), Ok(records)) => {
                let ready = Box::pin(prepare(shared, owner, from, &records, delivery, to)).await?;
                (records, ready)
            }
            (Deliver::Work(end), Ok(records)) => {
                let ready = Box::pin(prepare_end(shared, owner, &records, end.clone())).await;
                (records, ready)
            }
            (Deliver::Timer { claim, edge }, Ok(records)) => {
                let ready = Box::pin(prepare_timer(shared, owner, &records, claim.id.visit, edge.clone())).await;
                (records, ready)
            }
            (Deliver::User(delivery, _), Err(StoreError::Corrupt { what, source })) => {
                tracing::error!(key = %owner, what, %source, "what is stored can't be read: the session is stuck");
                let id = DeliveryId::parse(delivery.id.as_str()).ok_or(DeliverError::InvalidId)?;
                let locale = delivery.locale.clone().unwrap_or_default();
                (Records::default(), refused(from, Some(id), None, rejected(shared, &locale, stuck())))
            }
            (_, Err(error)) => return Err(error.into()),
        };
        if let Some(first) = ready.first.take() {
            match Box::pin(commit(shared, lane, &records, *first, None)).await {
                Ok(Some(_)) => records = lane.records().unwrap_or_default(),
                Ok(None) => {
                    lane.forget();
                    continue;
                }
                Err(error) => {
                    lane.doubt();
                    return Err(error.into());
                }
            }
        }
        match Box::pin(commit(shared, lane, &records, ready, claim)).await {
            Ok(Some(outcome)) => return Ok(outcome),
            Ok(None) => lane.forget(),
            Err(error) => {
                // Whether it was written is not known: what is in memory may be behind.
                lane.doubt();
                return Err(error.into());
            }
        }
    }
    Err(DeliverError::Busy { retry_after: RETRY_AFTER })
}

/// Finds out where the key's sessions stand; what this process did for where they stood before is set right.
async fn load(shared: &Arc<Shared>, lane: &Lane, key: &SessionKey) -> Result<Records, StoreError> {
    let records: Records = shared.store.current(key).await?.into_iter().map(Arc::new).collect();
    for record in &*records {
        shared.jobs.leave_but(record);
    }
    if lane.take_doubt() {
        // What was asked for by a commit of which nothing was heard is found by looking.
        shared.claims.look();
    }
    lane.keep(Arc::clone(&records));
    Ok(records)
}

/// Commits, and then does what follows. `None` when another node was quicker.
async fn commit(
    shared: &Arc<Shared>,
    lane: &Arc<Lane>,
    records: &Records,
    ready: Ready,
    claim: Option<Claim>,
) -> Result<Option<Outcome>, StoreError> {
    let (commit, mut answer, done) = ready.into_commit(shared, claim);
    if commit.mark.is_none() && commit.moved.is_none() {
        return Ok(Some(answer.into()));
    }
    let (asking, begun) = (commit.asking.clone(), Instant::now());
    let committed = shared.store.commit(commit).await?;
    telemetry::committed(begun);
    match committed {
        Committed::Repeated(first) => return Ok(Some(first.into())),
        Committed::Conflict => return Ok(None),
        Committed::NotHeld => {
            lane.forget();
            answer.answered = Answered::Stale;
            return Ok(Some(answer.into()));
        }
        Committed::Done => {}
    }
    match (done, asking) {
        (Some(done), _) => follow(shared, lane, records, *done),
        (None, Some(asking)) => ask(lane, records, &asking),
        (None, None) => {}
    }
    Ok(Some(answer.into()))
}

/// Shows what is asked from now on.
fn ask(lane: &Lane, records: &Records, asking: &Asking) {
    let asked = |record: &Arc<Record>| {
        if record.visit() == asking.visit {
            Arc::new(Record { asked: asking.asked.clone(), ..(**record).clone() })
        } else {
            Arc::clone(record)
        }
    };
    lane.keep(records.iter().map(asked).collect());
    lane.tell();
}

/// Does what follows from a move that was committed.
fn follow(shared: &Arc<Shared>, lane: &Arc<Lane>, records: &Records, done: Done) {
    let Done { moved, edge, turn, passed } = done;
    let Moved { record, expected, asks, leaves, shows, .. } = &*moved;
    if let Some(replaced) = records.iter().find(|other| other.slot == record.slot && other.session != record.session) {
        shared.jobs.leave(replaced.session, Revision::ZERO);
    }
    if let Some(since) = leaves {
        shared.jobs.leave(record.session, *since);
    }
    shared.claims.asked(asks);
    let others = records.iter().filter(|other| other.slot != record.slot).cloned();
    let kept: Records = others.chain([Arc::clone(record)]).collect();
    lane.keep_progress(&kept);
    lane.keep(kept);
    lane.tell();
    let replaced_shown = records.iter().any(|other| other.slot == record.slot && !other.views.is_empty());
    if *shows == Shows::Anew || replaced_shown {
        shared.roles.changed();
    }
    hooks::call(shared, lane, &turn, &passed);
    telemetry::moved(&record.stored.workflow, edge, record.revision);
    tracing::debug!(session = %record.session, workflow = %record.stored.workflow, edge, revision = %record.revision, from = %expected, "moved");
    if shared.events.receiver_count() > 0 {
        // That nobody listens any more is no fault.
        let _nobody = shared.events.send(Event {
            session: record.session,
            key: record.key.clone(),
            workflow: record.stored.workflow.to_string(),
            edge,
            to: record.stored.step.to_string(),
            revision: record.revision,
        });
    }
}

//! One turn: find out what a delivery is about, decide, commit, and only then do what follows.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::sync::TryAcquireError;
use uuid::Uuid;

use super::delivery::{Deliver, DeliverError, Delivery, Outcome, WorkEnd};
use super::lanes::{Lane, Records};
use super::route::{Route, route};
use super::served::{Decided, Refused, Served};
use super::{Event, RETRY_AFTER, Shared, now, work};
use crate::core::context::{Turn, User};
use crate::core::decide::{Cause, panic_text, work_of};
use crate::core::error::Error;
use crate::core::session::{Revision, SessionId, SessionKey};
use crate::store::{
    Answer, Answered, Commit, Committed, DeliveryId, JournalEntry, Moved, Record, Said, Slot, StoreError,
};

/// Waits for the key's turn and takes it.
///
/// The turn is a task of its own: when this future is dropped after the turn was begun, the turn is finished all the same.
pub(super) async fn run(shared: &Arc<Shared>, key: SessionKey, deliver: Deliver) -> Result<Outcome, DeliverError> {
    if shared.is_closing() {
        return Err(DeliverError::Closing);
    }
    let busy = || DeliverError::Busy { retry_after: RETRY_AFTER };
    let place = match &deliver {
        Deliver::User(_) => Arc::clone(&shared.turns).try_acquire_owned().map_err(|error| match error {
            TryAcquireError::NoPermits => busy(),
            TryAcquireError::Closed => DeliverError::Closing,
        })?,
        // What the engine itself brings in was taken on before, and waits for a place.
        Deliver::Work(_) => Arc::clone(&shared.turns).acquire_owned().await.map_err(|_| DeliverError::Closing)?,
    };
    let lane = shared.lanes.lane(&key);
    let limit = match &deliver {
        Deliver::User(_) => shared.limits.turns_of_session,
        Deliver::Work(_) => usize::MAX,
    };
    let turn = lane.turn(limit).await.ok_or_else(busy)?;
    // The engine may have begun to close meanwhile: what only waited is not begun, or closing would take as long as all
    // that waits.
    if shared.is_closing() {
        return Err(DeliverError::Closing);
    }
    let shared = Arc::clone(shared);
    let task = tokio::spawn(async move {
        let outcome = take(&shared, &lane, &key, deliver).await;
        drop((turn, place));
        outcome
    });
    task.await.map_err(|_| DeliverError::Unfinished)?
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
            shared.jobs.leave(record.visit());
        }
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
    key: &SessionKey,
    deliver: Deliver,
) -> Result<Outcome, DeliverError> {
    for _ in 0..RACES {
        let records = match lane.records() {
            Some(records) => Ok(records),
            None => load(shared, lane, key).await,
        };
        let (records, ready) = match (&deliver, records) {
            (Deliver::User(delivery), Ok(records)) => {
                let ready = Box::pin(prepare(shared, lane, key, &records, delivery.clone())).await?;
                (records, ready)
            }
            (Deliver::Work(end), Ok(records)) => {
                let ready = Box::pin(prepare_end(shared, key, &records, end.clone())).await?;
                (records, ready)
            }
            (Deliver::User(delivery), Err(StoreError::Corrupt { what, source })) => {
                tracing::error!(%key, what, %source, "what is stored can't be read: the session is stuck");
                let id = DeliveryId::parse(delivery.id.as_str()).ok_or(DeliverError::InvalidId)?;
                (Records::default(), refused(key, id, None, stuck()))
            }
            (_, Err(error)) => return Err(error.into()),
        };
        match Box::pin(commit(shared, lane, &records, Box::new(ready))).await {
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
        shared.jobs.leave_but(record.visit());
    }
    if lane.take_doubt()
        && let Err(error) = work::resume(shared, Some(key)).await
    {
        lane.doubt();
        return Err(error);
    }
    lane.keep(Arc::clone(&records));
    Ok(records)
}

/// What a turn is about to commit.
struct Ready {
    commit: Commit,
    answer: Answer,
    /// The edge that is taken, when the session moves.
    edge: Option<&'static str>,
}

async fn prepare(
    shared: &Shared,
    lane: &Lane,
    key: &SessionKey,
    records: &Records,
    delivery: Delivery,
) -> Result<Ready, DeliverError> {
    let id = DeliveryId::parse(delivery.id).ok_or(DeliverError::InvalidId)?;
    let by = delivery.by.unwrap_or_else(|| {
        delivery.locale.into_iter().for_each(|locale| lane.speak(locale));
        lane.user(key)
    });
    let doing = match route(shared, key, records, delivery.sent).await? {
        Route::Refuse { record, answered } => return Ok(refused(key, id, record.as_deref(), answered)),
        Route::Enter { served, cause, said } => {
            let Some(served) = shared.served.get(served) else {
                return Ok(refused(key, id, None, failed()));
            };
            let slot = shared.slot(&**served);
            let left = records.iter().find(|record| record.slot == slot).cloned();
            Doing { served: &**served, record: None, left, cause, said, by: Some(by) }
        }
        Route::Step { record, cause, said } => {
            let Some(served) = shared.served(&record.stored.workflow) else {
                tracing::error!(session = %record.session, workflow = %record.stored.workflow, "a session of a workflow that is not served");
                return Ok(refused(key, id, Some(&record), stuck()));
            };
            Doing { served, record: Some(record), left: None, cause, said, by: Some(by) }
        }
    };
    let standing = doing.record.clone().or_else(|| doing.left.clone());
    match Box::pin(doing.decide(shared, key, id.clone())).await {
        Ok(moved) => Ok(ready(key, Some(id), moved)),
        Err(answered) => Ok(refused(key, id, standing.as_deref(), answered)),
    }
}

/// The result of work is taken only by the visit that asked for it.
async fn prepare_end(
    shared: &Shared,
    key: &SessionKey,
    records: &Records,
    end: WorkEnd,
) -> Result<Ready, DeliverError> {
    let id = DeliveryId::internal(format!("{}{}", DeliveryId::INTERNAL, work::key_of(end.id)));
    let record = records.iter().find(|record| record.visit() == end.id.visit);
    let served = record.and_then(|record| shared.served(&record.stored.workflow));
    let (Some(record), Some(served)) = (record, served) else {
        return Ok(unmarked(refused(key, id, None, Answered::Stale)));
    };
    let cause = match end.result {
        Ok(result) => Cause::Done { work: end.name, result },
        Err(failure) => Cause::Failed { work: end.name, failure },
    };
    let doing = Doing { served, record: Some(Arc::clone(record)), left: None, cause, said: None, by: None };
    match Box::pin(doing.decide(shared, key, id.clone())).await {
        Ok(moved) => Ok(ready(key, None, moved)),
        Err(answered) => Ok(unmarked(refused(key, id, Some(record), answered))),
    }
}

/// A decision that is to be made.
struct Doing<'a> {
    served: &'a dyn Served,
    /// The session that goes on; none when a new one begins.
    record: Option<Arc<Record>>,
    /// The session whose place the new one takes.
    left: Option<Arc<Record>>,
    cause: Cause,
    said: Option<Said>,
    by: Option<User>,
}

impl Doing<'_> {
    /// Runs the user's code: what it does wrong harms this turn and nothing else.
    async fn decide(
        self,
        shared: &Shared,
        key: &SessionKey,
        delivery: DeliveryId,
    ) -> Result<(Moved, &'static str), Answered> {
        let graph = self.served.graph();
        let session = self.record.as_ref().map_or_else(|| SessionId::new(Uuid::now_v7()), |record| record.session);
        let before = self.record.as_ref().map(|record| record.stored.clone());
        let from = before.as_ref().map(|stored| stored.step.to_string());
        let turn = Turn {
            user: self.by.clone().unwrap_or_else(|| shared.lanes.lane(key).user(key)),
            now: now(),
            session,
            key: key.clone(),
        };
        let deciding = AssertUnwindSafe(self.served.decide(&turn, before, self.cause)).catch_unwind();
        let decided = match tokio::time::timeout(shared.limits.turn_time, deciding).await {
            Ok(Ok(Ok(decided))) => decided,
            Ok(Ok(Err(Refused::Stuck(error)))) => {
                tracing::error!(%session, workflow = graph.name(), %error, "a stored step does not load: the session is stuck");
                return Err(stuck());
            }
            Ok(Ok(Err(Refused::Error(error)))) => return Err(told(graph.name(), session, error)),
            Ok(Err(panic)) => {
                tracing::error!(%session, workflow = graph.name(), panic = panic_text(&*panic), "a transition panicked");
                return Err(failed());
            }
            Err(_) => {
                tracing::error!(%session, workflow = graph.name(), "a transition took longer than {:?}", shared.limits.turn_time);
                return Err(failed());
            }
        };
        if let Some(fault) = &decided.view_fault {
            tracing::error!(%session, workflow = graph.name(), step = %decided.stored.step, %fault, "a view failed: its step's docs are shown");
        }
        let Decided { edge, stored, step, ended, view, .. } = decided;
        let view = Arc::new(view);
        let expected = self.record.as_ref().map_or(Revision::ZERO, |record| record.revision);
        let revision = expected.next();
        let entry = JournalEntry {
            session,
            revision,
            at: turn.now,
            delivery,
            edge: edge.to_owned(),
            from,
            to: stored.step.to_string(),
            by: self.by.map(|user| user.id().clone()),
            said: self.said,
            view: Arc::clone(&view),
            slot: shared.slot(self.served),
        };
        let starts = work_of(graph, step)
            .filter_map(|index| Some((u16::try_from(index).ok()?, graph.work().get(index)?.name)))
            .collect();
        // The step may have had work in the program that stored it, whatever this one says.
        let cancels = self.record.is_some();
        let slot = entry.slot.clone();
        let record = Arc::new(Record { session, key: key.clone(), slot, stored, revision, view, ended });
        Ok((Moved { record, expected, entry, starts, cancels }, edge))
    }
}

/// Commits, and then does what follows. `None` when another node was quicker.
async fn commit(
    shared: &Arc<Shared>,
    lane: &Arc<Lane>,
    records: &Records,
    ready: Box<Ready>,
) -> Result<Option<Outcome>, StoreError> {
    let Ready { commit, answer, edge } = *ready;
    if commit.mark.is_none() && commit.moved.is_none() {
        return Ok(Some(answer.into()));
    }
    let moved = commit.moved.as_ref().map(|moved| (Arc::clone(&moved.record), moved.starts.clone(), moved.expected));
    match shared.store.commit(commit).await? {
        Committed::Repeated(first) => return Ok(Some(first.into())),
        Committed::Conflict => return Ok(None),
        Committed::Done => {}
    }
    if let Some((record, starts, expected)) = moved {
        let left = records.iter().find(|other| other.slot == record.slot);
        if let Some(left) = left {
            shared.jobs.leave(left.visit());
        }
        let kept = records.iter().filter(|other| other.slot != record.slot).cloned();
        let kept: Records = kept.chain([Arc::clone(&record)]).collect();
        lane.keep_progress(&kept);
        lane.keep(kept);
        lane.tell();
        tracing::debug!(session = %record.session, workflow = %record.stored.workflow, edge, revision = %record.revision, from = %expected, "moved");
        if shared.events.receiver_count() > 0 {
            // That nobody listens any more is no fault.
            let _nobody = shared.events.send(Event {
                session: record.session,
                key: record.key.clone(),
                workflow: record.stored.workflow.to_string(),
                edge: edge.unwrap_or_default(),
                to: record.stored.step.to_string(),
                revision: record.revision,
            });
        }
        work::start(shared, &record, &starts);
    }
    Ok(Some(answer.into()))
}

fn ready(key: &SessionKey, id: Option<DeliveryId>, (moved, edge): (Moved, &'static str)) -> Ready {
    let answer = Answer {
        answered: Answered::Moved,
        session: Some(moved.record.session),
        revision: moved.record.revision,
        step: Some(moved.record.stored.step.to_string()),
    };
    let at = moved.entry.at;
    let mark = id.map(|id| (id, answer.clone()));
    Ready { commit: Commit { key: key.clone(), mark, moved: Some(moved), at }, answer, edge: Some(edge) }
}

fn refused(key: &SessionKey, id: DeliveryId, record: Option<&Record>, answered: Answered) -> Ready {
    let answer = Answer {
        answered,
        session: record.map(|record| record.session),
        revision: record.map_or(Revision::ZERO, |record| record.revision),
        step: record.map(|record| record.stored.step.to_string()),
    };
    let mark = Some((id, answer.clone()));
    Ready { commit: Commit { key: key.clone(), mark, moved: None, at: now() }, answer, edge: None }
}

/// What the engine itself brings in is not marked: the visit decides whether it counts.
fn unmarked(mut ready: Ready) -> Ready {
    ready.commit.mark = None;
    ready
}

/// What the user is told of an error: a rejection as it is, of a fault only that there was one.
fn told(workflow: &str, session: SessionId, error: Error) -> Answered {
    match error.into_rejection() {
        Ok(rejection) => Answered::Rejected { rejection: rejection.as_str().to_owned() },
        Err(fault) => {
            tracing::error!(%session, workflow, %fault, "a transition failed");
            failed()
        }
    }
}

fn failed() -> Answered {
    Answered::Rejected { rejection: "That did not work. Nothing was changed; please try again.".into() }
}

fn stuck() -> Answered {
    Answered::Rejected {
        rejection: "This conversation can't go on right now. It is kept as it is until somebody has looked at it."
            .into(),
    }
}

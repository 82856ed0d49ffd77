//! What a turn is about to commit and answer.

use std::sync::Arc;

use super::Shared;
use super::delivery::{DeliverError, Delivery, To, WorkEnd};
use super::lanes::Records;
use super::question;
use super::route::{Route, route};
use super::stack::{Doing, Done, What};
use super::telemetry::{self, Broken};
use super::work::work_named;
use crate::core::context::User;
use crate::core::decide::Cause;
use crate::core::error::Error;
use crate::core::locale::Locale;
use crate::core::phrase::Phrase;
use crate::core::session::{Revision, SessionId, SessionKey, Visit};
use crate::say;
use crate::store::{Answer, Answered, Asked, Asking, Claim, Commit, DeliveryId, Record};

/// What a turn is about to commit.
pub(super) struct Ready {
    /// Who is answered, and what.
    pub(super) mark: Option<DeliveryId>,
    pub(super) key: SessionKey,
    pub(super) answer: Answer,
    /// The move, when the session moves.
    pub(super) done: Option<Box<Done>>,
    /// What is asked from now on, where the session stays.
    pub(super) asking: Option<Asking>,
    /// How the session gives up that makes place for this one: that is committed first.
    pub(super) first: Option<Box<Ready>>,
}

impl Ready {
    /// What is written, and what follows once it is.
    pub(super) fn into_commit(self, shared: &Shared, claim: Option<Claim>) -> (Commit, Answer, Option<Box<Done>>) {
        let Self { mark, key, answer, done, asking, first: _ } = self;
        let moved = done.as_ref().map(|done| done.moved.clone());
        let at = moved.as_ref().map_or_else(|| shared.now(), |moved| moved.entry.at);
        (Commit { key, mark: mark.map(|id| (id, answer.clone())), claim, moved, asking, at }, answer, done)
    }
}

/// What `from` sent, to the sessions in `records`.
pub(super) async fn prepare(
    shared: &Shared,
    owner: &SessionKey,
    from: &SessionKey,
    records: &Records,
    delivery: &Delivery,
    to: &To,
) -> Result<Ready, DeliverError> {
    let id = DeliveryId::parse(delivery.id.as_str()).ok_or(DeliverError::InvalidId)?;
    let by = match (delivery.by.clone(), delivery.locale.clone()) {
        (Some(by), _) => by,
        (None, None) if from == owner => User::new(from.user()).with_locale(spoken(records)),
        (None, locale) => User::new(from.user()).with_locale(locale.unwrap_or_default()),
    };
    let mut first = None;
    let doing = match route(shared, from, &by, records, delivery, to).await? {
        Route::Refuse { record, answered } => return Ok(refused(from, Some(id), record.as_deref(), answered)),
        Route::Reject { record, why } => {
            return Ok(refused(from, Some(id), record.as_deref(), rejected(shared, by.locale(), why)));
        }
        Route::Ask { record, question, said } => {
            // As its buttons are, which are asked for later.
            let question = shared.words(&record.locale).say(question);
            let asked = Asked { question: question.clone(), said, delivery: id.clone() };
            return Ok(asks(from, id, &record, Some(asked), Answered::Asked { question }));
        }
        Route::Stay { record } => return Ok(asks(from, id, &record, None, Answered::Stayed)),
        Route::Enter { served, cause, said } => {
            let Some(slot) = shared.served.get(served).map(|served| Shared::slot(&**served)) else {
                return Ok(refused(from, Some(id), None, rejected(shared, by.locale(), failed())));
            };
            let record = records.iter().find(|record| record.slot == slot).cloned();
            if let Some(left) = &record
                && let Some(ready) = given_up(shared, from, &by, left).await
            {
                if ready.done.is_none() {
                    return Ok(Ready { mark: Some(id), ..ready });
                }
                first = Some(Box::new(ready));
            }
            Doing { what: What::Enter { served, cause }, record, said, by: Some(by) }
        }
        Route::Step { record, depth, cause, said } => {
            Doing { what: What::Take { depth, cause }, record: Some(record), said, by: Some(by) }
        }
    };
    Ok(Ready { first, ..decided(shared, from, Some(id.clone()), id, doing).await })
}

/// How the session gives up before another workflow takes its place, as its own command does it; none when it owes nothing.
async fn given_up(shared: &Shared, key: &SessionKey, by: &User, left: &Arc<Record>) -> Option<Ready> {
    let question::GivesUp { depth, command } = question::gives_up(shared, left)?;
    let cause = Cause::Command { command: command.to_owned(), input: None };
    let what = What::Take { depth, cause };
    let id = DeliveryId::internal(format!("left:{}:{}", left.session, left.revision));
    let doing = Doing { what, record: Some(Arc::clone(left)), said: None, by: Some(by.clone()) };
    Some(decided(shared, key, None, id, doing).await)
}

/// The language that the owner of these sessions was answered in last: in the conversation, if there is one.
fn spoken(records: &Records) -> Locale {
    let main = records.iter().find(|record| record.slot.is_main());
    main.or(records.first()).map(|record| record.locale.clone()).unwrap_or_default()
}

/// The end of work is taken only by the visit that asked for it.
pub(super) async fn prepare_end(shared: &Shared, key: &SessionKey, records: &Records, end: WorkEnd) -> Ready {
    let Some((record, depth)) = stands(records, end.claim.id.visit) else {
        return refused(key, None, None, Answered::Stale);
    };
    let policy = record.step_at(depth).and_then(|stored| {
        let graph = shared.served(&stored.workflow)?.graph();
        work_named(graph, &stored.step, &end.name).map(|(_, policy)| policy)
    });
    let what = match (end.result, policy) {
        (Ok(child), Some(policy)) if policy.child.is_some() => {
            if depth < record.below.len() {
                let rejection = "another workflow runs inside of its step already".to_owned();
                return refused(key, None, Some(record), Answered::Rejected { rejection });
            }
            What::Nest { name: policy.name, child }
        }
        (Ok(result), _) => What::Take { depth, cause: Cause::Done { work: end.name, result } },
        (Err(failure), _) => What::Take { depth, cause: Cause::Failed { work: end.name, failure } },
    };
    let id = DeliveryId::internal(format!("work:{}", end.claim.id.key()));
    decided(shared, key, None, id, Doing { what, record: Some(Arc::clone(record)), said: None, by: None }).await
}

/// A timer fires only at the visit that it was armed for.
pub(super) async fn prepare_timer(
    shared: &Shared,
    key: &SessionKey,
    records: &Records,
    visit: Visit,
    edge: String,
) -> Ready {
    let Some((record, depth)) = stands(records, visit) else {
        return refused(key, None, None, Answered::Stale);
    };
    let id = DeliveryId::internal(format!("timer:{}:{}:{edge}", visit.session, visit.revision));
    let what = What::Take { depth, cause: Cause::Timer { edge } };
    decided(shared, key, None, id, Doing { what, record: Some(Arc::clone(record)), said: None, by: None }).await
}

/// The session that stands at this visit, and how deep.
pub(super) fn stands(records: &Records, visit: Visit) -> Option<(&Arc<Record>, usize)> {
    records.iter().find_map(|record| Some((record, record.depth_of(visit)?)))
}

/// What the engine itself brings in is not marked: the visit decides whether it counts.
async fn decided(
    shared: &Shared,
    key: &SessionKey,
    mark: Option<DeliveryId>,
    delivery: DeliveryId,
    doing: Doing,
) -> Ready {
    let standing = doing.record.clone();
    let by = doing.by.as_ref().map(|user| user.locale().clone());
    match Box::pin(doing.decide(shared, key, delivery)).await {
        Ok(done) => {
            let record = &done.moved.record;
            let answer = Answer {
                answered: Answered::Moved,
                session: Some(record.session),
                revision: record.revision,
                step: Some(record.stored.step.clone()),
            };
            Ready { mark, key: key.clone(), answer, done: Some(done), asking: None, first: None }
        }
        Err(why) => {
            let locale = by.or_else(|| Some(standing.as_ref()?.locale.clone())).unwrap_or_default();
            refused(key, mark, standing.as_deref(), rejected(shared, &locale, why))
        }
    }
}

/// The session stays where it is, and its owner is asked this.
fn asks(key: &SessionKey, mark: DeliveryId, record: &Record, asked: Option<Asked>, answered: Answered) -> Ready {
    let asking = Asking { visit: record.visit(), asked: asked.map(Arc::new) };
    Ready { asking: Some(asking), ..refused(key, Some(mark), Some(record), answered) }
}

/// The session stays as it is.
pub(super) fn refused(
    key: &SessionKey,
    mark: Option<DeliveryId>,
    record: Option<&Record>,
    answered: Answered,
) -> Ready {
    let answer = Answer {
        answered,
        session: record.map(|record| record.session),
        revision: record.map_or(Revision::ZERO, |record| record.revision),
        step: record.map(|record| record.stored.step.clone()),
    };
    Ready { mark, key: key.clone(), answer, done: None, asking: None, first: None }
}

/// What the user is told of an error: a rejection as it is, of a fault only that there was one.
pub(super) fn told(workflow: &str, session: SessionId, error: Error) -> Phrase {
    match error.into_rejection() {
        Ok(rejection) => rejection.phrase().clone(),
        Err(fault) => {
            telemetry::broke(workflow, Broken::Transition);
            tracing::error!(%session, workflow, %fault, "a transition failed");
            failed()
        }
    }
}

/// A user who is answered in `locale` is told why not.
pub(super) fn rejected(shared: &Shared, locale: &Locale, why: Phrase) -> Answered {
    Answered::Rejected { rejection: shared.words(locale).say(why) }
}

pub(super) fn failed() -> Phrase {
    say!("That did not work. Nothing was changed; please try again.")
}

pub(super) fn stuck() -> Phrase {
    say!("This conversation can't go on right now. It is kept as it is until somebody has looked at it.")
}

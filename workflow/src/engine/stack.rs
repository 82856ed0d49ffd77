//! Decisions for a session as a stack of workflows: an edge of one of its steps is taken, a child begins inside of one, a
//! child that comes to an end is taken by the step around it. All of that is one move.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::Value;
use uuid::Uuid;

use super::Shared;
use super::answer::{failed, stuck, told};
use super::clock::later;
use super::hooks::Passed;
use super::served::{AsksEffect, Decided, Refused, Served, Stands};
use super::telemetry::{self, Broken};
use crate::core::context::{Turn, User};
use crate::core::decide::{Cause, panic_text, work_of};
use crate::core::error::Error;
use crate::core::graph::When;
use crate::core::locale::Locale;
use crate::core::phrase::Phrase;
use crate::core::session::{Revision, SessionId, SessionKey};
use crate::core::stored::{LoadError, Stored};
use crate::store::{Asks, DeliveryId, Frame, JournalEntry, Moved, PendingKind, Record, Said, Shows};

/// A decision that is to be made.
pub(super) struct Doing {
    pub(super) what: What,
    /// The session that goes on, or whose place a new one takes.
    pub(super) record: Option<Arc<Record>>,
    pub(super) said: Option<Said>,
    /// None when the engine itself does it.
    pub(super) by: Option<User>,
}

/// What is to be done.
pub(super) enum What {
    /// A workflow begins, in a session of its own: its position among the served ones.
    Enter { served: usize, cause: Cause },
    /// The step at this depth takes the cause. What runs inside of it ends.
    Take { depth: usize, cause: Cause },
    /// The innermost step begins a workflow inside, for its work of this name.
    Nest { name: &'static str, child: Value },
}

/// A decision that was made.
pub(super) struct Done {
    pub(super) moved: Arc<Moved>,
    pub(super) edge: &'static str,
    pub(super) turn: Turn,
    /// The steps that were left and entered, in order.
    pub(super) passed: Vec<Passed>,
}

impl Doing {
    /// Runs the user's code: what it does wrong harms this turn and nothing else.
    pub(super) async fn decide(
        self,
        shared: &Shared,
        key: &SessionKey,
        delivery: DeliveryId,
    ) -> Result<Box<Done>, Phrase> {
        let record = match &self.what {
            What::Enter { .. } => None,
            What::Take { .. } | What::Nest { .. } => self.record.as_ref(),
        };
        let session = record.map_or_else(|| SessionId::new(Uuid::now_v7()), |record| record.session);
        let key = record.map_or(key, |record| &record.key).clone();
        let user =
            self.by.clone().unwrap_or_else(|| record.map_or_else(|| User::new(key.user()), |record| record.owner()));
        let turn = Turn { user, now: shared.now(), session, key };
        let workflow = match &self.what {
            What::Enter { served, .. } => shared.served.get(*served).map_or("", |served| served.graph().name()),
            _ => record.map_or("", |record| &*record.stored.workflow),
        }
        .to_owned();
        telemetry::is_about(session, &workflow);
        let deciding = Box::pin(chain(shared, &turn, record.map(|record| &**record), self.what));
        let deciding = AssertUnwindSafe(deciding).catch_unwind();
        let mut landed = match tokio::time::timeout(shared.limits.turn_time, deciding).await {
            Ok(Ok(Ok(landed))) => landed,
            Ok(Ok(Err(Refused::Stuck(error)))) => {
                tracing::error!(%session, workflow, %error, "a stored step does not load: the session is stuck");
                return Err(stuck());
            }
            Ok(Ok(Err(Refused::Error(error)))) => return Err(told(&workflow, session, error)),
            Ok(Err(panic)) => {
                telemetry::broke(&workflow, Broken::Transition);
                tracing::error!(%session, workflow, panic = panic_text(&*panic), "a transition panicked");
                return Err(failed());
            }
            Err(_) => {
                telemetry::broke(&workflow, Broken::Transition);
                tracing::error!(%session, workflow, "a transition took longer than {:?}", shared.limits.turn_time);
                return Err(failed());
            }
        };
        if let Some(fault) = &landed.decided.view_fault {
            telemetry::broke(&workflow, Broken::View);
            tracing::error!(%session, workflow, step = %landed.decided.stored.step, %fault, "a view failed: its step's docs are shown");
        }
        let locale = spoken(&turn, record);
        landed.translate(shared, &locale);
        Ok(Box::new(landed.into_done(record, turn, locale, delivery, self.said, self.by)))
    }
}

/// Where a chain of decisions came to.
struct Landed<'a> {
    decided: Decided,
    served: &'a dyn Served,
    /// The edge that was taken first.
    edge: &'static str,
    below: Vec<Frame>,
    effects: Vec<AsksEffect>,
    passed: Vec<Passed>,
    leaves: Option<Revision>,
}

/// Decides; and as long as that ends a child, decides for the step around it.
async fn chain<'a>(
    shared: &'a Shared,
    turn: &Turn,
    record: Option<&Record>,
    what: What,
) -> Result<Landed<'a>, Refused> {
    let mut below = record.map(|record| record.below.clone()).unwrap_or_default();
    let mut passed = Vec::new();
    let mut leaves = None;
    let (served, edge, mut decided) = match (what, record) {
        (What::Enter { served, cause }, _) => {
            let served = shared.served.get(served).ok_or_else(gone)?;
            let decided = served.decide(turn, None, cause).await?;
            (&**served, decided.edge, decided)
        }
        (What::Take { depth, cause }, Some(record)) => {
            for depth in (depth + 1..=record.below.len()).rev() {
                passed.extend(record.step_at(depth).map(left));
            }
            let stands = match below.get(depth) {
                Some(frame) => around(frame),
                None => Stands {
                    stored: Arc::clone(&record.stored),
                    entered: record.revision,
                    history: record.history.clone(),
                },
            };
            below.truncate(depth);
            leaves = Some(stands.entered);
            passed.push(left(&stands.stored));
            let served = find(shared, &stands.stored)?;
            let decided = served.decide(turn, Some(stands), cause).await?;
            (served, decided.edge, decided)
        }
        (What::Nest { name, child, .. }, Some(record)) => {
            let child: Stored = serde_json::from_value(child)?;
            let served = find(shared, &child)?;
            below.push(Frame {
                stored: Arc::clone(&record.stored),
                entered: record.revision,
                history: record.history.clone(),
                work: name.to_owned(),
            });
            (served, name, served.begin(turn, &child).await?)
        }
        (What::Take { .. } | What::Nest { .. }, None) => return Err(gone()),
    };
    let mut landed_at = served;
    let mut effects = std::mem::take(&mut decided.effects);
    passed.push(entered(&decided.stored));
    while decided.ended
        && let Some(frame) = below.pop()
    {
        let result = serde_json::to_value(&*decided.stored)?;
        let stands = around(&frame);
        leaves = Some(frame.entered);
        passed.extend([left(&decided.stored), left(&stands.stored)]);
        landed_at = find(shared, &stands.stored)?;
        decided = landed_at.decide(turn, Some(stands), Cause::Done { work: frame.work, result }).await?;
        effects.append(&mut decided.effects);
        passed.push(entered(&decided.stored));
    }
    Ok(Landed { decided, served: landed_at, edge, below, effects, passed, leaves })
}

/// The language that the session's owner is answered in: their own, also where somebody else acts.
fn spoken(turn: &Turn, before: Option<&Arc<Record>>) -> Locale {
    if turn.user.id() == &turn.key.user() {
        return turn.user.locale().clone();
    }
    before.map(|before| before.locale.clone()).unwrap_or_default()
}

impl Landed<'_> {
    /// Says what is shown in the owner's language; to others in the one that is spoken where theirs is not known.
    fn translate(&mut self, shared: &Shared, locale: &Locale) {
        let (graph, Decided { step, stored, view, views, .. }) = (self.served.graph(), &mut self.decided);
        shared.words(locale).translate(graph, *step, stored, None, view);
        view.settle();
        let words = shared.texts.words_of_others();
        for (role, view) in views {
            words.translate(graph, *step, stored, Some(role), view);
            view.settle();
        }
    }

    fn into_done(
        self,
        before: Option<&Arc<Record>>,
        turn: Turn,
        locale: Locale,
        delivery: DeliveryId,
        said: Option<Said>,
        by: Option<User>,
    ) -> Done {
        let Self { decided, served, edge, below, effects, passed, leaves } = self;
        let graph = served.graph();
        let view = Arc::new(decided.view);
        let expected = before.map_or(Revision::ZERO, |record| record.revision);
        let slot = before.map_or_else(|| Shared::slot(served), |record| record.slot.clone());
        let entry = JournalEntry {
            session: turn.session,
            revision: expected.next(),
            at: turn.now,
            delivery,
            edge: edge.into(),
            from: before.map(|record| record.stored.step.clone()),
            to: decided.stored.step.clone(),
            by: by.map(|user| user.id().clone()),
            said,
            view: Arc::clone(&view),
            slot: slot.clone(),
        };
        let record = Record {
            session: turn.session,
            locale,
            key: turn.key.clone(),
            slot,
            stored: decided.stored,
            revision: entry.revision,
            history: decided.history,
            below,
            view,
            views: decided.views.into_iter().map(|(role, view)| (role.into(), Arc::new(view))).collect(),
            asked: None,
            ended: decided.ended,
        };
        let mut asks = Vec::new();
        let mut ask = |kind, index, workflow, name, payload, due| {
            // A graph of more could not be compiled.
            if let Ok(index) = u16::try_from(index) {
                asks.push(Asks { kind, index, workflow, name, payload, due });
            }
        };
        for index in work_of(graph, decided.step) {
            let name = graph.work().get(index).map_or("", |work| work.name);
            ask(PendingKind::Work, index, graph.name(), name, None, turn.now);
        }
        for (index, (edge, wait)) in decided.timers.into_iter().enumerate() {
            ask(PendingKind::Timer, index, graph.name(), edge, None, later(turn.now, wait));
        }
        for (index, AsksEffect { workflow, name, payload }) in effects.into_iter().enumerate() {
            ask(PendingKind::Effect, index, workflow, name, Some(payload), turn.now);
        }
        let shown = !record.views.is_empty() || before.is_some_and(|before| !before.views.is_empty());
        let moved = Moved {
            expected,
            entry,
            asks,
            leaves,
            visits: record.changes_since(before.map(|before| &**before)),
            shows: if shown { Shows::Anew } else { Shows::Nothing },
            record: Arc::new(record),
        };
        Done { moved: Arc::new(moved), edge, turn, passed }
    }
}

fn around(frame: &Frame) -> Stands {
    Stands { stored: Arc::clone(&frame.stored), entered: frame.entered, history: frame.history.clone() }
}

fn find<'a>(shared: &'a Shared, stored: &Stored) -> Result<&'a dyn Served, Refused> {
    let unknown = || LoadError::OtherWorkflow {
        expected: "one that is served here".to_owned(),
        found: stored.workflow.to_string(),
    };
    shared.served(&stored.workflow).ok_or_else(|| Refused::Stuck(unknown()))
}

fn gone() -> Refused {
    Refused::Error(Error::from_fault("there is nothing that could take this"))
}

fn left(stored: &Arc<Stored>) -> Passed {
    Passed { when: When::Exit, stored: Arc::clone(stored) }
}

fn entered(stored: &Arc<Stored>) -> Passed {
    Passed { when: When::Entry, stored: Arc::clone(stored) }
}

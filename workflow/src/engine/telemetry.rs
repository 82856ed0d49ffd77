//! What an operator sees of an engine: a span around each turn, attempt and hook, and numbers of how many there were and
//! how long they took. Neither holds what a user said.
//!
//! The numbers go to the recorder of the `metrics` crate, with the feature `metrics`; without it they are not counted.

use std::time::Instant;

use tracing::field::Empty;
use tracing::{Span, info_span};

use super::delivery::DeliverError;
use crate::core::session::{Revision, SessionId};
use crate::store::Answered;

/// The span of a turn; what it is about is told when it is known.
pub(super) fn turn() -> Span {
    info_span!("turn", session = Empty, workflow = Empty, edge = Empty, revision = Empty)
}

/// The span of one attempt: the first one is number 1.
pub(super) fn attempt(what: Tried, session: SessionId, workflow: &str, name: &str, failed_before: u32) -> Span {
    let attempt = failed_before + 1;
    match what {
        Tried::Work => info_span!("work", %session, workflow, name, attempt),
        Tried::Effect => info_span!("effect", %session, workflow, name, attempt),
    }
}

/// The span of a hook that is called.
pub(super) fn hook(session: SessionId, workflow: &str, step: &str, name: &str) -> Span {
    info_span!("hook", %session, workflow, step, name)
}

/// Tells the span of the turn what it is about.
pub(super) fn is_about(session: SessionId, workflow: &str) {
    Span::current().record("session", tracing::field::display(session)).record("workflow", workflow);
}

/// Tells the span of the turn what came of it.
pub(super) fn moved(workflow: &str, edge: &'static str, revision: Revision) {
    Span::current().record("edge", edge).record("revision", revision.get());
    count("workflow_moves_total", [("workflow", workflow), ("edge", edge)]);
}

/// A delivery was answered, or was not.
pub(super) fn delivered(begun: Instant, answered: Result<&Answered, &DeliverError>) {
    let answered = match answered {
        Ok(Answered::Moved) => "moved",
        Ok(Answered::Rejected { .. }) => "rejected",
        Ok(Answered::Stale) => "stale",
        Ok(Answered::Foreign) => "foreign",
        Ok(Answered::Unknown) => "unknown",
        Ok(Answered::Asked { .. }) => "asked",
        Ok(Answered::Stayed) => "stayed",
        Err(DeliverError::Busy { .. }) => "busy",
        Err(DeliverError::Closing) => "closing",
        Err(_) => "failed",
    };
    count("workflow_turns_total", [("answered", answered)]);
    time("workflow_turn_seconds", begun, []);
}

/// A commit is durable, or failed.
pub(super) fn committed(begun: Instant) {
    time("workflow_commit_seconds", begun, []);
}

/// What broke, in the user's code.
#[derive(Debug, Clone, Copy)]
pub(super) enum Broken {
    Transition,
    View,
    Hook,
}

/// Something in the user's code broke.
pub(super) fn broke(workflow: &str, what: Broken) {
    let what = match what {
        Broken::Transition => "transition",
        Broken::View => "view",
        Broken::Hook => "hook",
    };
    count("workflow_faults_total", [("workflow", workflow), ("what", what)]);
}

/// What is tried again until it is done or given up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tried {
    Work,
    Effect,
}

/// One attempt ended.
pub(super) fn attempted(what: Tried, name: &str, begun: Instant, is_done: bool) {
    let (total, seconds) = match what {
        Tried::Work => ("workflow_work_attempts_total", "workflow_work_seconds"),
        Tried::Effect => ("workflow_effect_attempts_total", "workflow_effect_seconds"),
    };
    let result = if is_done { "done" } else { "failed" };
    count(total, [("name", name), ("result", result)]);
    time(seconds, begun, [("name", name)]);
}

/// It was given up after its last attempt.
pub(super) fn given_up(what: Tried, name: &str) {
    let total = match what {
        Tried::Work => "workflow_work_given_up_total",
        Tried::Effect => "workflow_effects_given_up_total",
    };
    count(total, [("name", name)]);
}

/// A timer was brought to its session.
pub(super) fn fired(edge: &str, is_taken: bool) {
    let taken = if is_taken { "yes" } else { "no" };
    count("workflow_timers_total", [("edge", edge), ("taken", taken)]);
}

type Labels<'a, const N: usize> = [(&'static str, &'a str); N];

#[cfg(feature = "metrics")]
fn count<const N: usize>(name: &'static str, labels: Labels<'_, N>) {
    metrics::counter!(name, labels.map(owned).as_slice()).increment(1);
}

#[cfg(feature = "metrics")]
fn time<const N: usize>(name: &'static str, begun: Instant, labels: Labels<'_, N>) {
    metrics::histogram!(name, labels.map(owned).as_slice()).record(begun.elapsed().as_secs_f64());
}

#[cfg(feature = "metrics")]
fn owned((name, value): (&'static str, &str)) -> (&'static str, String) {
    (name, value.to_owned())
}

#[cfg(not(feature = "metrics"))]
fn count<const N: usize>(_: &'static str, _: Labels<'_, N>) {}

#[cfg(not(feature = "metrics"))]
fn time<const N: usize>(_: &'static str, _: Instant, _: Labels<'_, N>) {}

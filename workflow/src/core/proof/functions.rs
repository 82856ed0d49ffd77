//! What a function may take, and what must become of the result of work.

use super::super::graph::{From, Graph, Trigger};
use super::super::input::Takes;
use super::{Message, codes, same};

/// The parameter at position `index` takes an input that may be missing outside an entry, or is the second one that takes
/// an input. `takes` has one item a parameter.
pub const fn inputs(function: &str, place: Place, takes: &[Option<Takes>], index: usize) -> Option<Message> {
    let Some(taken) = takes[index] else { return None };
    let mut i = 0;
    while i < index {
        if takes[i].is_some() {
            return Some(
                Message::new("`")
                    .then(function)
                    .then("` takes two inputs: a user sends one at a time. Ask for the other one at a step of its own")
                    .then(codes::TWO_INPUTS),
            );
        }
        i += 1;
    }
    if let Some(kind) = taken.twice() {
        return Some(
            Message::new("`")
                .then(function)
                .then("` takes ")
                .then(kind.word())
                .then(" on both sides of its `Either`: nobody could tell which is meant. Take it once")
                .then(codes::BOTH_SIDES),
        );
    }
    if taken.picks() {
        match place {
            Place::Entry => {
                return Some(
                    Message::new("`")
                        .then(function)
                        .then("` is an entry: no view has offered options yet. Pick at a step")
                        .then(codes::NO_OPTIONS),
                );
            }
            Place::Unseen(step, by) => {
                return Some(
                    Message::new("nothing offers options at `")
                        .then(step)
                        .then("`")
                        .then(by)
                        .then(": write a `#[view]` of that step that offers them by `View::option`")
                        .then(codes::NO_OPTIONS),
                );
            }
            Place::Transition => {}
        }
    }
    if taken.optional && !matches!(place, Place::Entry) {
        let message = "` takes an input that may be missing: `Option` is for entries. Write two transitions, one of them without it";
        return Some(Message::new("`").then(function).then(message).then(codes::OPTIONAL));
    }
    None
}

/// A function whose label, result or failure leaves no room for an input.
pub const fn no_input(function: &str, why: &str, takes: &[Option<Takes>]) -> Option<Message> {
    let mut i = 0;
    while i < takes.len() {
        if takes[i].is_some() {
            return Some(Message::new("`").then(function).then("` ").then(why).then(codes::NO_INPUT));
        }
        i += 1;
    }
    None
}

/// Work whose result or failure nobody takes, or which may never return and can't be left.
pub const fn work(graph: Option<&Graph>, index: usize) -> Option<Message> {
    let Some(graph) = graph else { return None };
    let work = &graph.work()[index];
    let step = &graph.steps()[work.step];
    let edges = graph.edges();
    let (mut done, mut failed, mut left) = (false, false, false);
    let mut i = 0;
    while i < edges.len() {
        match edges[i].trigger {
            Trigger::Done(name) if same(name, work.name) => done = true,
            Trigger::Failed(name) if same(name, work.name) => failed = true,
            Trigger::Done(_) | Trigger::Failed(_) => {}
            Trigger::User | Trigger::After(_) => match edges[i].from {
                From::Step(step) if step == work.step => left = true,
                From::Any => left = true,
                _ => {}
            },
        }
        i += 1;
    }
    if step.end && !done && !failed {
        return Some(
            Message::new("`")
                .then(work.name)
                .then("` works at `")
                .then(step.ident)
                .then("`, which is an end: do the work at a step before it")
                .then(codes::AT_AN_END),
        );
    }
    if work.child.is_some()
        && let Some(first) = earlier_child(graph, index)
    {
        return Some(
            Message::new("`")
                .then(first)
                .then("` and `")
                .then(work.name)
                .then("` would both run a workflow inside `")
                .then(step.ident)
                .then("`: give each a step of its own")
                .then(codes::TWO_CHILDREN),
        );
    }
    // What runs inside has its own ways out, and no failure.
    let (failed, left) = (failed || work.child.is_some(), left || work.child.is_some());
    let untaken = match (done, failed) {
        (true, true) if left || work.timeout.is_some() => return None,
        (true, true) => {
            return Some(
                Message::new("`")
                    .then(work.name)
                    .then("` may never return: give it a timeout, as in `#[invoke(timeout = \"10m\")]`, or a way out")
                    .then(codes::MAY_NEVER_RETURN),
            );
        }
        (false, true) => "result",
        (true, false) => "failure",
        (false, false) => "result and the failure",
    };
    let message = Message::new("nothing takes the ").then(untaken).then(" of `").then(work.name).then("`: write ");
    let message = match (done, failed) {
        (false, true) => message.then("a transition with `#[done(").then(work.name).then(")]`"),
        (true, _) => message.then("a transition with `#[failed(").then(work.name).then(")]`"),
        (false, false) => message
            .then("transitions with `#[done(")
            .then(work.name)
            .then(")]` and `#[failed(")
            .then(work.name)
            .then(")]`"),
    };
    Some(message.then(codes::NOT_TAKEN))
}

/// The name of other work of the same step that begins a workflow inside, written before the one at position `index`.
const fn earlier_child(graph: &Graph, index: usize) -> Option<&'static str> {
    let work = graph.work();
    let mut i = 0;
    while i < index {
        if work[i].step == work[index].step && work[i].child.is_some() {
            return Some(work[i].name);
        }
        i += 1;
    }
    None
}

/// Which rule a function's inputs are held to.
#[derive(Clone, Copy)]
pub enum Place {
    /// An input may be missing.
    Entry,
    /// An input is there.
    Transition,
    /// An input is there, and this step has no view that offers options; or none to these, as in “ to a `reviewer`”.
    Unseen(&'static str, &'static str),
}

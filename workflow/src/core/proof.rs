//! What is proved of a graph while it compiles. Each check returns the message of the mistake, if there is one, and the
//! emitted code panics with it at the user's own token.
#![expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where `get` is not const and a panic is an error"
)]

mod clashes;
mod codes;
mod drawn;
mod functions;
mod message;
mod passes;
mod search;

use super::graph::{Edge, From, Graph, StepInfo};
pub use clashes::Clashes;
pub use drawn::{Drawn, drawn};
pub use functions::{Place, inputs, no_input, work};
use message::Message;
pub use passes::rewind;
use search::{Adjacency, Direction, NONE, Visit};

/// Panics with the message of a mistake, if there is one.
#[track_caller]
#[expect(clippy::panic, reason = "evaluated by the compiler, which shows it where the call stands")]
pub const fn complain(mistake: Option<Message>) {
    if let Some(mistake) = mistake {
        panic!("{}", mistake.get())
    }
}

/// Panics with this message unless all is fine.
#[track_caller]
#[expect(clippy::panic, reason = "evaluated by the compiler, which shows it where the call stands")]
pub const fn complain_unless(fine: bool, message: &str) {
    if !fine {
        panic!("{}", message)
    }
}

/// How many targets all edges have: the second parameter of [`Proof`].
pub const fn count_targets(edges: &[Edge]) -> usize {
    let (mut i, mut count) = (0, 0);
    while i < edges.len() {
        count += edges[i].to.len();
        i += 1;
    }
    count
}

/// What can be reached from where, searched once for a workflow of `STEPS` steps whose edges have `TARGETS` targets.
pub struct Proof<const STEPS: usize, const TARGETS: usize> {
    /// Whether a path from an entry leads to the step.
    reached: [bool; STEPS],
    /// Whether a path from the step leads to an end. Edges from every step don't count: a cancel would hide a loop.
    finishes: [bool; STEPS],
    /// Whether an edge of its own leaves the step.
    left: [bool; STEPS],
    /// Whether there is an entry.
    entered: bool,
    /// Whether the impl was found and is without mistakes of its own.
    sound: bool,
}

impl<const STEPS: usize, const TARGETS: usize> Proof<STEPS, TARGETS> {
    /// Searches `graph`; nothing is said of it unless it is `sound`.
    pub const fn search(graph: &Graph, sound: bool) -> Self {
        let forward = Adjacency::<STEPS, TARGETS>::new(graph, Direction::Forward);
        let backward = Adjacency::<STEPS, TARGETS>::new(graph, Direction::Backward);
        let mut reached = Visit::<STEPS>::new();
        let mut finishes = Visit::<STEPS>::new();
        let mut left = [false; STEPS];
        let mut entered = false;
        let edges = graph.edges();
        let mut i = 0;
        while i < edges.len() {
            match edges[i].from {
                From::Entry => {
                    entered = true;
                    reached.add_all(edges[i].to);
                }
                From::Step(step) => left[step] = true,
                From::Any => {}
            }
            i += 1;
        }
        let mut anywhere = false;
        while let Some(step) = reached.pop() {
            reached.follow(&forward, step);
            if !anywhere && !graph.steps()[step].end {
                anywhere = true;
                let mut i = 0;
                while i < edges.len() {
                    if matches!(edges[i].from, From::Any) {
                        reached.add_all(edges[i].to);
                    }
                    i += 1;
                }
            }
        }
        let mut i = 0;
        while i < STEPS {
            // A dead end is told of by itself, and not again by each step before it.
            if graph.steps()[i].end || !left[i] {
                finishes.add(i);
            }
            i += 1;
        }
        while let Some(step) = finishes.pop() {
            finishes.follow(&backward, step);
        }
        Self { reached: reached.seen, finishes: finishes.seen, left, entered, sound }
    }

    /// A workflow without a way in.
    pub const fn no_entry(&self, graph: &Graph) -> Option<Message> {
        if self.entered || !self.sound {
            return None;
        }
        Some(
            Message::new("workflow `")
                .then(graph.name())
                .then("` has no entry: write a function without `self` that returns its first step")
                .then(codes::NO_ENTRY),
        )
    }

    /// A step that can't be reached, is a dead end, is left though it is an end, or can never finish: the first of
    /// these that is so.
    pub const fn step(&self, graph: &Graph, index: usize) -> Option<Message> {
        let step = &graph.steps()[index];
        if !self.entered || !self.sound {
            return None;
        }
        if !self.reached[index] {
            return Some(
                about(step, "can't be reached from an entry: return it from a transition, or remove it")
                    .then(codes::UNREACHABLE),
            );
        }
        if step.end {
            return left_end(graph, index);
        }
        if !self.left[index] {
            return Some(
                about(step, "is a dead end: write a transition with `self: ")
                    .then(step.ident)
                    .then("`, or mark it `#[step(end)]`")
                    .then(codes::DEAD_END),
            );
        }
        if !self.finishes[index] {
            let message = "can never finish: no path from it leads to an end. Add a transition that does, or mark a step on its path `#[step(end)]`";
            return Some(about(step, message).then(codes::NEVER_FINISHES));
        }
        None
    }
}

const fn about(step: &StepInfo, rest: &str) -> Message {
    Message::new("step `").then(step.ident).then("` ").then(rest)
}

const fn left_end(graph: &Graph, index: usize) -> Option<Message> {
    let edges = graph.edges();
    let mut i = 0;
    while i < edges.len() {
        if let From::Step(from) = edges[i].from
            && from == index
        {
            return Some(
                about(&graph.steps()[index], "is an end, but `")
                    .then(edges[i].name)
                    .then("` leaves it: remove the transition, or `#[step(end)]`")
                    .then(codes::LEFT_END),
            );
        }
        i += 1;
    }
    None
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

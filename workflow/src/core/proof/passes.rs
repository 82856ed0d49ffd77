//! Steps that every path from an entry passes.

use super::super::graph::{Edge, From, Graph, StepInfo};
use super::search::{Adjacency, Direction, Visit};
use super::{Message, Proof, about, codes};

impl<const STEPS: usize, const TARGETS: usize> Proof<STEPS, TARGETS> {
    /// A step that can be reached without passing one of those in its `#[step(after(…))]`.
    pub const fn passes(&self, graph: &Graph, index: usize) -> Option<Message> {
        let step = &graph.steps()[index];
        if !self.entered || !self.sound || !self.reached[index] {
            return None;
        }
        let mut i = 0;
        while i < step.after.len() {
            let passed = &graph.steps()[step.after[i]];
            if reached_without::<STEPS, TARGETS>(graph, step.after[i])[index] {
                return Some(
                    about(step, "can be reached without passing `")
                        .then(passed.ident)
                        .then("`: lead every path from an entry through it, or leave it out of `after(…)`")
                        .then(codes::SKIPPED),
                );
            }
            i += 1;
        }
        None
    }
}

/// A `Rewind<S>` of an entry, or one that can be taken where `S` was not visited before.
pub const fn rewind<const STEPS: usize, const TARGETS: usize>(graph: Option<&Graph>, index: usize) -> Option<Message> {
    let Some(graph) = graph else { return None };
    let edge = &graph.edges()[index];
    if !edge.rewinds || edge.to.is_empty() {
        return None;
    }
    let target = &graph.steps()[edge.to[0]];
    let message = Message::new("`").then(edge.name);
    match edge.from {
        From::Entry => Some(message.then("` is an entry: there is nothing to go back to").then(codes::REWIND)),
        From::Step(step) if step == edge.to[0] => Some(
            message
                .then("` goes back to `")
                .then(target.ident)
                .then("`, where it begins: return the step itself, or leave it by another one")
                .then(codes::REWIND),
        ),
        From::Step(step) => {
            if reached_without::<STEPS, TARGETS>(graph, edge.to[0])[step] {
                Some(unvisited(&graph.steps()[step], target))
            } else {
                None
            }
        }
        // The step itself is among them, at its first visit.
        From::Any => Some(
            message
                .then("` can be taken before `")
                .then(target.ident)
                .then("` was visited: name the steps behind it, with `#[from(…)]` and plain `self`")
                .then(codes::REWIND),
        ),
    }
}

const fn unvisited(step: &StepInfo, target: &StepInfo) -> Message {
    Message::new("`")
        .then(step.ident)
        .then("` can be reached without visiting `")
        .then(target.ident)
        .then("`: go back to a step that every path passes, or return `")
        .then(target.ident)
        .then("` itself")
        .then(codes::REWIND)
}

/// Which steps a path from an entry leads to that does not pass the step at position `avoided`.
const fn reached_without<const STEPS: usize, const TARGETS: usize>(graph: &Graph, avoided: usize) -> [bool; STEPS] {
    let forward = Adjacency::<STEPS, TARGETS>::new(graph, Direction::Forward);
    let mut visit = Visit::<STEPS>::new();
    let edges = graph.edges();
    let mut i = 0;
    while i < edges.len() {
        if matches!(edges[i].from, From::Entry) {
            add_but(&mut visit, &edges[i], avoided);
        }
        i += 1;
    }
    let mut anywhere = false;
    while let Some(step) = visit.pop() {
        visit.follow_but(&forward, step, avoided);
        if !anywhere && !graph.steps()[step].end {
            anywhere = true;
            let mut i = 0;
            while i < edges.len() {
                if matches!(edges[i].from, From::Any) {
                    add_but(&mut visit, &edges[i], avoided);
                }
                i += 1;
            }
        }
    }
    visit.seen
}

const fn add_but<const STEPS: usize>(visit: &mut Visit<STEPS>, edge: &Edge, avoided: usize) {
    let mut i = 0;
    while i < edge.to.len() {
        // Going back leads only where the session was before.
        if edge.to[i] != avoided && !edge.rewinds {
            visit.add(edge.to[i]);
        }
        i += 1;
    }
}

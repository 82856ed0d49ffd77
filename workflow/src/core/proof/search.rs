//! A search of the graph without a round over all edges for each step.

use super::super::graph::{From, Graph};

#[derive(Clone, Copy)]
pub(super) enum Direction {
    Forward,
    Backward,
}

/// The neighbours of each step as linked lists in arrays: no round over all edges for each step.
pub(super) struct Adjacency<const STEPS: usize, const TARGETS: usize> {
    first: [usize; STEPS],
    next: [usize; TARGETS],
    step: [usize; TARGETS],
}

pub(super) const NONE: usize = usize::MAX;

impl<const STEPS: usize, const TARGETS: usize> Adjacency<STEPS, TARGETS> {
    pub(super) const fn new(graph: &Graph, direction: Direction) -> Self {
        let mut lists = Self { first: [NONE; STEPS], next: [NONE; TARGETS], step: [0; TARGETS] };
        let edges = graph.edges();
        let (mut i, mut slot) = (0, 0);
        while i < edges.len() {
            if let From::Step(from) = edges[i].from {
                let mut j = 0;
                while j < edges[i].to.len() {
                    let (here, there) = match direction {
                        Direction::Forward => (from, edges[i].to[j]),
                        Direction::Backward => (edges[i].to[j], from),
                    };
                    lists.step[slot] = there;
                    lists.next[slot] = lists.first[here];
                    lists.first[here] = slot;
                    slot += 1;
                    j += 1;
                }
            }
            i += 1;
        }
        lists
    }
}

/// A search: what has been seen, and what is still to be followed.
pub(super) struct Visit<const STEPS: usize> {
    pub(super) seen: [bool; STEPS],
    stack: [usize; STEPS],
    height: usize,
}

impl<const STEPS: usize> Visit<STEPS> {
    pub(super) const fn new() -> Self {
        Self { seen: [false; STEPS], stack: [0; STEPS], height: 0 }
    }

    pub(super) const fn add(&mut self, step: usize) {
        if !self.seen[step] {
            self.seen[step] = true;
            self.stack[self.height] = step;
            self.height += 1;
        }
    }

    pub(super) const fn add_all(&mut self, steps: &[usize]) {
        let mut i = 0;
        while i < steps.len() {
            self.add(steps[i]);
            i += 1;
        }
    }

    pub(super) const fn pop(&mut self) -> Option<usize> {
        if self.height == 0 {
            return None;
        }
        self.height -= 1;
        Some(self.stack[self.height])
    }

    pub(super) const fn follow<const TARGETS: usize>(&mut self, lists: &Adjacency<STEPS, TARGETS>, step: usize) {
        let mut slot = lists.first[step];
        while slot != NONE {
            self.add(lists.step[slot]);
            slot = lists.next[slot];
        }
    }

    /// The same, but not to the step at position `avoided`.
    pub(super) const fn follow_but<const TARGETS: usize>(
        &mut self,
        lists: &Adjacency<STEPS, TARGETS>,
        step: usize,
        avoided: usize,
    ) {
        let mut slot = lists.first[step];
        while slot != NONE {
            if lists.step[slot] != avoided {
                self.add(lists.step[slot]);
            }
            slot = lists.next[slot];
        }
    }
}

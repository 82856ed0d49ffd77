//! What two edges of one step must not have in common.

use super::super::graph::{Edge, From, Graph, StepInfo, Trigger};
use super::super::input::Kind;
use super::{Message, NONE, same};

/// What two edges of one step have in common that they must not, found once for a workflow of `STEPS` steps and `EDGES`
/// edges: for each edge the position of an earlier one, or `NONE`.
pub struct Clashes<const STEPS: usize, const EDGES: usize> {
    input: [usize; EDGES],
    label: [usize; EDGES],
    name: [usize; EDGES],
}

impl<const STEPS: usize, const EDGES: usize> Clashes<STEPS, EDGES> {
    /// Searches `graph`; nothing is said of it when it is `None`, as something in it has no type.
    pub const fn search(graph: Option<&Graph>) -> Self {
        let mut found = Self { input: [NONE; EDGES], label: [NONE; EDGES], name: [NONE; EDGES] };
        let Some(graph) = graph else { return found };
        let edges = graph.edges();
        // The last edge of each step, and before each edge the one before it at the same step; so too for every step.
        let (mut last, mut last_any) = ([NONE; STEPS], NONE);
        let mut before = [NONE; EDGES];
        let mut second = 0;
        while second < edges.len() {
            match edges[second].from {
                From::Entry => {}
                From::Step(step) => {
                    before[second] = last[step];
                    last[step] = second;
                    let mut first = before[second];
                    while first != NONE {
                        found.compare(graph, first, second);
                        first = before[first];
                    }
                    let mut first = last_any;
                    while first != NONE {
                        found.compare(graph, first, second);
                        first = before[first];
                    }
                }
                From::Any => {
                    before[second] = last_any;
                    last_any = second;
                    let mut first = 0;
                    while first < second {
                        found.compare(graph, first, second);
                        first += 1;
                    }
                }
            }
            second += 1;
        }
        found
    }

    const fn compare(&mut self, graph: &Graph, first: usize, second: usize) {
        let (a, b) = (&graph.edges()[first], &graph.edges()[second]);
        if shared_step(graph, a, b).is_none() {
            return;
        }
        if same_actor(a, b) && clashing_kind(a, b).is_some() {
            self.input[second] = first;
        }
        if same_actor(a, b) && is_action(a) && is_action(b) && same(a.label, b.label) {
            self.label[second] = first;
        }
        if same(a.name, b.name) {
            self.name[second] = first;
        }
    }

    /// What the edge at position `second` has in common with an earlier one: a name, a label, or a free input.
    pub const fn of(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
        match (self.name(graph, second), self.label(graph, second)) {
            (Some(message), _) | (None, Some(message)) => Some(message),
            (None, None) => self.input(graph, second),
        }
    }

    const fn input(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
        let Some((graph, both)) = clash(graph, self.input[second], second) else { return None };
        let kind = match clashing_kind(&graph.edges()[self.input[second]], &graph.edges()[second]) {
            Some(kind) => kind.word(),
            None => "",
        };
        Some(
            both.message("both take ")
                .then(kind)
                .then(" at `")
                .then(both.step.ident)
                .then("`: nobody could tell which is meant. Make one of them an action or a choice"),
        )
    }

    const fn label(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
        let Some((graph, both)) = clash(graph, self.label[second], second) else { return None };
        Some(
            both.message("are both labelled “")
                .then(graph.edges()[second].label)
                .then("” at `")
                .then(both.step.ident)
                .then("`: nobody could tell which is which. Give one of them another `#[action(\"…\")]`"),
        )
    }

    const fn name(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
        let Some((_, both)) = clash(graph, self.name[second], second) else { return None };
        Some(
            Message::new("there are two functions `")
                .then(both.second)
                .then("` at `")
                .then(both.step.ident)
                .then("`, one of every step: give one of them another name"),
        )
    }
}

/// Two edges at a step that both leave.
struct Both {
    first: &'static str,
    second: &'static str,
    step: &'static StepInfo,
}

impl Both {
    const fn message(&self, have: &str) -> Message {
        Message::new("`").then(self.first).then("` and `").then(self.second).then("` ").then(have)
    }
}

const fn clash(graph: Option<&Graph>, first: usize, second: usize) -> Option<(&Graph, Both)> {
    let Some(graph) = graph else { return None };
    if first == NONE {
        return None;
    }
    let (a, b) = (&graph.edges()[first], &graph.edges()[second]);
    match shared_step(graph, a, b) {
        Some(step) => Some((graph, Both { first: a.name, second: b.name, step })),
        None => None,
    }
}

/// Whether the same people may take both.
const fn same_actor(a: &Edge, b: &Edge) -> bool {
    match (a.actor, b.actor) {
        (None, None) => true,
        (Some(a), Some(b)) => same(a, b),
        _ => false,
    }
}

const fn is_action(edge: &Edge) -> bool {
    edge.takes.is_none() && matches!(edge.trigger, Trigger::User) && !matches!(edge.from, From::Entry)
}

/// The kind of input that both edges take, when nobody could tell which is meant.
const fn clashing_kind(a: &Edge, b: &Edge) -> Option<Kind> {
    match (&a.takes, &b.takes) {
        (Some(one), Some(other)) => one.clash(other),
        _ => None,
    }
}

const fn shared_step(graph: &Graph, a: &Edge, b: &Edge) -> Option<&'static StepInfo> {
    let steps = graph.steps();
    match (a.from, b.from) {
        (From::Step(a), From::Step(b)) if a == b => Some(&steps[a]),
        (From::Step(step), From::Any) | (From::Any, From::Step(step)) if !steps[step].end => Some(&steps[step]),
        (From::Any, From::Any) => {
            let mut i = 0;
            while i < steps.len() {
                if !steps[i].end {
                    return Some(&steps[i]);
                }
                i += 1;
            }
            None
        }
        _ => None,
    }
}

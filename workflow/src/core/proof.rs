//! What is proved of a graph while it compiles. Each check returns the message of the mistake, if there is one, and the
//! emitted code panics with it at the user's own token.
#![expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where `get` is not const and a panic is an error"
)]

use super::graph::{Edge, From, Graph, StepInfo, Trigger};
use super::input::{Kind, Takes};

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
                .then("` has no entry: write a function without `self` that returns its first step"),
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
            return Some(about(step, "can't be reached from an entry: return it from a transition, or remove it"));
        }
        if step.end {
            return left_end(graph, index);
        }
        if !self.left[index] {
            return Some(
                about(step, "is a dead end: write a transition with `self: ")
                    .then(step.ident)
                    .then("`, or mark it `#[step(end)]`"),
            );
        }
        if !self.finishes[index] {
            return Some(about(
                step,
                "can never finish: no path from it leads to an end. Add a transition that does, or mark a step on its path `#[step(end)]`",
            ));
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
                    .then("` leaves it: remove the transition, or `#[step(end)]`"),
            );
        }
        i += 1;
    }
    None
}

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
        if let (Some(one), Some(other)) = (free_kind(a), free_kind(b))
            && one as usize == other as usize
        {
            self.input[second] = first;
        }
        if is_action(a) && is_action(b) && same(a.label, b.label) {
            self.label[second] = first;
        }
        if same(a.name, b.name) {
            self.name[second] = first;
        }
    }

    /// The edge at position `second` takes the same free input as an earlier one.
    pub const fn input(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
        let Some((graph, both)) = clash(graph, self.input[second], second) else { return None };
        let kind = match free_kind(&graph.edges()[second]) {
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

    /// The edge at position `second` is an action labelled like an earlier one.
    pub const fn label(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
        let Some((graph, both)) = clash(graph, self.label[second], second) else { return None };
        Some(
            both.message("are both labelled “")
                .then(graph.edges()[second].label)
                .then("” at `")
                .then(both.step.ident)
                .then("`: nobody could tell which is which. Give one of them another `#[action(\"…\")]`"),
        )
    }

    /// The edge at position `second` is named like an earlier one.
    pub const fn name(&self, graph: Option<&Graph>, second: usize) -> Option<Message> {
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

const fn clash<'a>(graph: Option<&'a Graph>, first: usize, second: usize) -> Option<(&'a Graph, Both)> {
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

const fn is_action(edge: &Edge) -> bool {
    edge.takes.is_none() && matches!(edge.trigger, Trigger::User) && !matches!(edge.from, From::Entry)
}

const fn free_kind(edge: &Edge) -> Option<Kind> {
    match (edge.from, edge.takes) {
        (From::Step(_) | From::Any, Some(takes)) if takes.kind.is_free() => Some(takes.kind),
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
                    .then("` takes two inputs: a user sends one at a time. Ask for the other one at a step of its own"),
            );
        }
        i += 1;
    }
    if taken.optional && matches!(place, Place::Transition) {
        return Some(Message::new("`").then(function).then(
            "` takes an input that may be missing: `Option` is for entries. Write two transitions, one of them without it",
        ));
    }
    None
}

/// A function whose label, result or failure leaves no room for an input.
pub const fn no_input(function: &str, why: &str, takes: &[Option<Takes>]) -> Option<Message> {
    let mut i = 0;
    while i < takes.len() {
        if takes[i].is_some() {
            return Some(Message::new("`").then(function).then("` ").then(why));
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
            Trigger::User => match edges[i].from {
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
                .then("`, which is an end: do the work at a step before it"),
        );
    }
    let untaken = match (done, failed) {
        (true, true) if left || work.timeout.is_some() => return None,
        (true, true) => {
            return Some(
                Message::new("`")
                    .then(work.name)
                    .then("` may never return: give it a timeout, as in `#[invoke(timeout = \"10m\")]`, or a way out"),
            );
        }
        (false, true) => "result",
        (true, false) => "failure",
        (false, false) => "result and the failure",
    };
    let message = Message::new("nothing takes the ").then(untaken).then(" of `").then(work.name).then("`: write ");
    Some(match (done, failed) {
        (false, true) => message.then("a transition with `#[done(").then(work.name).then(")]`"),
        (true, _) => message.then("a transition with `#[failed(").then(work.name).then(")]`"),
        (false, false) => message
            .then("transitions with `#[done(")
            .then(work.name)
            .then(")]` and `#[failed(")
            .then(work.name)
            .then(")]`"),
    })
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

/// Which rule a function's inputs are held to.
#[derive(Clone, Copy)]
pub enum Place {
    /// An input may be missing.
    Entry,
    /// An input is there.
    Transition,
}

#[derive(Clone, Copy)]
enum Direction {
    Forward,
    Backward,
}

/// The neighbours of each step as linked lists in arrays: no round over all edges for each step.
struct Adjacency<const STEPS: usize, const TARGETS: usize> {
    first: [usize; STEPS],
    next: [usize; TARGETS],
    step: [usize; TARGETS],
}

const NONE: usize = usize::MAX;

impl<const STEPS: usize, const TARGETS: usize> Adjacency<STEPS, TARGETS> {
    const fn new(graph: &Graph, direction: Direction) -> Self {
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
struct Visit<const STEPS: usize> {
    seen: [bool; STEPS],
    stack: [usize; STEPS],
    height: usize,
}

impl<const STEPS: usize> Visit<STEPS> {
    const fn new() -> Self {
        Self { seen: [false; STEPS], stack: [0; STEPS], height: 0 }
    }

    const fn add(&mut self, step: usize) {
        if !self.seen[step] {
            self.seen[step] = true;
            self.stack[self.height] = step;
            self.height += 1;
        }
    }

    const fn add_all(&mut self, steps: &[usize]) {
        let mut i = 0;
        while i < steps.len() {
            self.add(steps[i]);
            i += 1;
        }
    }

    const fn pop(&mut self) -> Option<usize> {
        if self.height == 0 {
            return None;
        }
        self.height -= 1;
        Some(self.stack[self.height])
    }

    const fn follow<const TARGETS: usize>(&mut self, lists: &Adjacency<STEPS, TARGETS>, step: usize) {
        let mut slot = lists.first[step];
        while slot != NONE {
            self.add(lists.step[slot]);
            slot = lists.next[slot];
        }
    }
}

/// A text put together while compiling.
pub struct Message {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Message {
    const CAPACITY: usize = 400;

    const fn new(text: &str) -> Self {
        Self { bytes: [0; Self::CAPACITY], length: 0 }.then(text)
    }

    const fn then(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        if self.length + bytes.len() <= Self::CAPACITY {
            let mut i = 0;
            while i < bytes.len() {
                self.bytes[self.length] = bytes[i];
                self.length += 1;
                i += 1;
            }
        }
        self
    }

    /// The text.
    pub const fn get(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

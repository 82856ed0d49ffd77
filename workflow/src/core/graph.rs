//! The graph of a workflow as plain `'static` data: steps, edges, inputs and work.

use std::time::Duration;

use super::effect::Names;
use super::input::Takes;

/// The steps and edges of a workflow, read from the signatures of its functions.
///
/// Found as [`Workflow::GRAPH`](crate::Workflow::GRAPH).
#[derive(Debug)]
pub struct Graph {
    name: &'static str,
    docs: &'static str,
    steps: &'static [StepInfo],
    functions: Functions,
}

/// What the functions of a workflow are: written by `#[workflow]` on its impl.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Functions {
    pub edges: &'static [Edge],
    pub work: &'static [Work],
    pub effects: &'static [Effect],
    pub hooks: &'static [Hook],
    pub views: &'static [Viewed],
}

impl Functions {
    /// Of a workflow without any.
    pub const NONE: Self = Self { edges: &[], work: &[], effects: &[], hooks: &[], views: &[] };
}

impl Graph {
    #[doc(hidden)]
    pub const fn new(name: &'static str, docs: &'static str, steps: &'static [StepInfo], functions: Functions) -> Self {
        Self { name, docs, steps, functions }
    }

    /// The workflow's stored name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The doc comment of the workflow, without its indentation.
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// The steps, in the order of the enum.
    pub const fn steps(&self) -> &'static [StepInfo] {
        self.steps
    }

    /// The edges, in the order of the impl.
    pub const fn edges(&self) -> &'static [Edge] {
        self.functions.edges
    }

    /// The work of all steps, in the order of the impl.
    pub const fn work(&self) -> &'static [Work] {
        self.functions.work
    }

    /// The effects, in the order of the impl.
    pub const fn effects(&self) -> &'static [Effect] {
        self.functions.effects
    }

    /// The hooks of entering and leaving steps, in the order of the impl.
    pub const fn hooks(&self) -> &'static [Hook] {
        self.functions.hooks
    }

    /// Which steps have a `#[view]`, and for whom.
    pub const fn views(&self) -> &'static [Viewed] {
        self.functions.views
    }

    /// The step with this stored name.
    pub fn step(&self, name: &str) -> Option<&'static StepInfo> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// The first edge of this function name. Two steps may have an edge of the same name: [`Graph::edges_from`] tells
    /// them apart.
    pub fn edge(&self, name: &str) -> Option<&'static Edge> {
        self.edges().iter().find(|edge| edge.name == name)
    }

    /// The edges that leave the step with this stored name; those of every step among them.
    pub fn edges_from(&self, step: &str) -> impl Iterator<Item = &'static Edge> {
        let index = self.steps.iter().position(|info| info.name == step);
        index.into_iter().flat_map(move |index| self.edges().iter().filter(move |edge| self.leaves(edge, index)))
    }

    /// The edge of this name that leaves the step at position `index`, and the edge's own position.
    pub(crate) fn find_edge(&self, index: usize, name: &str) -> Option<(usize, &'static Edge)> {
        self.edges().iter().enumerate().find(|(_, edge)| edge.name == name && self.leaves(edge, index))
    }

    /// Whether `edge` can be taken at the step at position `index`.
    pub(crate) fn leaves(&self, edge: &Edge, index: usize) -> bool {
        match edge.from {
            From::Entry => false,
            From::Step(from) => from == index,
            From::Any => self.steps.get(index).is_some_and(|step| !step.end),
        }
    }

    /// The steps that `edge` may lead to.
    pub fn targets(&self, edge: &Edge) -> impl Iterator<Item = &'static StepInfo> + use<> {
        let steps = self.steps;
        edge.to.iter().filter_map(move |&index| steps.get(index))
    }
}

/// One step.
#[derive(Debug)]
#[non_exhaustive]
pub struct StepInfo {
    /// The stored name.
    pub name: &'static str,
    /// The type's name.
    pub ident: &'static str,
    /// The doc comment, without its indentation: the step's text.
    pub docs: &'static str,
    /// Whether the workflow is over here.
    pub end: bool,
    /// Whether the user may not go back from here.
    pub no_back: bool,
    /// The positions of the steps that every path from an entry to this one passes: those of `#[step(after(…))]`.
    pub after: &'static [usize],
    /// The fields as they are stored.
    pub fields: &'static [FieldInfo],
}

/// One field of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldInfo {
    /// The stored name.
    pub name: &'static str,
    /// The type, as it is written.
    pub ty: &'static str,
    /// Whether it may be missing where it is stored.
    pub optional: bool,
}

impl FieldInfo {
    #[doc(hidden)]
    pub const fn new(name: &'static str, ty: &'static str) -> Self {
        Self { name, ty, optional: false }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

impl StepInfo {
    #[doc(hidden)]
    pub const fn new(name: &'static str, ident: &'static str, docs: &'static str) -> Self {
        Self { name, ident, docs, end: false, no_back: false, after: &[], fields: &[] }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn end(mut self) -> Self {
        self.end = true;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn no_back(mut self) -> Self {
        self.no_back = true;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn after(mut self, after: &'static [usize]) -> Self {
        self.after = after;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn fields(mut self, fields: &'static [FieldInfo]) -> Self {
        self.fields = fields;
        self
    }

    /// The first line of the docs; the type's name when there are none.
    pub fn title(&self) -> &'static str {
        self.docs.lines().next().unwrap_or(self.ident)
    }
}

/// Where an edge begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// Outside: a way in.
    Entry,
    /// At the step of this position.
    Step(usize),
    /// At every step that is not an end.
    Any,
}

/// What makes an edge be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trigger {
    /// What the user sends or presses.
    User,
    /// The result of the work of this name.
    Done(&'static str),
    /// The failure of the work of this name, after its last retry.
    Failed(&'static str),
    /// So long a stay at the step.
    After(Duration),
}

/// One function of the impl: a way from a step to others.
#[derive(Debug)]
#[non_exhaustive]
pub struct Edge {
    /// The function's name.
    pub name: &'static str,
    /// Where it begins.
    pub from: From,
    /// The positions of the steps that it may lead to.
    pub to: &'static [usize],
    /// What makes it be taken.
    pub trigger: Trigger,
    /// What the user must send; none for an action.
    pub takes: Option<Takes>,
    /// The commands that the user may type for it, with their slash.
    pub commands: &'static [&'static str],
    /// The button's label.
    pub label: &'static str,
    /// The doc comment, without its indentation.
    pub docs: &'static str,
    /// Whether the user's Back stops here.
    pub commit: bool,
    /// Whether it goes back to the last visit of the step that it leads to.
    pub rewinds: bool,
    /// The guard, as it is written: while it is closed, the edge can't be taken.
    pub guard: Option<&'static str>,
    /// Who may take it, when it is not the session's owner.
    pub actor: Option<&'static str>,
    /// The effects that it may ask for.
    pub effects: Names,
}

impl Edge {
    #[doc(hidden)]
    pub const fn new(name: &'static str, label: &'static str, from: From, to: &'static [usize]) -> Self {
        Self {
            name,
            from,
            to,
            trigger: Trigger::User,
            takes: None,
            commands: &[],
            label,
            docs: "",
            commit: false,
            rewinds: false,
            guard: None,
            actor: None,
            effects: Names::NONE,
        }
    }

    /// What the type that is returned says beside the targets.
    #[doc(hidden)]
    #[must_use]
    pub const fn returns(mut self, rewinds: bool, effects: Names) -> Self {
        self.rewinds = rewinds;
        self.effects = effects;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn guard(mut self, guard: &'static str) -> Self {
        self.guard = Some(guard);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn actor(mut self, actor: &'static str) -> Self {
        self.actor = Some(actor);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn trigger(mut self, trigger: Trigger) -> Self {
        self.trigger = trigger;
        self
    }

    #[doc(hidden)]
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, where `get` is not const")]
    pub const fn takes(mut self, takes: &[Option<Takes>]) -> Self {
        let mut i = 0;
        while i < takes.len() {
            if let Some(taken) = takes[i] {
                self.takes = Some(taken);
            }
            i += 1;
        }
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn commands(mut self, commands: &'static [&'static str]) -> Self {
        self.commands = commands;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn commit(mut self) -> Self {
        self.commit = true;
        self
    }

    /// Whether the user takes it by pressing one button: it needs no input and nobody else's doing.
    pub fn is_action(&self) -> bool {
        self.takes.is_none() && self.trigger == Trigger::User && self.from != From::Entry
    }
}

/// The work of a step: started when the step is entered, under one key for all its attempts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Work {
    /// The function's name.
    pub name: &'static str,
    /// The position of its step.
    pub step: usize,
    /// How long one attempt may take; `None` for as long as it needs.
    pub timeout: Option<Duration>,
    /// How often it is tried again after the first attempt.
    pub retries: u32,
    /// The wait before the first retry; each further one waits twice as long, up to an hour.
    pub backoff: Duration,
    /// The name of the workflow that it begins inside the step, when it is no work but a `Child`.
    pub child: Option<&'static str>,
}

/// Something that is done because of a move, at least once under one key.
#[derive(Debug)]
#[non_exhaustive]
pub struct Effect {
    /// The function's name.
    pub name: &'static str,
    /// How often it is tried again after the first attempt.
    pub retries: u32,
    /// The wait before the first retry; each further one waits twice as long, up to an hour.
    pub backoff: Duration,
}

impl Effect {
    #[doc(hidden)]
    pub const fn new(name: &'static str, retries: u32, backoff: Duration) -> Self {
        Self { name, retries, backoff }
    }
}

/// An observer of entering or leaving a step.
#[derive(Debug)]
#[non_exhaustive]
pub struct Hook {
    /// The function's name.
    pub name: &'static str,
    /// When it is called.
    pub when: When,
    /// The position of its step; `None` for every step.
    pub step: Option<usize>,
}

impl Hook {
    #[doc(hidden)]
    pub const fn new(name: &'static str, when: When, step: Option<usize>) -> Self {
        Self { name, when, step }
    }
}

/// When a hook is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// When the step has been entered.
    Entry,
    /// When the step has been left.
    Exit,
}

/// A step that has a `#[view]`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Viewed {
    /// The position of the step.
    pub step: usize,
    /// Who sees it, when it is not the session's owner.
    pub actor: Option<&'static str>,
}

impl Viewed {
    #[doc(hidden)]
    pub const fn new(step: usize, actor: Option<&'static str>) -> Self {
        Self { step, actor }
    }
}

impl Work {
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        step: usize,
        timeout: Option<Duration>,
        retries: u32,
        backoff: Duration,
    ) -> Self {
        Self { name, step, timeout, retries, backoff, child: None }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn child(mut self, child: Option<&'static str>) -> Self {
        self.child = child;
        self
    }
}

//! The graph of a workflow as plain `'static` data: steps, edges, inputs and work.

mod edge;
mod hook;
mod work;

pub use edge::{Edge, From, Leads, Trigger};
pub use hook::{Hook, Viewed, When};
pub use work::{Effect, Work};

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
    pub says: &'static [&'static str],
}

impl Functions {
    /// Of a workflow without any.
    pub const NONE: Self = Self { edges: &[], work: &[], effects: &[], hooks: &[], views: &[], says: &[] };
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

    /// What its functions say to users where the text is written out: in `reject("…")`, `.or_reject("…")` and `say!("…")`.
    pub const fn says(&self) -> &'static [&'static str] {
        self.functions.says
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

    /// The work of the step with this stored name.
    pub fn work_of(&self, step: &str) -> impl Iterator<Item = &'static Work> {
        let index = self.steps.iter().position(|info| info.name == step);
        self.work().iter().filter(move |work| Some(work.step) == index)
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

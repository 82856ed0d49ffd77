//! What is drawn: the steps and edges of a workflow as plain data.

use std::borrow::Cow;

/// A workflow's graph, ready to be drawn.
///
/// Strings are borrowed or owned, so a table of `'static` strings and a macro's tokens can both be drawn from.
/// A position that names no step is left out of every format.
///
/// ```
/// use workflow_draw::{Edge, Origin, Picture, Position, Step};
///
/// let picture = Picture {
///     name: "greet".into(),
///     steps: vec![
///         Step { name: "Ask".into(), title: "Who are you?".into(), ..Step::default() },
///         Step { name: "Greeted".into(), end: true, ..Step::default() },
///     ],
///     edges: vec![
///         Edge {
///             name: "start".into(),
///             label: "Start".into(),
///             to: vec![Position(0)],
///             commands: vec!["/greet".into()],
///             ..Edge::default()
///         },
///         Edge {
///             name: "answer".into(),
///             label: "Answer".into(),
///             from: Origin::Step(Position(0)),
///             to: vec![Position(1)],
///             takes: Some("text".into()),
///             ..Edge::default()
///         },
///     ],
///     ..Picture::default()
/// };
/// assert!(picture.to_mermaid().contains("s0 -->|\"Answer<br>text\"| s1"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture<'a> {
    /// The workflow's stored name.
    pub name: Cow<'a, str>,
    /// The doc comment of the workflow.
    pub docs: Cow<'a, str>,
    /// The steps, in the order of the enum: a [`Position`] counts in them.
    pub steps: Vec<Step<'a>>,
    /// The edges, in the order of the impl.
    pub edges: Vec<Edge<'a>>,
    /// The effects that moves may ask for.
    pub effects: Vec<Effect<'a>>,
}

impl<'a> Picture<'a> {
    /// The step at `position`, if there is one.
    ///
    /// ```
    /// # use workflow_draw::{Picture, Position};
    /// assert!(Picture::default().step(Position(3)).is_none());
    /// ```
    pub fn step(&self, position: Position) -> Option<&Step<'a>> {
        self.steps.get(position.0)
    }

    /// The steps that `edge` leads to, each once.
    pub(crate) fn targets(&self, edge: &Edge<'_>) -> Vec<Position> {
        let mut found: Vec<Position> = Vec::new();
        for &to in &edge.to {
            if self.step(to).is_some() && !found.contains(&to) {
                found.push(to);
            }
        }
        found
    }

    /// The edges that can be drawn: they begin and end at steps that exist.
    pub(crate) fn whole_edges(&self) -> impl Iterator<Item = (usize, &Edge<'a>, Vec<Position>)> {
        self.edges.iter().enumerate().filter_map(|(index, edge)| {
            let begins = !matches!(edge.from, Origin::Step(from) if self.step(from).is_none());
            let to = self.targets(edge);
            (begins && !to.is_empty()).then_some((index, edge, to))
        })
    }

    /// The first line of the docs.
    pub(crate) fn headline(&self) -> &str {
        self.docs.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("")
    }
}

/// The place of a step in [`Picture::steps`], counted from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub usize);

/// One step of a workflow.
///
/// ```
/// use workflow_draw::Step;
///
/// let step = Step { name: "Review".into(), title: "Ready?".into(), has_view: true, ..Step::default() };
/// assert!(!step.end);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step<'a> {
    /// The name of its type.
    pub name: Cow<'a, str>,
    /// The first line of its docs; empty when it has none.
    pub title: Cow<'a, str>,
    /// Whether the workflow is over here.
    pub end: bool,
    /// Whether it has a view of its own; otherwise its docs are shown.
    pub has_view: bool,
    /// Whether the user may not go back from here.
    pub no_back: bool,
    /// The names of the steps that every path to it passes: `#[step(after(A, B))]`.
    pub passes: Vec<Cow<'a, str>>,
    /// What is done while the workflow is here.
    pub work: Vec<Work<'a>>,
    /// The names of the functions that are called when it is entered or left.
    pub hooks: Vec<Cow<'a, str>>,
}

/// Work of a step: started when the step is entered, cancelled when it is left.
///
/// ```
/// use workflow_draw::Work;
///
/// let work = Work { name: "render".into(), timeout: Some("10m".into()), retries: Some(3), ..Work::default() };
/// assert!(work.child.is_none());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work<'a> {
    /// The function's name.
    pub name: Cow<'a, str>,
    /// How long one attempt may take, as it is written: `10m`.
    pub timeout: Option<Cow<'a, str>>,
    /// How often it is tried again.
    pub retries: Option<u32>,
    /// The name of the workflow that runs inside the step, when that is the work.
    pub child: Option<Cow<'a, str>>,
}

/// Something that is done outside because of a move.
///
/// ```
/// use workflow_draw::Effect;
///
/// let effect = Effect { name: "refund".into(), retries: Some(20), ..Effect::default() };
/// assert_eq!(effect.docs, "");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect<'a> {
    /// The function's name.
    pub name: Cow<'a, str>,
    /// How often it is tried again.
    pub retries: Option<u32>,
    /// Its doc comment.
    pub docs: Cow<'a, str>,
}

/// A way from a step to others: one function of the impl.
///
/// ```
/// use workflow_draw::{Edge, Origin, Position, Trigger};
///
/// let expire = Edge {
///     name: "expire".into(),
///     label: "Expire".into(),
///     from: Origin::Step(Position(2)),
///     to: vec![Position(5)],
///     trigger: Trigger::After("15m".into()),
///     ..Edge::default()
/// };
/// assert!(!expire.commit);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge<'a> {
    /// The function's name.
    pub name: Cow<'a, str>,
    /// The button's label, or the name in words.
    pub label: Cow<'a, str>,
    /// Where it begins.
    pub from: Origin,
    /// The steps that it may lead to.
    pub to: Vec<Position>,
    /// What makes it be taken.
    pub trigger: Trigger<'a>,
    /// What the user must send, in words: `text`, `a choice of Square, Wide`.
    pub takes: Option<Cow<'a, str>>,
    /// The commands that the user may type for it, with their slash.
    pub commands: Vec<Cow<'a, str>>,
    /// The condition on it.
    pub guard: Option<Cow<'a, str>>,
    /// Who may take it, when that is not the session's owner.
    pub actor: Option<Cow<'a, str>>,
    /// Whether the user's Back stops here.
    pub commit: bool,
    /// Whether it goes back to an earlier visit of its target: a `Rewind`.
    pub rewinds: bool,
    /// The names of the effects that it may ask for.
    pub effects: Vec<Cow<'a, str>>,
    /// The doc comment.
    pub docs: Cow<'a, str>,
}

/// Where an edge begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// Outside: a way in.
    #[default]
    Entry,
    /// At the step of this position.
    Step(Position),
    /// At every step that is not an end.
    Any,
}

/// What makes an edge be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Trigger<'a> {
    /// What the user sends or presses.
    #[default]
    User,
    /// The result of the work of this name.
    Done(Cow<'a, str>),
    /// The failure of the work of this name, after its last retry.
    Failed(Cow<'a, str>),
    /// A timer, counted from entering the step: `15m`.
    After(Cow<'a, str>),
}

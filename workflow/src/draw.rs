//! The graph of a workflow as a picture or a text: SVG, DOT, Mermaid, Markdown, JSON.
//!
//! ```
//! use workflow::draw::{Format, Look, Names};
//! use workflow::prelude::*;
//!
//! # /// Order a pizza.
//! # #[workflow]
//! # pub enum Order {
//! #     /// Which pizza would you like?
//! #     Ask,
//! #     #[step(end)]
//! #     Ordered { pizza: String },
//! # }
//! # #[workflow]
//! # impl Order {
//! #     #[command("/order")]
//! #     fn start() -> Ask { Ask }
//! #     fn pizza(self: Ask, Text(pizza): Text) -> Ordered { Ordered { pizza } }
//! # }
//! let picture = Order::GRAPH.picture();
//! assert!(picture.to_svg(&Look::File).starts_with("<svg"));
//! assert!(picture.to_markdown(Names::Plain).contains("| Pizza (`pizza`) | `Ask` | `Ordered` | text |"));
//! assert!(picture.to_text(Format::Dot).starts_with("digraph \"order\""));
//! ```

pub use workflow_draw::{
    Edge, Effect, Format, Look, Names, Origin, Picture, Position, Prefix, Step, Trigger, UnknownFormat, Work, time,
};

use crate::core::graph::{self, Graph};
use crate::core::input::{Kind, Takes};

impl Graph {
    /// The graph with all that is shown of it, ready to be drawn.
    ///
    /// Steps have the names of their types, and inputs are told in words: `text`, `a choice of Small, Large`.
    ///
    /// ```
    /// use workflow::draw::Trigger;
    /// use workflow::prelude::*;
    ///
    /// #[workflow]
    /// pub enum Wait {
    ///     Waiting,
    ///     #[step(end)]
    ///     Over,
    /// }
    ///
    /// #[workflow]
    /// impl Wait {
    ///     fn start() -> Waiting { Waiting }
    ///
    ///     #[after("90m")]
    ///     fn expire(self: Waiting) -> Over { Over }
    /// }
    ///
    /// # fn main() {
    /// let picture = Wait::GRAPH.picture();
    /// assert_eq!(picture.edges[1].trigger, Trigger::After("1h 30m".into()));
    /// # }
    /// ```
    pub fn picture(&self) -> Picture<'static> {
        Picture {
            name: self.name().into(),
            docs: self.docs().into(),
            steps: self.steps().iter().enumerate().map(|(index, info)| step(self, index, info)).collect(),
            edges: self.edges().iter().map(edge).collect(),
            effects: self.effects().iter().map(effect).collect(),
        }
    }
}

fn step(graph: &Graph, index: usize, info: &graph::StepInfo) -> Step<'static> {
    let passes = info.after.iter().filter_map(|&passed| graph.steps().get(passed)).map(|passed| passed.ident.into());
    let here = graph.hooks().iter().filter(|hook| hook.step.is_none_or(|step| step == index));
    Step {
        name: info.ident.into(),
        title: if info.docs.is_empty() { "".into() } else { info.title().into() },
        end: info.end,
        has_view: graph.views().iter().any(|view| view.step == index),
        no_back: info.no_back,
        passes: passes.collect(),
        work: graph.work().iter().filter(|work| work.step == index).map(work).collect(),
        hooks: here.map(|hook| hook.name.into()).collect(),
    }
}

fn work(work: &graph::Work) -> Work<'static> {
    Work {
        name: work.name.into(),
        timeout: work.timeout.map(|timeout| time(timeout).into()),
        // A workflow that runs inside is begun once.
        retries: work.child.is_none().then_some(work.retries),
        child: work.child.map(Into::into),
    }
}

fn effect(effect: &graph::Effect) -> Effect<'static> {
    Effect { name: effect.name.into(), retries: Some(effect.retries), docs: effect.docs.into() }
}

fn edge(edge: &graph::Edge) -> Edge<'static> {
    Edge {
        name: edge.name.into(),
        label: edge.label.into(),
        from: match edge.from {
            graph::From::Entry => Origin::Entry,
            graph::From::Step(step) => Origin::Step(Position(step)),
            graph::From::Any => Origin::Any,
        },
        to: edge.to.iter().copied().map(Position).collect(),
        trigger: match edge.trigger {
            graph::Trigger::User => Trigger::User,
            graph::Trigger::Done(work) => Trigger::Done(work.into()),
            graph::Trigger::Failed(work) => Trigger::Failed(work.into()),
            graph::Trigger::After(after) => Trigger::After(time(after).into()),
        },
        takes: edge.takes.map(|takes| in_words(takes).into()),
        commands: edge.commands.iter().map(|&command| command.into()).collect(),
        guard: edge.guard.map(Into::into),
        actor: edge.actor.map(Into::into),
        commit: edge.commit,
        rewinds: edge.rewinds,
        effects: edge.effects.to_vec().into_iter().map(Into::into).collect(),
        docs: edge.docs.into(),
    }
}

/// `text or a choice of Small, Large`.
fn in_words(takes: Takes) -> String {
    let kinds = takes.kinds().map(|(kind, options)| match kind {
        Kind::Choice if !options.is_empty() => {
            let labels: Vec<&str> = options.iter().map(|option| option.label).collect();
            format!("a choice of {}", labels.join(", "))
        }
        kind => kind.word().to_owned(),
    });
    let nothing = takes.optional.then(|| "nothing".to_owned());
    kinds.chain(nothing).collect::<Vec<_>>().join(" or ")
}

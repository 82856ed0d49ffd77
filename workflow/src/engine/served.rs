//! A workflow and its application behind one object.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::Command;
use crate::core::child::begin;
use crate::core::context::{Key, Progress, Turn};
use crate::core::decide::{Cause, Decision, Standing, decide, effect, hook, work};
use crate::core::dispatch::{BoxFuture, Dispatch};
use crate::core::effect::Asked;
use crate::core::error::{Error, Fault};
use crate::core::graph::{From as EdgeFrom, Graph, Trigger};
use crate::core::history::History;
use crate::core::session::Revision;
use crate::core::step::Workflow;
use crate::core::stored::{LoadError, Stored};
use crate::core::view::View;
use crate::texts::Words;

/// A workflow that an engine serves.
pub(super) trait Served: Send + Sync {
    fn graph(&self) -> &'static Graph;

    /// The version of the stored form.
    #[cfg(feature = "testing")]
    fn version(&self) -> u32;

    fn is_aside(&self) -> bool;

    /// Decides and stores: see [`decide`].
    fn decide<'a>(
        &'a self,
        turn: &'a Turn,
        stands: Option<Stands>,
        cause: Cause,
    ) -> BoxFuture<'a, Result<Decided, Refused>>;

    /// What there is where this workflow begins inside of another: see [`begin`].
    fn begin<'a>(&'a self, turn: &'a Turn, stored: &'a Stored) -> BoxFuture<'a, Result<Decided, Refused>>;

    /// The work at position `index` of the step in `standing`.
    fn work(
        &self,
        turn: &Turn,
        standing: &Stored,
        index: usize,
        key: Key,
        progress: Progress,
    ) -> Result<BoxFuture<'static, Result<Value, Error>>, LoadError>;

    /// Does the effect at position `index` of the graph.
    fn effect(&self, turn: &Turn, index: usize, payload: Value, key: Key) -> BoxFuture<'static, Result<(), Error>>;

    /// Calls the hook at position `index` of the graph for the step in `stored`.
    fn hook(
        &self,
        turn: &Turn,
        stored: &Stored,
        index: usize,
    ) -> Result<BoxFuture<'static, Result<(), Error>>, LoadError>;
}

/// Where a workflow stands, in its stored form.
pub(super) struct Stands {
    pub(super) stored: Arc<Stored>,
    pub(super) entered: Revision,
    pub(super) history: History,
}

/// A decision in its stored form.
pub(super) struct Decided {
    pub(super) edge: &'static str,
    pub(super) stored: Arc<Stored>,
    pub(super) history: History,
    pub(super) effects: Vec<AsksEffect>,
    /// The `#[after]` transitions of the step that wait for their time, and how long.
    pub(super) timers: Vec<(&'static str, Duration)>,
    /// The step's position in the graph.
    pub(super) step: usize,
    pub(super) ended: bool,
    pub(super) view: View,
    pub(super) views: Vec<(&'static str, View)>,
    pub(super) view_fault: Option<Fault>,
}

/// An effect that a move asks for.
pub(super) struct AsksEffect {
    pub(super) workflow: &'static str,
    pub(super) name: &'static str,
    pub(super) payload: Value,
}

/// Why there is no decision.
pub(super) enum Refused {
    /// The stored step does not load.
    Stuck(LoadError),
    /// The transition rejected or failed.
    Error(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Where a workflow is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Conversation,
    Aside,
}

/// The entry that a command begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Started {
    /// The workflow's position.
    pub(super) served: usize,
    /// The entry's function name.
    pub(super) entry: &'static str,
}

/// `W` with the services of `App`.
pub(super) struct Serving<W, App> {
    app: App,
    place: Place,
    workflow: PhantomData<fn() -> W>,
}

impl<W, App> Serving<W, App> {
    pub(super) fn new(app: App, place: Place) -> Self {
        Self { app, place, workflow: PhantomData }
    }
}

impl<W: Dispatch<App>, App: Send + Sync> Served for Serving<W, App> {
    fn graph(&self) -> &'static Graph {
        W::GRAPH
    }

    #[cfg(feature = "testing")]
    fn version(&self) -> u32 {
        W::VERSION
    }

    fn is_aside(&self) -> bool {
        self.place == Place::Aside
    }

    fn decide<'a>(
        &'a self,
        turn: &'a Turn,
        stands: Option<Stands>,
        cause: Cause,
    ) -> BoxFuture<'a, Result<Decided, Refused>> {
        Box::pin(async move {
            let load = |stands: Stands| Standing::<W>::load(stands.stored, stands.entered, stands.history);
            let standing = stands.map(load).transpose().map_err(Refused::Stuck)?;
            Ok(Decided::of(decide(&self.app, turn, standing, cause).await?)?)
        })
    }

    fn begin<'a>(&'a self, turn: &'a Turn, stored: &'a Stored) -> BoxFuture<'a, Result<Decided, Refused>> {
        Box::pin(async move {
            let workflow = W::load(stored).map_err(Refused::Stuck)?;
            Ok(Decided::of(begin(&self.app, turn, workflow).await)?)
        })
    }

    fn work(
        &self,
        turn: &Turn,
        standing: &Stored,
        index: usize,
        key: Key,
        progress: Progress,
    ) -> Result<BoxFuture<'static, Result<Value, Error>>, LoadError> {
        Ok(work(&self.app, turn, W::load(standing)?, index, key, progress))
    }

    fn effect(&self, turn: &Turn, index: usize, payload: Value, key: Key) -> BoxFuture<'static, Result<(), Error>> {
        effect::<W, App>(&self.app, turn, index, payload, key)
    }

    fn hook(
        &self,
        turn: &Turn,
        stored: &Stored,
        index: usize,
    ) -> Result<BoxFuture<'static, Result<(), Error>>, LoadError> {
        Ok(hook(&self.app, turn, W::load(stored)?, index))
    }
}

impl Decided {
    fn of<W: Workflow>(decision: Decision<W>) -> Result<Self, Error> {
        let (graph, step) = (W::GRAPH, decision.workflow.index());
        let asks = |asked: Asked| {
            let effect = graph.effects().get(asked.effect)?;
            Some(AsksEffect { workflow: graph.name(), name: effect.name, payload: asked.payload })
        };
        let after = |at: &usize| {
            let edge = graph.edges().get(*at)?;
            if let Trigger::After(wait) = edge.trigger { Some((edge.name, wait)) } else { None }
        };
        Ok(Self {
            edge: decision.edge_name(),
            stored: Arc::new(Stored::from_workflow(&decision.workflow)?),
            history: decision.history,
            effects: decision.effects.into_iter().filter_map(asks).collect(),
            timers: decision.timers.iter().filter_map(after).collect(),
            step,
            ended: graph.steps().get(step).is_some_and(|step| step.end),
            view: decision.view,
            views: decision.views,
            view_fault: decision.view_fault,
        })
    }
}

/// The commands that begin the workflow.
pub(super) fn commands<'w>(served: &dyn Served, words: Words<'w>) -> impl Iterator<Item = Command> + use<'w> {
    let graph = served.graph();
    let entries = graph.edges().iter().filter(|edge| edge.from == EdgeFrom::Entry);
    entries.flat_map(move |edge| {
        let about = words.about(graph, edge);
        edge.commands.iter().map(move |name| Command { name, about: about.clone() })
    })
}

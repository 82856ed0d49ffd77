//! A workflow and its application behind one object.

use std::marker::PhantomData;

use serde_json::Value;

use super::Command;
use crate::core::context::{Key, Progress, Turn};
use crate::core::decide::{Cause, Standing, decide, work};
use crate::core::dispatch::{BoxFuture, Dispatch};
use crate::core::error::{Error, Fault};
use crate::core::graph::{From as EdgeFrom, Graph};
use crate::core::stored::{LoadError, Stored};
use crate::core::view::View;

/// A workflow that an engine serves.
pub(super) trait Served: Send + Sync {
    fn graph(&self) -> &'static Graph;

    fn is_aside(&self) -> bool;

    /// Decides and stores: see [`decide`].
    fn decide<'a>(
        &'a self,
        turn: &'a Turn,
        standing: Option<Stored>,
        cause: Cause,
    ) -> BoxFuture<'a, Result<Decided, Refused>>;

    /// The work at position `index` of the step in `standing`.
    fn work(
        &self,
        turn: &Turn,
        standing: Stored,
        index: usize,
        key: Key,
        progress: Progress,
    ) -> Result<BoxFuture<'static, Result<Value, Error>>, LoadError>;
}

/// A decision in its stored form.
pub(super) struct Decided {
    pub(super) edge: &'static str,
    pub(super) stored: Stored,
    /// The step's position in the graph.
    pub(super) step: usize,
    pub(super) ended: bool,
    pub(super) view: View,
    pub(super) view_fault: Option<Fault>,
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

    fn is_aside(&self) -> bool {
        self.place == Place::Aside
    }

    fn decide<'a>(
        &'a self,
        turn: &'a Turn,
        standing: Option<Stored>,
        cause: Cause,
    ) -> BoxFuture<'a, Result<Decided, Refused>> {
        Box::pin(async move {
            let standing: Option<W> = standing.map(W::load).transpose().map_err(Refused::Stuck)?;
            let standing = standing.map(Standing::from);
            let decision = decide(&self.app, turn, standing, cause).await?;
            let step = decision.workflow.index();
            Ok(Decided {
                edge: decision.edge_name(),
                stored: Stored::from_workflow(&decision.workflow)?,
                step,
                ended: W::GRAPH.steps().get(step).is_some_and(|step| step.end),
                view: decision.view,
                view_fault: decision.view_fault,
            })
        })
    }

    fn work(
        &self,
        turn: &Turn,
        standing: Stored,
        index: usize,
        key: Key,
        progress: Progress,
    ) -> Result<BoxFuture<'static, Result<Value, Error>>, LoadError> {
        Ok(work(&self.app, turn, W::load(standing)?, index, key, progress))
    }
}

/// The commands that begin the workflow.
pub(super) fn commands(served: &dyn Served) -> impl Iterator<Item = Command> {
    let graph = served.graph();
    let entries = graph.edges().iter().filter(|edge| edge.from == EdgeFrom::Entry);
    entries.flat_map(move |edge| {
        let about = if edge.docs.is_empty() { graph.docs() } else { edge.docs };
        let about = about.lines().next().unwrap_or_default().to_owned();
        edge.commands.iter().map(move |name| Command { name, about: about.clone() })
    })
}

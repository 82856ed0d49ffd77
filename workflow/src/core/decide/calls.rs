//! The functions of a workflow that are no decisions: work, effects and hooks.

use serde_json::Value;

use super::super::context::{Context, Key, Progress, Turn, at};
use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::Result;
use super::super::graph::Graph;
use super::super::input::Input;
use super::super::work::Failure;

/// The positions in [`Graph::work`] of the work that starts when the step at position `step` is entered.
pub fn work_of(graph: &'static Graph, step: usize) -> impl Iterator<Item = usize> {
    graph.work().iter().enumerate().filter(move |(_, work)| work.step == step).map(|(index, _)| index)
}

/// The work at position `work` of the step where `workflow` stands, as a future that gives its result as JSON.
pub fn work<W, App>(
    app: &App,
    turn: &Turn,
    workflow: W,
    work: usize,
    key: Key,
    progress: Progress,
) -> BoxFuture<'static, Result<Value>>
where
    W: Dispatch<App>,
{
    workflow.work(work, Context::new(app, turn, at::Work { key, progress }))
}

/// Does the effect at position `effect` of [`Graph::effects`] with this payload.
pub fn effect<W, App>(app: &App, turn: &Turn, effect: usize, payload: Value, key: Key) -> BoxFuture<'static, Result<()>>
where
    W: Dispatch<App>,
{
    W::effect(effect, payload, Context::new(app, turn, at::Effect { key }))
}

/// Calls the hook at position `hook` of [`Graph::hooks`] for the step where `workflow` stands.
pub fn hook<W, App>(app: &App, turn: &Turn, workflow: W, hook: usize) -> BoxFuture<'static, Result<()>>
where
    W: Dispatch<App>,
{
    workflow.hook(hook, Context::new(app, turn, at::Hook))
}

/// What a transition is given beside the context.
#[derive(Debug)]
#[non_exhaustive]
pub enum Given {
    /// Nothing: it is an action.
    Nothing,
    /// What the user sent.
    Input(Input),
    /// The result of work.
    Result(Value),
    /// Why work was given up.
    Failure(Failure),
}

impl<'a, App> Context<'a, App, at::Entry> {
    /// The context of an entry that `input` came with.
    #[doc(hidden)]
    #[inline]
    pub fn entry(app: &'a App, turn: &'a Turn, input: Option<Input>) -> Self {
        Self::new(app, turn, at::Entry(input))
    }
}

impl<'a, App> Context<'a, App, at::Transition> {
    /// The context of a transition that is given `given`.
    #[doc(hidden)]
    #[inline]
    pub fn transition(app: &'a App, turn: &'a Turn, given: Given) -> Self {
        Self::new(app, turn, at::Transition(given))
    }
}

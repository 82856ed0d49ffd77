//! How a runtime calls the functions of a workflow by the position of their edge. Implemented by `#[workflow]`.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;

use super::context::{Context, at};
use super::error::Result;
use super::graph::Functions;
use super::moves::Taken;
use super::step::Workflow;
use super::view::View;

/// A boxed future that can be sent to another thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a function gives: at once, or later when it is `async`.
pub enum Flow<'a, T> {
    /// At once.
    Ready(T),
    /// Later.
    Later(BoxFuture<'a, T>),
}

impl<T> Flow<'_, T> {
    /// The value, as soon as it is there.
    pub async fn wait(self) -> T {
        match self {
            Self::Ready(value) => value,
            Self::Later(future) => future.await,
        }
    }
}

impl<T> std::fmt::Debug for Flow<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Ready",
            Self::Later(_) => "Later",
        })
    }
}

/// The functions of a workflow, for an application that has all services that they take.
///
/// Positions are those of [`Graph::edges`](crate::Graph::edges) and [`Graph::work`](crate::Graph::work).
pub trait Dispatch<App>: Workflow {
    /// Calls the entry at position `edge`.
    fn enter(edge: usize, context: Context<'_, App, at::Entry>) -> Flow<'static, Result<Taken<Self>>>;

    /// Calls the transition at position `edge`; a fault when this is not a step that it leaves.
    fn take(self, edge: usize, context: Context<'_, App, at::Transition>) -> Flow<'static, Result<Taken<Self>>>;

    /// Whether the guard of the transition at position `edge` lets it be taken here. Without a guard it does.
    fn open(&self, edge: usize) -> bool;

    /// Calls the `#[view]` of the step for this actor (none: the session's owner), if it has one.
    fn view<'a>(&'a self, actor: Option<&str>, context: Context<'a, App, at::View>) -> Option<Flow<'a, Result<View>>>;

    /// Calls the `#[invoke]` at position `work`; a fault when it is not this step's.
    fn work(self, work: usize, context: Context<'_, App, at::Work>) -> BoxFuture<'static, Result<Value>>;

    /// Calls the `#[effect]` at position `effect` of [`Graph::effects`](crate::Graph::effects) with its stored payload.
    fn effect(effect: usize, payload: Value, context: Context<'_, App, at::Effect>) -> BoxFuture<'static, Result<()>>;

    /// Calls the `#[entry]` or `#[exit]` hook at position `hook` of [`Graph::hooks`](crate::Graph::hooks); nothing when it
    /// is not this step's.
    fn hook(self, hook: usize, context: Context<'_, App, at::Hook>) -> BoxFuture<'static, Result<()>>;
}

/// The functions of a workflow as data: written by `#[workflow]` on its impl, of which there is one.
#[diagnostic::on_unimplemented(
    message = "workflow `{Self}` has no transitions",
    label = "no `#[workflow] impl {Self}`",
    note = "write `#[workflow] impl {Self} {{ … }}` with an entry and the transitions between the steps"
)]
pub trait Transitions {
    #[doc(hidden)]
    const FUNCTIONS: Functions;
    /// Whether the impl has no mistake of its own, so that the graph may be judged.
    #[doc(hidden)]
    const SOUND: bool;

    /// Whether what is stored beside the steps loads as what it is now.
    #[doc(hidden)]
    fn fits(part: StoredPart, value: Value) -> Result<()>;
}

/// What is stored beside the steps, by position in the graph.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredPart {
    /// The payload of an effect.
    Effect(usize),
    /// The result of work.
    Result(usize),
}

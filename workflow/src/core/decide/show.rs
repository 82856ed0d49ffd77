//! What is shown at a step, and to whom.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use super::super::context::{Context, Turn, at};
use super::super::dispatch::{BoxFuture, Dispatch, Flow};
use super::super::error::{Error, Fault, Result};
use super::super::view::View;

/// What is shown where `workflow` stands: the step's own view, or its docs when it has none or its own one fails; with
/// the buttons of the edges that leave it and are open.
pub async fn show<W, App>(app: &App, turn: &Turn, workflow: &W) -> (View, Option<Fault>)
where
    W: Dispatch<App>,
{
    show_to(app, turn, workflow, None).await
}

/// What is shown to this actor; to the session's owner when there is none.
pub(super) async fn show_to<W, App>(
    app: &App,
    turn: &Turn,
    workflow: &W,
    actor: Option<&'static str>,
) -> (View, Option<Fault>)
where
    W: Dispatch<App>,
{
    let graph = W::GRAPH;
    let index = workflow.index();
    let default = || graph.steps().get(index).map(View::of_step).unwrap_or_default();
    // A view that panics takes nothing back: what it would have shown is shown otherwise, as when it fails.
    let made = catch_unwind(AssertUnwindSafe(|| workflow.view(actor, Context::new(app, turn, at::View))));
    let shown = match made {
        Ok(None) => Ok(None),
        Ok(Some(Flow::Ready(view))) => view.map(Some),
        Ok(Some(Flow::Later(view))) => Guarded(view).await.map(Some),
        Err(panic) => Err(panicked(&*panic)),
    };
    let (view, fault) = match shown.map_err(Error::into_rejection) {
        Ok(view) => (view.unwrap_or_else(default), None),
        Err(Ok(rejection)) => (default().notice(rejection.as_str()), None),
        Err(Err(fault)) => (default(), Some(fault)),
    };
    (view.complete(graph, index, |at, edge| edge.actor == actor && workflow.open(at)), fault)
}

/// Makes a fault of a panic.
struct Guarded<'a, T>(BoxFuture<'a, Result<T>>);

impl<T> Future for Guarded<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<Result<T>> {
        let polled = catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(task)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
    }
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    Error::from_fault(format!("panicked: {}", panic_text(panic)))
}

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("?")
}

//! A pure decision: where a workflow stands and what comes in, to where it stands then.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use serde_json::Value;

use super::context::{Context, Key, Progress, Turn, at};
use super::dispatch::{BoxFuture, Dispatch, Flow};
use super::error::{Error, Fault, Result, reject};
use super::graph::{Edge, From, Graph, Trigger};
use super::input::{Fit, Input, please};
use super::view::View;
use super::work::Failure;

/// What comes in.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// A command, or a start from code: the entry of this name, with what followed the command.
    Enter {
        /// The entry's function name.
        entry: String,
        /// What came with it.
        input: Option<Input>,
    },
    /// Something that the user sent.
    Send(Input),
    /// A button that the step's view offered.
    Press {
        /// The transition's function name.
        edge: String,
        /// The option that the button stood for.
        choice: Option<String>,
    },
    /// An option that the step's view offered, for a [`Pick`](crate::Pick).
    Pick {
        /// The transition's function name.
        edge: String,
        /// The option's value, as the view that offered it holds it.
        value: Value,
    },
    /// A command that a transition of the step has.
    Command {
        /// The command with its slash.
        command: String,
        /// What followed it.
        input: Option<Input>,
    },
    /// The result of the step's work.
    Done {
        /// The work's function name.
        work: String,
        /// What it gave.
        result: Value,
    },
    /// The step's work was given up.
    Failed {
        /// The work's function name.
        work: String,
        /// Why.
        failure: Failure,
    },
}

/// What comes of it: the step, its view and its work.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decision<W> {
    /// The edge that was taken.
    pub edge: &'static Edge,
    /// Where the workflow stands now.
    pub workflow: W,
    /// What is shown there.
    pub view: View,
    /// Why the step's own view could not be had, and the one of its docs is shown instead.
    pub view_fault: Option<Fault>,
}

/// Decides: from `standing` (none before an entry), with `cause`, at the time and for the user of `turn`.
///
/// Nothing is done and nothing is stored. Time and ids come in with `turn`; an `async` transition reads services, so the
/// future is as pure as they are. The work to start is that of the new step: [`work_of`].
///
/// ```
/// use workflow::prelude::*;
/// use workflow::{Cause, Input, SessionId, SessionKey, Turn, UserId, decide};
/// # #[workflow]
/// # pub enum Greet {
/// #     /// What is your name?
/// #     Ask,
/// #     #[step(end)]
/// #     Hello { name: String },
/// # }
/// # #[workflow]
/// # impl Greet {
/// #     #[command("/greet")]
/// #     fn start() -> Ask { Ask }
/// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
/// # }
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let turn = Turn {
///     user: User::new(UserId::new("test", "ann")),
///     now: "2026-01-01T00:00:00Z".parse().unwrap(),
///     session: SessionId::new(uuid::Uuid::nil()),
///     key: SessionKey::new("test", "chat", "ann"),
/// };
/// let cause = Cause::Enter { entry: "start".into(), input: None };
/// let asked = decide::<Greet, ()>(&(), &turn, None, cause).await.unwrap();
/// assert_eq!(asked.view.text.to_plain(), "What is your name?");
///
/// let greeted = decide(&(), &turn, Some(asked.workflow), Cause::Send(Input::text("Ann"))).await.unwrap();
/// assert!(matches!(greeted.workflow, Greet::Hello(_)));
/// # });
/// ```
///
/// # Errors
/// A rejection, which the user is told, or a fault. The session stays where it is.
pub async fn decide<W, App>(app: &App, turn: &Turn, standing: Option<W>, cause: Cause) -> Result<Decision<W>>
where
    W: Dispatch<App>,
{
    let graph = W::GRAPH;
    let (index, taken) = match (standing, cause) {
        (_, Cause::Enter { entry, input }) => {
            let Some((index, edge)) = entry_named(graph, &entry) else { return Err(no_such(graph, &entry)) };
            let input = demand(edge, input)?;
            (index, W::enter(index, Context::entry(app, turn, input)))
        }
        (Some(workflow), cause) => {
            let (index, given) = route(graph, workflow.index(), cause)?;
            (index, workflow.take(index, Context::transition(app, turn, given)))
        }
        (None, _) => return Err(reject("There is nothing under way.")),
    };
    let workflow = taken.wait().await?;
    let edge = graph.edges().get(index).ok_or_else(|| no_such(graph, "edge"))?;
    let (view, view_fault) = show(app, turn, &workflow).await;
    Ok(Decision { edge, workflow, view, view_fault })
}

/// What is shown where `workflow` stands: the step's own view, or its docs when it has none or its own one fails; with
/// the buttons of the edges that leave it.
pub async fn show<W, App>(app: &App, turn: &Turn, workflow: &W) -> (View, Option<Fault>)
where
    W: Dispatch<App>,
{
    let graph = W::GRAPH;
    let index = workflow.index();
    let default = || graph.steps().get(index).map(View::of_step).unwrap_or_default();
    // A view that panics takes nothing back: what it would have shown is shown otherwise, as when it fails.
    let made = catch_unwind(AssertUnwindSafe(|| workflow.view(Context::new(app, turn, at::View))));
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
    (view.complete(graph, index), fault)
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

/// Finds the edge that takes `cause` at the step at position `step`.
fn route(graph: &Graph, step: usize, cause: Cause) -> Result<(usize, Given)> {
    let leaving = || graph.edges().iter().enumerate().filter(|(_, edge)| graph.leaves(edge, step));
    match cause {
        Cause::Send(input) => {
            let fitting = |wanted: Fit| {
                leaving().find(|(_, edge)| edge.takes.is_some_and(|takes| takes.fit(&input) == Some(wanted)))
            };
            let found = fitting(Fit::Exact).map(|(index, _)| (index, None));
            let found = found.or_else(|| match &input {
                Input::Text(text) => by_label(leaving(), text).map(|(index, given)| (index, Some(given))),
                _ => fitting(Fit::Loose).map(|(index, _)| (index, None)),
            });
            match found {
                Some((index, given)) => Ok((index, given.unwrap_or(Given::Input(input)))),
                None => Err(reject(expectation(graph, step, &input))),
            }
        }
        Cause::Press { edge, choice } => {
            let Some((index, _)) = graph.find_edge(step, &edge) else { return Err(no_such(graph, &edge)) };
            Ok((index, choice.map_or(Given::Nothing, |name| Given::Input(Input::Choice(name)))))
        }
        Cause::Pick { edge, value } => {
            let Some((index, _)) = graph.find_edge(step, &edge) else { return Err(no_such(graph, &edge)) };
            Ok((index, Given::Input(Input::Picked(value))))
        }
        Cause::Command { command, input } => {
            let found = leaving().find(|(_, edge)| edge.commands.contains(&command.as_str()));
            let Some((index, edge)) = found else { return Err(no_such(graph, &command)) };
            Ok((index, demand(edge, input)?.map_or(Given::Nothing, Given::Input)))
        }
        Cause::Done { work, result } => {
            let found = leaving().find(|(_, edge)| matches!(edge.trigger, Trigger::Done(name) if name == work));
            let Some((index, _)) = found else { return Err(no_such(graph, &work)) };
            Ok((index, Given::Result(result)))
        }
        Cause::Failed { work, failure } => {
            let found = leaving().find(|(_, edge)| matches!(edge.trigger, Trigger::Failed(name) if name == work));
            let Some((index, _)) = found else { return Err(no_such(graph, &work)) };
            Ok((index, Given::Failure(failure)))
        }
        Cause::Enter { entry, .. } => Err(no_such(graph, &entry)),
    }
}

/// The entry of this name and its position.
pub(crate) fn entry_named(graph: &Graph, name: &str) -> Option<(usize, &'static Edge)> {
    graph.edges().iter().enumerate().find(|(_, edge)| edge.from == From::Entry && edge.name == name)
}

/// A button's label, typed. Those of a view's options are not known here: see [`View::typed`].
fn by_label<'a>(leaving: impl Iterator<Item = (usize, &'a Edge)>, text: &str) -> Option<(usize, Given)> {
    let label = text.trim().to_lowercase();
    let input = Input::text(text);
    leaving.into_iter().find_map(|(index, edge)| {
        if edge.is_action() {
            return (edge.label.to_lowercase() == label).then_some((index, Given::Nothing));
        }
        edge.takes?.fit(&input).map(|_| (index, Given::Input(input.clone())))
    })
}

/// The input of an edge that a command takes: a rejection that shows how to send it when it is missing.
fn demand(edge: &Edge, input: Option<Input>) -> Result<Option<Input>> {
    match (edge.takes, input) {
        (Some(takes), None) if !takes.optional => {
            let command = edge.commands.first().copied().unwrap_or(edge.name);
            let words: Vec<&str> = takes.kinds().map(|(kind, _)| kind.word()).collect();
            let place = if takes.kinds().any(|(kind, _)| kind.is_file()) { "beside" } else { "behind" };
            Err(reject(format!("Something is missing: send {command} with {} {place} it.", words.join(" or "))))
        }
        (None, Some(_)) => {
            let command = edge.commands.first().copied().unwrap_or(edge.name);
            Err(reject(format!("{command} stands alone: send it with nothing behind it.")))
        }
        (_, input) => Ok(input),
    }
}

/// What a user who sent something else is told.
fn expectation(graph: &Graph, step: usize, sent: &Input) -> String {
    let leaving = || graph.edges().iter().filter(|edge| graph.leaves(edge, step));
    let told = please(leaving().filter_map(|edge| edge.takes), Some(sent));
    match told.as_str() {
        "" if leaving().any(Edge::is_action) => "Please press one of the buttons.".into(),
        "" => "There is nothing to answer right now.".into(),
        _ => told,
    }
}

fn no_such(graph: &Graph, name: &str) -> Error {
    Error::from_fault(format!("`{}` has no edge `{name}` here", graph.name()))
}

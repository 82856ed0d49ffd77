//! A pure decision: where a workflow stands and what comes in, to where it stands then.

mod calls;
mod route;
mod show;

use std::sync::Arc;

use serde_json::Value;

pub use calls::{Given, effect, hook, work, work_of};
pub(crate) use route::entry_named;
use route::{demand, no_such, route};
#[cfg(feature = "engine")]
pub(crate) use show::panic_text;
pub use show::show;
use show::show_to;

use super::context::{Context, Turn};
use super::dispatch::Dispatch;
use super::effect::Asked;
use super::error::{Error, Fault, Result, reject};
use super::graph::{Edge, Graph, Trigger};
use super::history::{History, Past, WayBack};
use super::input::Input;
use super::moves::Landing;
use super::session::Revision;
use super::step::Workflow;
use super::stored::{LoadError, Stored};
use super::view::{BACK, View, back_button};
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
    /// The time of an `#[after]` transition has come.
    Timer {
        /// The transition's function name.
        edge: String,
    },
    /// The user wants to go back to the step before.
    Back,
    /// Somebody else than the session's owner does it, in this role.
    By {
        /// The role, as in `#[actor("reviewer")]`.
        actor: String,
        /// What they send or press.
        cause: Box<Cause>,
    },
}

/// Where a workflow stands, and what can be gone back to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Standing<W> {
    /// The step.
    pub workflow: W,
    /// The revision at which it was entered.
    pub entered: Revision,
    /// The visits before.
    pub history: History,
    /// The step as it was stored, if it was.
    stored: Option<Arc<Stored>>,
}

impl<W: Workflow> Standing<W> {
    /// The step that `stored` holds, entered at `entered` after `history`.
    ///
    /// # Errors
    /// When it does not load.
    pub fn load(stored: Arc<Stored>, entered: Revision, history: History) -> Result<Self, LoadError> {
        let workflow = W::load(&stored)?;
        Ok(Self { workflow, entered, history, stored: Some(stored) })
    }
}

impl<W> std::convert::From<W> for Standing<W> {
    /// At this step, with nothing to go back to.
    fn from(workflow: W) -> Self {
        Self { workflow, entered: Revision::ZERO.next(), history: History::default(), stored: None }
    }
}

/// What comes of it: the step, its view, and what follows.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decision<W> {
    /// The edge that was taken; `None` when the user went back.
    pub edge: Option<&'static Edge>,
    /// Where the workflow stands now.
    pub workflow: W,
    /// The visits that can be gone back to from there.
    pub history: History,
    /// What is to be done because of the move, in order.
    pub effects: Vec<Asked>,
    /// The positions in [`Graph::edges`] of the `#[after]` transitions that wait for their time there.
    pub timers: Vec<usize>,
    /// What is shown there to the session's owner.
    pub view: View,
    /// What is shown there to others, by role: to those who can do something there, or have a view of it.
    pub views: Vec<(&'static str, View)>,
    /// Why the step's own view could not be had, and the one of its docs is shown instead.
    pub view_fault: Option<Fault>,
}

impl<W> Decision<W> {
    /// The name of the edge that was taken, [`BACK`] when the user went back.
    pub fn edge_name(&self) -> &'static str {
        self.edge.map_or(BACK, |edge| edge.name)
    }

    /// Where the workflow stands after this, entered at `revision`.
    pub fn into_standing(self, revision: Revision) -> Standing<W> {
        Standing { workflow: self.workflow, entered: revision, history: self.history, stored: None }
    }
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
/// let greeted = decide(&(), &turn, Some(asked.workflow.into()), Cause::Send(Input::text("Ann"))).await.unwrap();
/// assert!(matches!(greeted.workflow, Greet::Hello(_)));
/// # });
/// ```
///
/// # Errors
/// A rejection, which the user is told, or a fault. The session stays where it is.
pub async fn decide<W, App>(app: &App, turn: &Turn, standing: Option<Standing<W>>, cause: Cause) -> Result<Decision<W>>
where
    W: Dispatch<App>,
{
    let graph = W::GRAPH;
    let (index, taken, before) = match (standing, cause) {
        (_, Cause::Enter { entry, input }) => {
            let Some((index, edge)) = entry_named(graph, &entry) else { return Err(no_such(graph, &entry)) };
            let input = demand(edge, input)?;
            (index, W::enter(index, Context::entry(app, turn, input)), None)
        }
        (Some(standing), Cause::Back) => return Box::pin(back(app, turn, standing)).await,
        (Some(standing), cause) => {
            let (actor, cause) = match cause {
                Cause::By { actor, cause } => (Some(actor), *cause),
                cause => (None, cause),
            };
            let Standing { workflow, entered, history, stored } = standing;
            let step = workflow.index();
            let open = |index: usize, edge: &Edge| edge.actor == actor.as_deref() && workflow.open(index);
            let (index, given) = route(graph, step, cause, &open)?;
            let stored = match stored {
                Some(stored) => stored,
                None => Arc::new(Stored::from_workflow(&workflow)?),
            };
            (index, workflow.take(index, Context::transition(app, turn, given)), Some((entered, stored, history)))
        }
        (None, _) => return Err(reject("There is nothing under way.")),
    };
    let taken = taken.wait().await?;
    let edge = graph.edges().get(index).ok_or_else(|| no_such(graph, "edge"))?;
    let (workflow, history) = land(edge, taken.to, before)?;
    let mut decision = stand(app, turn, workflow, history).await;
    (decision.edge, decision.effects) = (Some(edge), taken.effects);
    Ok(decision)
}

/// The step that the user went back to.
async fn back<W, App>(app: &App, turn: &Turn, standing: Standing<W>) -> Result<Decision<W>>
where
    W: Dispatch<App>,
{
    let Standing { workflow, mut history, .. } = standing;
    if !history.can_go_back(W::GRAPH, workflow.index()) {
        return Err(reject("There is no way back from here."));
    }
    let past = history.back().ok_or_else(|| reject("There is no way back from here."))?;
    let workflow = W::load(&past.stored)?;
    Ok(stand(app, turn, workflow, history).await)
}

/// Where a move ends, with what can be gone back to from there.
fn land<W: Workflow>(
    edge: &Edge,
    to: Landing<W>,
    before: Option<(Revision, Arc<Stored>, History)>,
) -> Result<(W, History)> {
    let Some((entered, stored, mut history)) = before else {
        return match to {
            Landing::At(workflow) => Ok((workflow, History::default())),
            Landing::Rewind(_) => Err(Error::from_fault("an entry has nothing to go back to")),
        };
    };
    match to {
        Landing::At(workflow) => {
            if W::GRAPH.steps().get(workflow.index()).is_some_and(|step| step.end) {
                return Ok((workflow, History::default()));
            }
            let by_user = edge.trigger == Trigger::User && edge.actor.is_none() && !edge.commit;
            let way_back = if by_user { WayBack::Open } else { WayBack::Closed };
            history.push(Past::new(entered, stored, way_back));
            Ok((workflow, history))
        }
        Landing::Rewind(step) => {
            let found = history.rewind(step)?;
            let workflow = found.ok_or_else(|| Error::from_fault("there is no earlier visit to go back to"))?;
            Ok((workflow, history))
        }
    }
}

/// What there is at a step that was come to.
pub(super) async fn stand<W, App>(app: &App, turn: &Turn, workflow: W, history: History) -> Decision<W>
where
    W: Dispatch<App>,
{
    let (graph, step) = (W::GRAPH, workflow.index());
    let (mut view, view_fault) = show(app, turn, &workflow).await;
    if history.can_go_back(graph, step) {
        view.choices.push(vec![back_button()]);
    }
    let mut views = Vec::new();
    for actor in actors(graph, step) {
        // The owner's view tells of a fault; an actor sees the docs then.
        views.push((actor, Box::pin(show_to(app, turn, &workflow, Some(actor))).await.0));
    }
    let timers = |(at, edge): &(usize, &Edge)| {
        matches!(edge.trigger, Trigger::After(_)) && graph.leaves(edge, step) && workflow.open(*at)
    };
    let timers = graph.edges().iter().enumerate().filter(timers).map(|(at, _)| at).collect();
    Decision { edge: None, workflow, history, effects: Vec::new(), timers, view, views, view_fault }
}

/// The roles that can do or see something at the step at position `step`, each once.
fn actors(graph: &'static Graph, step: usize) -> Vec<&'static str> {
    let of_edges = graph.edges().iter().filter(|edge| graph.leaves(edge, step)).filter_map(|edge| edge.actor);
    let of_views = graph.views().iter().filter(|view| view.step == step).filter_map(|view| view.actor);
    let mut actors: Vec<&str> = Vec::new();
    for actor in of_edges.chain(of_views) {
        if !actors.contains(&actor) {
            actors.push(actor);
        }
    }
    actors
}

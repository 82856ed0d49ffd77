//! An engine whose work and effects are done when a test says so, and that tells of every decision.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::Value;

use super::served::{Decided, Refused, Served, Stands};
use crate::core::context::{Key, Progress, Turn, User};
use crate::core::decide::{Cause, panic_text};
use crate::core::dispatch::BoxFuture;
use crate::core::error::Error;
use crate::core::graph::Graph;
use crate::core::session::{SessionKey, UserId};
use crate::core::stored::{LoadError, Stored};

/// Who says when work and effects are done, and is told what was decided.
pub(crate) trait Stage: Send + Sync + 'static {
    /// Instead of the work itself, which is `attempt.real`.
    fn work(&self, attempt: Attempt<Value>) -> BoxFuture<'static, Result<Value, Error>>;

    /// Instead of the effect itself.
    fn effect(&self, attempt: Attempt<()>) -> BoxFuture<'static, Result<(), Error>>;

    /// A step was decided for.
    fn decided(&self, decided: Told<'_>);

    /// User code failed or panicked.
    fn fault(&self, what: String);
}

/// One attempt at work or an effect.
pub(crate) struct Attempt<T> {
    pub(crate) name: &'static str,
    pub(crate) of: SessionKey,
    pub(crate) key: Key,
    /// How it tells how far it is, of work.
    pub(crate) progress: Option<Progress>,
    /// The user's function; nothing of it runs before it is polled.
    pub(crate) real: BoxFuture<'static, Result<T, Error>>,
}

/// What was decided.
pub(crate) struct Told<'a> {
    pub(crate) graph: &'static Graph,
    pub(crate) version: u32,
    /// The step that was left; none for an entry.
    pub(crate) from: Option<&'a str>,
    /// None where a workflow begins inside of another.
    pub(crate) edge: Option<&'static str>,
    pub(crate) to: &'a Stored,
    /// The effects that are asked for.
    pub(crate) effects: Vec<(&'static str, &'a Value)>,
    /// The work whose result was taken.
    pub(crate) result: Option<(&'a str, &'a Value)>,
}

/// A workflow on a stage.
pub(super) struct Staged {
    served: Arc<dyn Served>,
    stage: Arc<dyn Stage>,
}

impl Staged {
    pub(super) fn new(served: Box<dyn Served>, stage: Arc<dyn Stage>) -> Self {
        Self { served: Arc::from(served), stage }
    }

    /// Tells of what went wrong, and of nothing that was the user's mistake.
    async fn watch<T>(&self, what: &str, doing: impl Future<Output = Result<T, Refused>>) -> Result<T, Refused> {
        let name = self.served.graph().name();
        match AssertUnwindSafe(doing).catch_unwind().await {
            Ok(Err(Refused::Stuck(error))) => {
                self.stage.fault(format!("a stored step of `{name}` does not load: {error}"));
                Err(Refused::Stuck(error))
            }
            Ok(Err(Refused::Error(error))) => {
                if error.rejection().is_none() {
                    self.stage.fault(format!("{what} of `{name}` failed: {error}"));
                }
                Err(Refused::Error(error))
            }
            Ok(Ok(done)) => Ok(done),
            Err(panic) => {
                self.stage.fault(format!("{what} of `{name}` panicked: {}", panic_text(&*panic)));
                std::panic::resume_unwind(panic)
            }
        }
    }

    fn tell(&self, from: Option<&str>, edge: Option<&'static str>, decided: &Decided, result: Option<(&str, &Value)>) {
        if let Some(fault) = &decided.view_fault {
            self.stage.fault(format!("the view of `{}` failed: {fault}", decided.stored.step));
        }
        self.stage.decided(Told {
            graph: self.served.graph(),
            version: self.served.version(),
            from,
            edge,
            to: &decided.stored,
            effects: decided.effects.iter().map(|asks| (asks.name, &asks.payload)).collect(),
            result,
        });
    }
}

impl Served for Staged {
    fn graph(&self) -> &'static Graph {
        self.served.graph()
    }

    fn version(&self) -> u32 {
        self.served.version()
    }

    fn is_aside(&self) -> bool {
        self.served.is_aside()
    }

    fn decide<'a>(
        &'a self,
        turn: &'a Turn,
        stands: Option<Stands>,
        cause: Cause,
    ) -> BoxFuture<'a, Result<Decided, Refused>> {
        Box::pin(async move {
            let from = stands.as_ref().map(|stands| stands.stored.step.clone());
            let result =
                if let Cause::Done { work, result } = &cause { Some((work.clone(), result.clone())) } else { None };
            let decided = self.watch("a transition", self.served.decide(turn, stands, cause)).await?;
            let result = result.as_ref().map(|(work, result)| (work.as_str(), result));
            self.tell(from.as_deref(), Some(decided.edge), &decided, result);
            Ok(decided)
        })
    }

    fn begin<'a>(&'a self, turn: &'a Turn, stored: &'a Stored) -> BoxFuture<'a, Result<Decided, Refused>> {
        Box::pin(async move {
            let decided = self.watch("the beginning", self.served.begin(turn, stored)).await?;
            self.tell(None, None, &decided, None);
            Ok(decided)
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
        let Some(work) = self.graph().work().get(index).filter(|work| work.child.is_none()) else {
            return self.served.work(turn, standing, index, key, progress);
        };
        let (served, of) = (Arc::clone(&self.served), turn.key.clone());
        let real = {
            let (turn, standing, key, progress) = (turn.clone(), standing.clone(), key.clone(), progress.clone());
            async move { served.work(&turn, &standing, index, key, progress)?.await }
        };
        let attempt = Attempt { name: work.name, of, key, progress: Some(progress), real: Box::pin(real) };
        Ok(self.stage.work(attempt))
    }

    fn effect(&self, turn: &Turn, index: usize, payload: Value, key: Key) -> BoxFuture<'static, Result<(), Error>> {
        let (served, of) = (Arc::clone(&self.served), turn.key.clone());
        let name = self.graph().effects().get(index).map_or("", |effect| effect.name);
        let real = {
            let (turn, key) = (turn.clone(), key.clone());
            async move { served.effect(&turn, index, payload, key).await }
        };
        self.stage.effect(Attempt { name, of, key, progress: None, real: Box::pin(real) })
    }

    fn hook(
        &self,
        turn: &Turn,
        stored: &Stored,
        index: usize,
    ) -> Result<BoxFuture<'static, Result<(), Error>>, LoadError> {
        let hook = self.served.hook(turn, stored, index)?;
        let stage = Arc::clone(&self.stage);
        let name = self.graph().hooks().get(index).map_or("", |hook| hook.name);
        Ok(Box::pin(async move {
            match AssertUnwindSafe(hook).catch_unwind().await {
                Ok(done) => done.inspect_err(|error| stage.fault(format!("the hook `{name}` failed: {error}"))),
                Err(panic) => {
                    stage.fault(format!("the hook `{name}` panicked: {}", panic_text(&*panic)));
                    std::panic::resume_unwind(panic)
                }
            }
        }))
    }
}

impl<App: Clone + Send + Sync + 'static> super::Builder<App> {
    /// Work and effects are done when `stage` says so. Every role that a workflow uses is also held by a user of its name.
    pub(crate) fn staged(mut self, stage: &Arc<dyn Stage>) -> Self {
        let served = std::mem::take(&mut self.served);
        let mut used: Vec<&'static str> = Vec::new();
        for served in &served {
            let graph = served.graph();
            used.extend(graph.edges().iter().filter_map(|edge| edge.actor));
            used.extend(graph.views().iter().filter_map(|view| view.actor));
        }
        for role in used {
            let given = self.roles.remove(role);
            let of_name = UserId::new(crate::testing::SURFACE, role);
            let holds = move |user: &User| *user.id() == of_name || given.as_ref().is_some_and(|holds| holds(user));
            self.roles.insert(role.to_owned(), Box::new(holds));
        }
        let staged = |served| Box::new(Staged::new(served, Arc::clone(stage))) as Box<dyn Served>;
        self.served = served.into_iter().map(staged).collect();
        self
    }
}

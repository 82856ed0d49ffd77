//! What an engine is made of.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, broadcast, watch};

use super::jobs::Jobs;
use super::lanes::Lanes;
use super::served::{Place, Served, Serving, Started};
use super::token::Tokens;
use super::{Closing, Engine, Shared, work};
use crate::core::dispatch::Dispatch;
use crate::core::graph::From as EdgeFrom;
use crate::store::{Store, StoreError};
use crate::surface::{Surface, SurfaceError};

/// What an engine is made of. Made by [`Engine::builder`].
#[must_use]
pub struct Builder<App> {
    app: App,
    served: Vec<Box<dyn Served>>,
    store: Option<Arc<dyn Store>>,
    surfaces: Vec<Box<dyn Surface>>,
    limits: Limits,
}

/// How much an engine takes on. Each limit has a default that suits one small machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many turns may be under way or waiting, of all sessions.
    pub turns: usize,
    /// How many turns of one session may wait.
    pub turns_of_session: usize,
    /// How long the user's code of one turn may take.
    pub turn_time: Duration,
    /// How many pieces of work run at once.
    pub work: usize,
    /// How many sessions are kept in memory when nothing happens in them.
    pub cached_sessions: usize,
}

impl Limits {
    /// The places for turns, so many at the most as can be waited for at once.
    pub(super) fn places(&self) -> u32 {
        u32::try_from(self.turns.min(Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            turns: 8192,
            turns_of_session: 64,
            turn_time: Duration::from_secs(30),
            work: 64,
            cached_sessions: 16_384,
        }
    }
}

impl<App: Clone + Send + Sync + 'static> Builder<App> {
    pub(super) fn new(app: App) -> Self {
        Self { app, served: Vec::new(), store: None, surfaces: Vec::new(), limits: Limits::default() }
    }

    /// Serves the workflow `W`.
    pub fn workflow<W: Dispatch<App>>(self) -> Self {
        self.serve::<W>(Place::Conversation)
    }

    /// Serves the workflow `W` beside the conversation: beginning it leaves the one that is under way as it is.
    pub fn aside<W: Dispatch<App>>(self) -> Self {
        self.serve::<W>(Place::Aside)
    }

    /// Keeps sessions in `store`.
    pub fn store(mut self, store: impl Store) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Takes deliveries from `surface` while it runs.
    pub fn surface(mut self, surface: impl Surface) -> Self {
        self.surfaces.push(Box::new(surface));
        self
    }

    /// Takes on so much and no more.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Opens the surfaces and takes up the work that was pending.
    ///
    /// # Errors
    /// When two workflows have one name or command, there is no store, or the store or a surface can't be opened.
    pub async fn build(mut self) -> Result<Engine, BuildError> {
        let store = self.store.take().ok_or(BuildError::NoStore)?;
        let mut by_name = HashMap::new();
        let mut commands = HashMap::new();
        for (index, served) in self.served.iter().enumerate() {
            let graph = served.graph();
            if by_name.insert(graph.name(), index).is_some() {
                return Err(BuildError::SameName { workflow: graph.name() });
            }
            for edge in graph.edges().iter().filter(|edge| edge.from == EdgeFrom::Entry) {
                for command in edge.commands {
                    let started = Started { served: index, entry: edge.name };
                    if let Some(Started { served, .. }) = commands.insert(*command, started) {
                        let first = self.served.get(served).map_or("", |served| served.graph().name());
                        return Err(BuildError::SameCommand { command, first, second: graph.name() });
                    }
                }
            }
        }
        let tokens = Tokens::new(store.secret().await?);
        let shared = Arc::new(Shared {
            served: self.served,
            by_name,
            commands,
            store,
            lanes: Lanes::new(self.limits.cached_sessions),
            tokens,
            jobs: Jobs::new(self.limits.work),
            turns: Arc::new(Semaphore::new(self.limits.places() as usize)),
            limits: self.limits,
            events: broadcast::Sender::new(1024),
            closing: watch::Sender::new(Closing::No),
        });
        for surface in &mut self.surfaces {
            surface.open().await?;
        }
        work::resume(&shared, None).await?;
        Ok(Engine { shared, surfaces: Arc::new(std::sync::Mutex::new(self.surfaces)) })
    }

    fn serve<W: Dispatch<App>>(mut self, place: Place) -> Self {
        self.served.push(Box::new(Serving::<W, App>::new(self.app.clone(), place)));
        self
    }
}

impl<App> std::fmt::Debug for Builder<App> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

/// Why an engine could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Two workflows have one name.
    #[error("two workflows are named `{workflow}`: give one of them another by `#[workflow(name = \"…\")]`")]
    SameName {
        /// The name.
        workflow: &'static str,
    },
    /// Two workflows begin with one command.
    #[error("`{first}` and `{second}` both begin with {command}")]
    SameCommand {
        /// The command.
        command: &'static str,
        /// The workflow that had it first.
        first: &'static str,
        /// The other one.
        second: &'static str,
    },
    /// No store was given.
    #[error("there is no store: give one with `.store(…)`")]
    NoStore,
    /// The store can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A surface can't be opened.
    #[error(transparent)]
    Surface(#[from] SurfaceError),
}

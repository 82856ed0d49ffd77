//! What an engine is made of.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, broadcast, watch};

use super::claims::{self, Claims, Concurrency};
use super::clock::{Clock, SystemClock};
use super::flags::{Flags, Rollouts};
use super::jobs::Jobs;
use super::lanes::Lanes;
use super::retention::{self, Retention};
use super::roles::{Holds, Roles};
use super::served::{Place, Served, Serving, Started};
use super::token::Tokens;
use super::{Closing, Engine, Shared};
use crate::core::context::User;
use crate::core::dispatch::Dispatch;
use crate::core::graph::From as EdgeFrom;
use crate::core::step::Workflow;
use crate::store::{Store, StoreError};
use crate::surface::{Surface, SurfaceError};
use crate::texts::Texts;

/// What an engine is made of. Made by [`Engine::builder`].
#[must_use]
pub struct Builder<App> {
    app: App,
    pub(super) served: Vec<Box<dyn Served>>,
    store: Option<Arc<dyn Store>>,
    surfaces: Vec<Box<dyn Surface>>,
    limits: Limits,
    retention: Retention,
    concurrency: Vec<Concurrency>,
    clock: Arc<dyn Clock>,
    flags: Arc<dyn Flags>,
    texts: Texts,
    pub(super) roles: HashMap<String, Holds>,
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
    /// How many effects are done at once.
    pub effects: usize,
    /// How long one attempt at an effect may take.
    pub effect_time: Duration,
    /// How long work, a timer or an effect belongs to the engine that does it, when nothing is heard of it: it tells that it
    /// lives three times as often. Another one begins it anew then, and what the first one did counts no more.
    pub lease: Duration,
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
            effects: 64,
            effect_time: Duration::from_secs(300),
            lease: Duration::from_secs(60),
            cached_sessions: 16_384,
        }
    }
}

impl<App: Clone + Send + Sync + 'static> Builder<App> {
    pub(super) fn new(app: App) -> Self {
        Self {
            app,
            served: Vec::new(),
            store: None,
            surfaces: Vec::new(),
            limits: Limits::default(),
            retention: Retention::default(),
            concurrency: Vec::new(),
            clock: Arc::new(SystemClock),
            flags: Arc::new(Rollouts::new()),
            texts: Texts::new(),
            roles: HashMap::new(),
        }
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

    /// Asks `flags` for whom the commands of each workflow are there, whenever one is given; without flags, for all. What is
    /// not there for somebody is an unknown command to them. Sessions that have begun go on.
    ///
    /// ```
    /// # use workflow::{Builder, Rollouts};
    /// # fn set_up(builder: Builder<()>) -> Result<Builder<()>, workflow::InvalidRollout> {
    /// let rollouts = Rollouts::new();
    /// rollouts.set("train", "10% telegram:12345".parse()?);
    /// let builder = builder.flags(rollouts.clone());
    /// // Later, while it runs:
    /// rollouts.set("train", "off".parse()?);
    /// # Ok(builder) }
    /// ```
    pub fn flags(mut self, flags: impl Flags) -> Self {
        self.flags = Arc::new(flags);
        self
    }

    /// Says to each user in their own language what there are texts for; without, what the library says is there in German
    /// too, all else as the code says it.
    ///
    /// ```
    /// # use workflow::{Builder, Texts, TextsError};
    /// # fn set_up(builder: Builder<()>) -> Result<Builder<()>, TextsError> {
    /// let builder = builder.texts(Texts::new().add("de", "make-ask-prompt = Was soll ich malen?")?);
    /// # Ok(builder) }
    /// ```
    pub fn texts(mut self, texts: Texts) -> Self {
        self.texts = texts;
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

    /// Does the work or effect `name` of the workflow `W` so many times at once and no more, of all sessions: what it needs
    /// may be scarce. What waits holds up no other.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Draw { /// Drawing.
    /// # Drawing, /// Done.
    /// # #[step(end)] Done }
    /// # #[workflow]
    /// # impl Draw {
    /// #     #[command("/draw")]
    /// #     fn start() -> Drawing { Drawing }
    /// #     #[invoke(timeout = "10m")]
    /// #     async fn render(self: &Drawing) -> Result<u32> { Ok(1) }
    /// #     #[done(render)]
    /// #     fn rendered(self: Drawing, _: u32) -> Done { Done }
    /// #     #[failed(render)]
    /// #     fn broken(self: Drawing, _: Failure) -> Done { Done }
    /// # }
    /// # use workflow::Engine;
    /// let builder = Engine::builder(()).workflow::<Draw>().concurrency::<Draw>("render", 1);
    /// # let _ = builder;
    /// ```
    pub fn concurrency<W: Workflow>(mut self, name: &'static str, most: usize) -> Self {
        self.concurrency.push(Concurrency { workflow: W::NAME, name, most });
        self
    }

    /// Keeps what is over so long and no longer.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use workflow::{Engine, Retention};
    /// # let builder = Engine::builder(());
    /// let mut retention = Retention::default();
    /// retention.journal = Some(Duration::from_secs(30 * 24 * 3600));
    /// let builder = builder.retention(retention);
    /// # let _ = builder;
    /// ```
    pub fn retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// Goes by `clock` instead of the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Those of whom `holds` is true have the role `role`, as in `#[actor("reviewer")]`: sessions of others that wait for
    /// it are shown to them, and they may do what it says. Called often, so it should answer from memory.
    ///
    /// ```
    /// # use workflow::Engine;
    /// # let builder = Engine::builder(());
    /// let builder = builder.actor("reviewer", |user| user.id().as_str() == "telegram:1234");
    /// # let _ = builder;
    /// ```
    pub fn actor(mut self, role: impl Into<String>, holds: impl Fn(&User) -> bool + Send + Sync + 'static) -> Self {
        self.roles.insert(role.into(), Box::new(holds));
        self
    }

    /// Opens the surfaces and takes up the work, effects and timers that are pending.
    ///
    /// # Errors
    /// When two workflows have one name or command, one runs inside of another and is not served, nobody was given a role
    /// that one of them uses, a function that is limited by [`Builder::concurrency`] is not there, there is no store, or the
    /// store or a surface can't be opened.
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
        let roles = Roles::new(self.roles);
        for served in &self.served {
            let graph = served.graph();
            let is_missing = |child: &&str| !by_name.contains_key(child);
            if let Some(child) = graph.work().iter().filter_map(|work| work.child).find(is_missing) {
                return Err(BuildError::NoChild { workflow: graph.name(), child });
            }
            let of_edges = graph.edges().iter().filter_map(|edge| edge.actor);
            let mut used = of_edges.chain(graph.views().iter().filter_map(|view| view.actor));
            if let Some(role) = used.find(|role| !roles.is_known(role)) {
                return Err(BuildError::NoActor { workflow: graph.name(), role });
            }
        }
        let claims = Claims::new(&self.served, &self.limits, &self.concurrency);
        for Concurrency { workflow, name, .. } in self.concurrency {
            if !claims.has(workflow, name) {
                return Err(BuildError::NoWork { workflow, name });
            }
        }
        let tokens = Arc::new(Tokens::new(store.secret().await?));
        let shared = Arc::new(Shared {
            served: self.served,
            by_name,
            commands,
            store,
            lanes: Lanes::new(self.limits.cached_sessions),
            tokens,
            jobs: Jobs::default(),
            claims: Arc::new(claims),
            clock: self.clock,
            roles,
            flags: self.flags,
            texts: Arc::new(self.texts),
            turns: Arc::new(Semaphore::new(self.limits.places() as usize)),
            limits: self.limits,
            retention: self.retention,
            events: broadcast::Sender::new(1024),
            closing: watch::Sender::new(Closing::No),
        });
        for surface in &mut self.surfaces {
            surface.open().await?;
        }
        claims::start(&shared);
        retention::start(&shared);
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
    /// A workflow that runs inside of another is not served.
    #[error("`{child}` runs inside of `{workflow}`, but is not served: add `.workflow::<…>()` for it")]
    NoChild {
        /// The workflow around it.
        workflow: &'static str,
        /// The workflow that runs inside.
        child: &'static str,
    },
    /// Nobody was given a role that a workflow uses.
    #[error("nobody has the role `{role}` that `{workflow}` uses: say who has it by `.actor(\"{role}\", …)`")]
    NoActor {
        /// The workflow.
        workflow: &'static str,
        /// The role.
        role: &'static str,
    },
    /// What is limited is not there.
    #[error("`{workflow}` is not served, or has no work and no effect `{name}`")]
    NoWork {
        /// The workflow.
        workflow: &'static str,
        /// The function.
        name: &'static str,
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

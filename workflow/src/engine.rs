//! Runs workflows durably on tokio: one turn at a time for a session, each decided purely and committed as one.

mod answer;
mod attempt;
mod blocking;
mod builder;
mod claims;
mod clock;
mod delivery;
mod effects;
mod event;
mod flags;
mod hooks;
mod jobs;
mod keyed;
mod lanes;
mod notes;
mod progress;
mod question;
mod retention;
mod roles;
mod route;
mod said;
mod served;
mod shutdown;
mod snapshot;
mod stack;
#[cfg(feature = "testing")]
mod staged;
mod takes;
mod telemetry;
mod timers;
mod token;
mod turn;
mod turns;
mod work;

/// What the keyed lock is made of, which loom has another one of.
mod sync {
    pub(super) use std::sync::{Arc, Mutex, MutexGuard};
}

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Semaphore, broadcast, watch};

pub use blocking::blocking;
pub use builder::{BuildError, Builder, Limits};
pub use clock::{Clock, ManualClock, SystemClock};
pub use delivery::{DeliverError, Delivery, Outcome, Sent};
pub use event::Event;
pub use flags::{Flag, FlagFileError, Flags, InvalidRollout, Rollout, Rollouts};
pub use lanes::Changes;
pub use question::Question;
pub use retention::Retention;
use shutdown::Closing;
pub use shutdown::shutdown_signal;
use snapshot::Working;
pub use snapshot::{Offer, Snapshot};
#[cfg(feature = "testing")]
pub(crate) use staged::{Attempt, Stage, Told};
pub use token::{Purpose, Token};

use crate::core::context::User;
use crate::core::graph::Graph;
use crate::core::input::Input;
use crate::core::media::MediaId;
use crate::core::session::{SessionId, SessionKey};
use crate::core::step::Workflow;
use crate::store::{Count, JournalEntry, Pending, PendingId, Record, Slot, Store, StoreError, Which};
use crate::surface::Surface;
use crate::texts::Texts;
use claims::Claims;
use delivery::{Deliver, To};
use jobs::Jobs;
use lanes::{Lane, Lanes, Records};
use roles::Roles;
use served::{Served, Started};
use token::Tokens;

/// Runs workflows: takes deliveries, commits turns, starts work.
///
/// Cheap to clone; all clones are one engine.
///
/// ```
/// # use workflow::prelude::*;
/// # #[workflow]
/// # pub enum Greet {
/// #     /// What is your name?
/// #     Ask,
/// #     /// Hello!
/// #     #[step(end)]
/// #     Hello { name: String },
/// # }
/// # #[workflow]
/// # impl Greet {
/// #     #[command("/greet")]
/// #     fn start() -> Ask { Ask }
/// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
/// # }
/// use workflow::{Delivery, Engine, SessionKey, Sqlite};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("bot.db");
/// let engine = Engine::builder(()).workflow::<Greet>().store(Sqlite::open(path).await?).build().await?;
///
/// let ann = SessionKey::new("test", "chat", "ann");
/// engine.deliver(ann.clone(), Delivery::text("1", "/greet")).await?;
/// let outcome = engine.deliver(ann.clone(), Delivery::text("2", "Ann")).await?;
/// assert_eq!(outcome.step.as_deref(), Some("Hello"));
/// # engine.close().await;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
    surfaces: Arc<std::sync::Mutex<Vec<Box<dyn Surface>>>>,
}

/// What all clones of an engine share.
pub(crate) struct Shared {
    served: Vec<Box<dyn Served>>,
    /// The position in `served` of each workflow.
    by_name: HashMap<&'static str, usize>,
    /// The workflow and the entry of each command that begins one.
    commands: HashMap<&'static str, Started>,
    store: Arc<dyn Store>,
    lanes: Lanes,
    tokens: Arc<Tokens>,
    jobs: Jobs,
    claims: Arc<Claims>,
    clock: Arc<dyn Clock>,
    roles: Roles,
    flags: Arc<dyn Flags>,
    texts: Arc<Texts>,
    limits: Limits,
    retention: Retention,
    turns: Arc<Semaphore>,
    events: broadcast::Sender<Event>,
    closing: watch::Sender<Closing>,
}

/// A command that a user may type to begin a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Command {
    /// With its slash.
    pub name: &'static str,
    /// The first line of the entry's docs, or of the workflow's when it has none.
    pub about: String,
}

impl Engine {
    /// An engine for workflows that take their services from `app`.
    pub fn builder<App: Clone + Send + Sync + 'static>(app: App) -> Builder<App> {
        Builder::new(app)
    }

    /// Delivers what a user sent. When it returns, what came of it is durable.
    ///
    /// The delivery's id names it for ever: the same id again changes nothing and gets the first answer.
    ///
    /// # Errors
    /// When there is too much to do ([`DeliverError::Busy`]), the engine is closing or the store fails. Nothing is known
    /// of the delivery then: deliver it again with the same id.
    pub async fn deliver(&self, key: SessionKey, delivery: Delivery) -> Result<Outcome, DeliverError> {
        turn::run(&self.shared, key, self.shared.incoming(delivery)).await
    }

    /// Starts the workflow `W` by its entry of the name `entry`, as if the user had sent its command. Nobody is asked before
    /// work is dropped (see [`Snapshot::question`]).
    ///
    /// # Errors
    /// As for [`Engine::deliver`].
    pub async fn start<W: Workflow>(
        &self,
        key: SessionKey,
        id: impl Into<String>,
        entry: &str,
        input: Option<Input>,
    ) -> Result<Outcome, DeliverError> {
        let delivery = Delivery::start(id, W::NAME, entry, input);
        turn::run(&self.shared, key, self.shared.incoming(delivery)).await
    }

    /// Ends the conversation of this key without a transition: it leaves its place, its work is ended, its journal stays.
    ///
    /// # Errors
    /// As for [`Engine::deliver`].
    pub async fn cancel(&self, key: SessionKey) -> Result<(), DeliverError> {
        turn::cancel(&self.shared, &key).await
    }

    /// The conversation of this key: under way, or the last one that was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn session(&self, key: &SessionKey) -> Result<Option<Snapshot>, StoreError> {
        Ok(self.own(key).await?.into_iter().find(|snapshot| snapshot.record().slot.is_main()))
    }

    /// All that is shown to this key: the conversation, what stands beside it, and the sessions of others that wait for
    /// somebody in a role that the key's user has (see [`Builder::actor`] and [`Snapshot::role`]).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sessions(&self, key: &SessionKey) -> Result<Vec<Snapshot>, StoreError> {
        let mut sessions = self.own(key).await?;
        sessions.extend(roles::shown_to(&self.shared, key).await?);
        Ok(sessions)
    }

    /// What is shown to this key as the owner.
    async fn own(&self, key: &SessionKey) -> Result<Vec<Snapshot>, StoreError> {
        let lane = self.shared.lanes.lane(key);
        let records = self.shared.standing(&lane, key).await?;
        let snapshot = |record: &Arc<Record>| {
            let progress = lane.progress(record.visit());
            let working = if self.shared.has_work(record) { Working::Yes } else { Working::No };
            Snapshot::new(Arc::clone(record), progress, working, self.shared.showing())
        };
        Ok(records.iter().map(snapshot).collect())
    }

    /// Tells of every change of what [`Engine::sessions`] gives for this key.
    pub fn changes(&self, key: &SessionKey) -> Changes {
        self.shared.lanes.lane(key).changes(self.shared.roles.changes(&User::new(key.user())))
    }

    /// Tells of every move of every session from now on. A receiver that is slow misses the oldest; it holds up nobody.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.shared.events.subscribe()
    }

    /// Every accepted input of the session, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn journal(&self, session: SessionId) -> Result<Vec<JournalEntry>, StoreError> {
        self.shared.store.journal(session).await
    }

    /// Whose session this is.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn owner(&self, session: SessionId) -> Result<Option<SessionKey>, StoreError> {
        self.shared.store.owner(session).await
    }

    /// Those of these media that came with an input which moved a session, or waits for an answer. What a surface received
    /// is wanted by nobody when it is not among them after its delivery was answered.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn brought(&self, media: Vec<MediaId>) -> Result<Vec<MediaId>, StoreError> {
        self.shared.store.brought(media).await
    }

    /// The newest `limit` inputs of all sessions of this key with what was shown after each, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn transcript(&self, key: &SessionKey, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        self.shared.store.transcript(key, limit).await
    }

    /// How many sessions are under way and how much work is pending: of this key, or in all.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count(&self, key: Option<&SessionKey>) -> Result<Count, StoreError> {
        self.shared.store.count(key).await
    }

    /// Up to `limit` effects that were given up after their last retry, and timers that were set aside: nothing is done
    /// about them before they are repeated.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn dead(&self, limit: usize) -> Result<Vec<Pending>, StoreError> {
        self.shared.store.pending(Which::Dead, limit).await
    }

    /// Tries again what was given up, as often as at first and under the same key. Gives whether it was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn repeat(&self, id: PendingId) -> Result<bool, StoreError> {
        let is_repeated = self.shared.store.revive(id, self.shared.now()).await?;
        self.shared.claims.look();
        Ok(is_repeated)
    }

    /// Whether this user has some role (see [`Builder::actor`]).
    pub fn has_role(&self, user: &User) -> bool {
        self.shared.roles.is_held_by(user)
    }

    /// What the engine's clock says.
    pub fn now(&self) -> Timestamp {
        self.shared.now()
    }

    /// The graphs of the workflows that it serves, in the order in which they were given.
    pub fn graphs(&self) -> impl Iterator<Item = &'static Graph> {
        self.shared.served.iter().map(|served| served.graph())
    }

    /// 32 bytes that only this engine's store knows, one set for each purpose.
    pub fn secret(&self, purpose: Purpose) -> [u8; 32] {
        self.shared.tokens.derive(purpose)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.shared.served.iter().map(|served| served.graph().name()).collect();
        f.debug_struct("Engine").field("workflows", &names).finish_non_exhaustive()
    }
}

impl Shared {
    fn served(&self, workflow: &str) -> Option<&dyn Served> {
        let index = self.by_name.get(workflow)?;
        self.served.get(*index).map(|served| &**served)
    }

    fn slot(served: &dyn Served) -> Slot {
        if served.is_aside() { Slot::aside(served.graph().name()) } else { Slot::main() }
    }

    /// Whether the step has work: it is under way, or waits for its turn.
    fn has_work(&self, record: &Record) -> bool {
        let graph = self.served(&record.stored.workflow).map(Served::graph);
        !record.ended && graph.is_some_and(|graph| graph.work_of(&record.stored.step).next().is_some())
    }

    /// How the sessions of the key's lane stand.
    async fn standing(&self, lane: &Lane, key: &SessionKey) -> Result<Records, StoreError> {
        if let Some(records) = lane.records() {
            return Ok(records);
        }
        let stored = self.store.current(key).await?.into_iter().map(Arc::new).collect();
        // A turn that was taken meanwhile is told of when it is over: not before, and then before again.
        Ok(lane.records().unwrap_or(stored))
    }

    /// What a user sent, with what it is for found out.
    fn incoming(&self, delivery: Delivery) -> Deliver {
        let to = match delivery.token() {
            None => To::Own,
            Some(token) => self.tokens.read(token).map_or(To::Unknown, To::Shown),
        };
        Deliver::User(delivery, to)
    }

    /// What the runtime's clock says.
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        // What is stored is in milliseconds: what a turn sees must be what it finds again.
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

/// How long a caller should wait who was told that the engine is busy.
const RETRY_AFTER: Duration = Duration::from_secs(1);

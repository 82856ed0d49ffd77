//! What the chats of one test share: the engine, its store and clock, and what was written down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use jiff::Timestamp;

use super::backstage::Backstage;
use super::clock::{VirtualClock, words};
use super::faulty::Faulty;
use super::transcript::{self, Transcript};
use crate::core::dispatch::BoxFuture;
use crate::core::session::{Revision, SessionId, SessionKey};
use crate::engine::{Clock, Engine, Limits, Snapshot, Stage};
use crate::store::{Memory, Pending, PendingKind, Store, StoreError, Which};
use crate::{BuildError, Builder};

/// Builds the engine of each run.
pub(super) type Open = Box<dyn Fn(&World) -> BoxFuture<'static, Result<Engine, BuildError>> + Send + Sync>;

pub(super) struct World {
    open: Open,
    pub(super) clock: VirtualClock,
    pub(super) backstage: Arc<Backstage>,
    inner: Mutex<Inner>,
}

struct Inner {
    engine: Option<Engine>,
    store: Arc<Faulty>,
    people: Vec<Person>,
    screens: HashMap<SessionKey, Vec<Snapshot>>,
    /// The session that each was shown last.
    front: HashMap<SessionKey, SessionId>,
    transcript: Transcript,
    sent: u64,
    faults: Vec<String>,
}

#[derive(Clone)]
struct Person {
    name: String,
    key: SessionKey,
}

/// Where all sessions of a key stand.
pub(super) type Stands = Vec<(SessionId, Revision)>;

/// How long, of real time, what is under way may take to come to rest.
const PATIENCE: Duration = Duration::from_secs(10);

impl World {
    pub(super) fn new(open: Open) -> Self {
        let inner = Inner {
            engine: None,
            store: Arc::new(Faulty::new(Memory::new())),
            people: Vec::new(),
            screens: HashMap::new(),
            front: HashMap::new(),
            transcript: Transcript::default(),
            sent: 0,
            faults: Vec::new(),
        };
        Self { open, clock: VirtualClock::new(), backstage: Arc::default(), inner: Mutex::new(inner) }
    }

    /// The builder's engine on this world's store, clock and stage.
    pub(super) fn build<App: Clone + Send + Sync + 'static>(
        &self,
        builder: Builder<App>,
    ) -> BoxFuture<'static, Result<Engine, BuildError>> {
        let stage: Arc<dyn Stage> = Arc::new(Arc::clone(&self.backstage));
        let mut limits = Limits::default();
        // What waits to be told how it ends must hold up nothing.
        (limits.work, limits.effects) = (usize::MAX, usize::MAX);
        let builder = builder.store(self.store()).clock(self.clock.clone()).limits(limits).staged(&stage);
        Box::pin(builder.build())
    }

    pub(super) fn store(&self) -> Arc<Faulty> {
        Arc::clone(&self.inner().store)
    }

    pub(super) fn engine(&self) -> Option<Engine> {
        self.inner().engine.clone()
    }

    /// Begins a run.
    pub(super) async fn start(&self) -> Result<(), String> {
        let engine = (self.open)(self).await.map_err(|error| format!("the engine can't be built: {error}"))?;
        self.inner().engine = Some(engine);
        self.settle().await
    }

    /// Ends the run and begins another on what was stored.
    pub(super) async fn restart(&self) -> Result<(), String> {
        let engine = self.inner().engine.take();
        if let Some(engine) = engine {
            engine.close().await;
        }
        {
            let mut inner = self.inner();
            inner.store = Arc::new(inner.store.reopen());
        }
        self.start().await
    }

    /// Introduces somebody; they are looked after from now on.
    pub(super) async fn introduce(&self, name: &str, key: &SessionKey) {
        {
            let mut inner = self.inner();
            if inner.people.iter().any(|person| person.key == *key) {
                return;
            }
            inner.people.push(Person { name: name.to_owned(), key: key.clone() });
        }
        self.look().await;
    }

    /// An id for the next delivery.
    pub(super) fn next_id(&self) -> String {
        let mut inner = self.inner();
        inner.sent += 1;
        format!("test {}", inner.sent)
    }

    pub(super) fn write(&self, write: impl FnOnce(&mut Transcript)) {
        write(&mut self.inner().transcript);
    }

    pub(super) fn transcript(&self) -> String {
        self.inner().transcript.to_text()
    }

    /// What this key is shown, what came last first.
    pub(super) fn screens(&self, key: &SessionKey) -> Vec<Snapshot> {
        let inner = self.inner();
        let mut screens = inner.screens.get(key).cloned().unwrap_or_default();
        let front = inner.front.get(key).copied();
        screens.sort_by_key(|screen| {
            let place = if Some(screen.session()) == front { 0 } else { 1 };
            (place, !screen.record().slot.is_main(), screen.role().is_some())
        });
        screens
    }

    pub(super) fn stands(&self, key: &SessionKey) -> Stands {
        let inner = self.inner();
        let screens = inner.screens.get(key).into_iter().flatten();
        screens.map(|screen| (screen.session(), screen.revision())).collect()
    }

    /// What went wrong in user code so far.
    pub(super) fn faults(&self) -> Vec<String> {
        let new = self.backstage.take_faults();
        let mut inner = self.inner();
        inner.faults.extend(new);
        inner.faults.clone()
    }

    /// Looks at what everybody is shown now, and writes down what is new.
    pub(super) async fn look(&self) {
        let Some(engine) = self.engine() else { return };
        let people = self.inner().people.clone();
        for Person { name, key } in people {
            // A store that fails is asked again after the next action.
            let Ok(now) = engine.sessions(&key).await else { continue };
            let mut inner = self.inner();
            let before = inner.screens.remove(&key).unwrap_or_default();
            for screen in &now {
                let same = |old: &&Snapshot| old.session() == screen.session() && old.role() == screen.role();
                let old = before.iter().find(same);
                if old.is_none_or(|old| old.revision() != screen.revision()) {
                    inner.transcript.shown(&name, transcript::lines(screen));
                    inner.front.insert(key.clone(), screen.session());
                } else if let Some(question) = screen.question()
                    && old.and_then(Snapshot::question).as_ref() != Some(&question)
                {
                    inner.transcript.shown(&name, transcript::question(&question));
                    inner.front.insert(key.clone(), screen.session());
                } else if let Some(progress) = transcript::progress(screen)
                    && old.and_then(transcript::progress).as_ref() != Some(&progress)
                {
                    inner.transcript.shown(&name, vec![progress]);
                }
            }
            inner.screens.insert(key, now);
        }
    }

    /// Waits until all that happens by itself has happened, and looks.
    pub(super) async fn settle(&self) -> Result<(), String> {
        let begun = Instant::now();
        loop {
            for _ in 0..YIELDS {
                tokio::task::yield_now().await;
            }
            if self.store().crashed() {
                return Ok(());
            }
            let Some(busy) = self.busy().filter(|_| !self.store().is_lost()) else { break };
            if begun.elapsed() > PATIENCE {
                self.look().await;
                return Err(format!("{busy}, and that has taken more than {} s", PATIENCE.as_secs()));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.look().await;
        Ok(())
    }

    /// What is not at rest.
    fn busy(&self) -> Option<String> {
        let now = self.clock.now();
        let is_due = |due: Option<Timestamp>| due.is_some_and(|due| due <= now);
        if self.backstage.is_running() {
            return Some("work is under way".to_owned());
        }
        // What is claimed has begun, or is being told how it stands.
        let moves = |pending: &&Pending| {
            (pending.until.is_some() || is_due(pending.due)) && !self.backstage.has_begun(&pending.id.key().to_string())
        };
        let pending = self.pending();
        let pending = pending.iter().find(moves)?;
        let what = match pending.id.kind {
            PendingKind::Work => "work",
            PendingKind::Timer => "timer",
            PendingKind::Effect => "effect",
        };
        Some(format!("the {what} `{}` is due", pending.name))
    }

    /// Lets the time pass, and everything happen that is due meanwhile, in order.
    pub(super) async fn later(&self, time: Duration) -> Result<(), String> {
        self.write(|transcript| transcript.event(format!("{} later", words(time))));
        let end = self.clock.after(time);
        while let Some(due) = self.clock.next(end) {
            // The engine goes by milliseconds, and rounds down.
            let rounded = Timestamp::from_millisecond(due.as_millisecond()).unwrap_or(due);
            let due = if rounded < due { rounded.checked_add(Duration::from_millis(1)).unwrap_or(due) } else { due };
            self.clock.set(due.min(end));
            self.come_to_rest().await?;
        }
        self.clock.set(end);
        self.come_to_rest().await
    }

    /// Waits until all is at rest; a run that crashed meanwhile is followed by another.
    pub(super) async fn come_to_rest(&self) -> Result<(), String> {
        self.settle().await?;
        while self.store().crashed() {
            self.write(|transcript| transcript.event("crashed and started again"));
            self.restart().await?;
        }
        Ok(())
    }

    pub(super) fn pending(&self) -> Vec<Pending> {
        at_once(self.store().pending(Which::Due, usize::MAX))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So often others have their turn before it is looked whether all is at rest.
const YIELDS: usize = 64;

/// A store in memory never waits; one that has crashed holds nothing.
fn at_once<T>(reading: BoxFuture<'_, Result<Vec<T>, StoreError>>) -> Vec<T> {
    reading.now_or_never().and_then(Result::ok).unwrap_or_default()
}

//! An engine in a temporary folder, and people who chat with it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::watch;
use workflow::store::Store;
use workflow::{Builder, Delivery, Engine, Limits, Outcome, SessionKey, Snapshot, Sqlite, Token};

use crate::make::{Artist, Ledger, Make};
use crate::trial::{Attempt, Call, Note, Seen, Trial, World};

/// The services of all workflows that are tried.
#[derive(Clone, Debug)]
pub struct App {
    world: World,
}

impl workflow::FromRef<App> for World {
    fn from_ref(app: &App) -> Self {
        app.world.clone()
    }
}

impl workflow::FromRef<App> for Ledger {
    fn from_ref(_: &App) -> Self {
        Ledger
    }
}

impl workflow::FromRef<App> for Artist {
    fn from_ref(_: &App) -> Self {
        Artist
    }
}

/// An engine in a temporary folder.
#[derive(Debug)]
pub struct Bench {
    folder: Arc<TempDir>,
    limits: Limits,
    /// What its functions share with the test.
    pub world: World,
    /// What is seen of them.
    pub seen: Seen,
    /// The engine.
    pub engine: Engine,
}

/// A builder for all workflows that are tried.
pub fn builder(world: World) -> Builder<App> {
    Engine::builder(App { world }).workflow::<Trial>().workflow::<Make>().aside::<Note>()
}

impl Bench {
    /// With the limits that an engine has by default.
    pub async fn new() -> Self {
        Self::limited(|_| ()).await
    }

    /// With other limits.
    pub async fn limited(limit: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = Limits::default();
        limit(&mut limits);
        Self::open(Arc::new(tempfile::tempdir().unwrap()), limits).await
    }

    /// On a store of the test's own.
    pub async fn on(store: impl Store) -> Self {
        Self::built(store, |builder| builder).await
    }

    /// On a store of the test's own, built as it likes.
    pub async fn built(store: impl Store, build: impl FnOnce(Builder<App>) -> Builder<App>) -> Self {
        let (world, seen) = World::new();
        let engine = build(builder(world.clone()).store(store)).build().await.unwrap();
        Self { folder: Arc::new(tempfile::tempdir().unwrap()), limits: Limits::default(), world, seen, engine }
    }

    async fn open(folder: Arc<TempDir>, limits: Limits) -> Self {
        let (world, seen) = World::new();
        let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
        let engine = builder(world.clone()).store(store).limits(limits.clone()).build().await.unwrap();
        Self { folder, limits, world, seen, engine }
    }

    /// The file that it keeps sessions in.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("bot.db")
    }

    /// Closes the engine, lets `meanwhile` do something to the file, and starts another engine on it.
    pub async fn restart_after(self, meanwhile: impl FnOnce(&rusqlite::Connection)) -> Self {
        let path = self.path();
        let Self { folder, limits, engine, .. } = self;
        engine.close().await;
        drop(engine);
        meanwhile(&rusqlite::Connection::open(path).unwrap());
        Self::open(folder, limits).await
    }

    /// Closes the engine and starts another one on the same file.
    pub async fn restart(self) -> Self {
        self.restart_after(|_| ()).await
    }

    /// A person who chats with it.
    pub fn chat(&self, user: &str) -> Chat {
        Chat::new(&self.engine, user)
    }

    /// The next transition that waits.
    pub async fn call(&mut self) -> Call {
        patiently(self.seen.calls.recv()).await.unwrap()
    }

    /// The next attempt at work.
    pub async fn attempt(&mut self) -> Attempt {
        patiently(self.seen.attempts.recv()).await.unwrap()
    }
}

/// A person who chats with an engine.
#[derive(Debug)]
pub struct Chat {
    /// The engine.
    pub engine: Engine,
    /// Whose conversation it is.
    pub key: SessionKey,
    name: String,
    sent: AtomicU32,
}

impl Chat {
    /// A person of this name.
    pub fn new(engine: &Engine, user: &str) -> Self {
        static CHATS: AtomicU32 = AtomicU32::new(0);
        let name = format!("{user}-{}", CHATS.fetch_add(1, Ordering::Relaxed));
        Self { engine: engine.clone(), key: SessionKey::new("test", "chat", user), name, sent: AtomicU32::new(0) }
    }

    fn id(&self) -> String {
        format!("{}-{}", self.name, self.sent.fetch_add(1, Ordering::Relaxed))
    }

    /// Delivers.
    pub async fn delivers(&self, delivery: Delivery) -> Outcome {
        patiently(self.engine.deliver(self.key.clone(), delivery)).await.unwrap()
    }

    /// Sends a message.
    pub async fn says(&self, text: &str) -> Outcome {
        self.delivers(Delivery::text(self.id(), text)).await
    }

    /// Presses the button with this label.
    pub async fn presses(&self, label: &str) -> Outcome {
        let token = self.token(label).await;
        self.press(token).await
    }

    /// Presses a button.
    pub async fn press(&self, token: Token) -> Outcome {
        self.delivers(Delivery::press(self.id(), token)).await
    }

    /// What the button with this label is pressed by, in the conversation or beside it.
    pub async fn token(&self, label: &str) -> Token {
        let sessions = self.engine.sessions(&self.key).await.unwrap();
        let offers = sessions.iter().flat_map(Snapshot::offers).flatten();
        let found = offers.into_iter().find(|offer| offer.label == label);
        found.unwrap_or_else(|| panic!("no button says {label:?}")).token
    }

    /// Sends a message to what waits for the chat's user in a role.
    pub async fn replies(&self, text: &str) -> Outcome {
        let token = self.reply().await;
        self.delivers(Delivery::text(self.id(), text).reply_to(token)).await
    }

    /// What is replied to, of what waits for the chat's user in a role.
    pub async fn reply(&self) -> Token {
        let sessions = self.engine.sessions(&self.key).await.unwrap();
        let waiting = sessions.iter().find(|session| session.role().is_some()).expect("something waits");
        waiting.reply().expect("something may be sent")
    }

    /// The conversation as it stands.
    pub async fn now(&self) -> Snapshot {
        self.engine.session(&self.key).await.unwrap().expect("a session is under way")
    }

    /// What is shown in the conversation.
    pub async fn shown(&self) -> String {
        self.now().await.view().text.to_plain()
    }

    /// Where the conversation stands: step and revision.
    pub async fn stands(&self) -> (String, u64) {
        let now = self.now().await;
        (now.step().to_owned(), now.revision().get())
    }

    /// What has been heard, by the data of the step.
    pub async fn heard(&self) -> Vec<String> {
        let heard = self.now().await.record().stored.data["heard"].clone();
        serde_json::from_value(heard).unwrap()
    }

    /// Waits until the conversation is as it is wanted.
    pub async fn until(&self, mut wanted: impl FnMut(&Snapshot) -> bool) -> Snapshot {
        let mut changes = self.engine.changes(&self.key);
        loop {
            if let Some(now) = self.engine.session(&self.key).await.unwrap()
                && wanted(&now)
            {
                return now;
            }
            patiently(changes.changed()).await;
        }
    }

    /// Waits until the conversation stands at this step.
    pub async fn until_at(&self, step: &str) -> Snapshot {
        self.until(|now| now.step() == step).await
    }
}

/// Waits for what is bound to come, and fails when it does not within a minute. That minute is a real one, whatever
/// clock the test runs on.
pub async fn patiently<F: Future>(future: F) -> F::Output {
    static SECONDS: LazyLock<watch::Sender<u64>> = LazyLock::new(|| {
        std::thread::spawn(|| {
            loop {
                std::thread::sleep(Duration::from_secs(1));
                SECONDS.send_modify(|seconds| *seconds += 1);
            }
        });
        watch::Sender::new(0)
    });
    let mut seconds = SECONDS.subscribe();
    let end = *seconds.borrow() + std::env::var("PATIENCE").map_or(60, |seconds| seconds.parse().unwrap());
    tokio::select! {
        biased;
        output = future => output,
        _ = seconds.wait_for(|seconds| *seconds >= end) => panic!("nothing has come"),
    }
}

//! A bot at the emulator, that can be stopped, killed and started.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use workflow::media::Folder;
use workflow::store::StoreError;
use workflow::surface::telegram::Telegram;
use workflow::{Clock, Engine, ManualClock, Rollouts, Sqlite, SystemClock, Texts, User};
use workflow_bot_api::BotApi;

use crate::tour::{App, Slow, Tour};

/// Some of the tour in German.
const GERMAN: &str = "
tour = Eine Reise machen
    .picture = Bild
tour-ask-name = Wie heißt du?
tour-menu = Wohin, <b>{ $name }</b>?
";

/// An emulator, and a bot there with its sessions in a file.
pub struct Host {
    pub api: BotApi,
    pub slow: Slow,
    /// For whom the tour is there.
    pub flags: Rollouts,
    /// What the bot takes for the time.
    pub clock: ManualClock,
    folder: TempDir,
    guide: String,
    running: Option<Running>,
}

struct Running {
    engine: Engine,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Host {
    pub async fn start() -> Self {
        let mut host = Self::asleep().await;
        host.wakes().await;
        host
    }

    /// An emulator whose bot is not running yet.
    pub async fn asleep() -> Self {
        let api = BotApi::start().await.expect("a port is free");
        let folder = TempDir::new().expect("there is a folder for temporary files");
        let clock = ManualClock::new(SystemClock.now());
        Self {
            api,
            slow: Slow::default(),
            flags: Rollouts::new(),
            clock,
            folder,
            guide: "nobody".to_owned(),
            running: None,
        }
    }

    /// The user of this number is the guide, from the next start on.
    pub fn has_guide(&mut self, user: &workflow_bot_api::User) {
        self.guide = format!("telegram:{}", user.id());
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the bot.
    pub async fn wakes(&mut self) {
        self.wakes_with(|telegram| telegram).await;
    }

    /// Starts the bot with a surface that is set up by `change`.
    pub async fn wakes_with(&mut self, change: impl FnOnce(Telegram) -> Telegram) {
        let (token, api) = (self.api.token().to_owned(), self.api.url());
        self.wakes_as(|media| change(Telegram::long_polling(token).api(api).media(media))).await;
    }

    /// Starts the bot with the surface that `make` makes.
    pub async fn wakes_as(&mut self, make: impl FnOnce(Arc<Folder>) -> Telegram) {
        let media = Arc::new(Folder::open(self.folder().join("media")).await.expect("the folder can be used"));
        let store = self.store().await;
        let app = App { media: Arc::clone(&media), slow: self.slow.clone() };
        let guide = self.guide.clone();
        let engine = Engine::builder(app)
            .workflow::<Tour>()
            .actor("guide", move |user: &User| user.id().as_str() == guide)
            .flags(self.flags.clone())
            .texts(Texts::new().add("de", GERMAN).expect("it is fluent"))
            .clock(self.clock.clone())
            .store(store)
            .surface(make(media))
            .build()
            .await
            .expect("the bot is well made");
        let (stop, stopped) = oneshot::channel::<()>();
        let running = engine.clone();
        let task = tokio::spawn(async move {
            running.run(async { drop(stopped.await) }).await.expect("no surface fails");
        });
        self.running = Some(Running { engine, stop, task });
    }

    /// The tasks of a bot that died let go of the file one by one.
    async fn store(&self) -> Sqlite {
        for _ in 0..200 {
            match Sqlite::open_unsynced(self.folder().join("bot.db")).await {
                Err(StoreError::InUse { .. }) => tokio::time::sleep(Duration::from_millis(50)).await,
                opened => return opened.expect("the file can be opened"),
            }
        }
        panic!("somebody has the file open for ever");
    }

    pub fn engine(&self) -> &Engine {
        &self.running.as_ref().expect("the bot runs").engine
    }

    /// Has the bot end as it is asked to.
    pub async fn stops(&mut self) {
        let Running { engine, stop, task } = self.running.take().expect("the bot runs");
        drop((engine, stop));
        task.await.expect("it ends without a panic");
    }

    /// Has all that the bot does stop where it is.
    pub async fn dies(&mut self) {
        let Running { engine, stop, task } = self.running.take().expect("the bot runs");
        task.abort();
        drop((task.await, stop, engine));
    }
}

/// A picture of this size, in a colour.
pub fn picture(width: u32, height: u32, colour: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(width, height, Rgb([colour, 90, 160]));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("it is written to memory");
    bytes.into_inner()
}

//! Chats of Telegram.

mod bot;
mod calls;
mod chat;
mod door;
mod files;
mod intake;
mod post;
mod press;
mod refusal;
mod render;
mod state;
mod tell;
mod transport;
mod update;
mod webhook;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{Stop, Surface, SurfaceError, trial};
use crate::core::dispatch::BoxFuture;
use crate::core::locale::Locale;
use crate::engine::{Engine, Purpose};
use crate::media::MediaStore;
use bot::{Bot, Me};
pub use door::{Door, DoorError, Handled};
pub use transport::{Call, CallError, Http, Transport, Upload};
pub use webhook::Webhook;

/// Chats of Telegram: private ones, groups and topics.
///
/// What somebody sends is in the store before Telegram may forget it, and what they are to be told is told, however often
/// Telegram has to be asked: after a crash a message may come twice, and none is missing.
///
/// ```no_run
/// # use workflow::{Builder, media::Folder, surface::telegram::Telegram};
/// # async fn run(builder: Builder<()>, token: String) -> Result<(), Box<dyn std::error::Error>> {
/// let media = Folder::open("media").await?;
/// let engine = builder.surface(Telegram::long_polling(token).media(media)).build().await?;
/// engine.run(workflow::shutdown_signal()).await?;
/// # Ok(()) }
/// ```
pub struct Telegram {
    token: String,
    api: String,
    intake: Intake,
    transport: Option<Arc<dyn Transport>>,
    media: Option<Arc<dyn MediaStore>>,
    limits: Limits,
    listener: Option<TcpListener>,
}

/// How updates come.
enum Intake {
    Polling,
    Webhook(Webhook),
    /// By another library.
    Door(Door),
}

/// What is not exceeded.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Messages a second, in all.
    overall: NonZeroU32,
}

/// Whether the surface takes nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stopping {
    No,
    Yes,
}

/// How many messages a second Telegram takes of a bot in all.
const OVERALL: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// How long to wait before Telegram is asked once more who the bot is.
const RETRY: Duration = Duration::from_secs(5);

impl Telegram {
    /// Asks Telegram for what is new, for the bot of this token.
    pub fn long_polling(token: impl Into<String>) -> Self {
        Self::new(token.into(), Intake::Polling)
    }

    /// Has Telegram bring what is new.
    pub fn webhook(token: impl Into<String>, webhook: Webhook) -> Self {
        Self::new(token.into(), Intake::Webhook(webhook))
    }

    /// Is handed what is new by another library, which the [`Door`] is for: so that workflows live in a bot that does other
    /// things beside.
    pub fn embedded(token: impl Into<String>) -> (Self, Door) {
        let door = Door::new();
        (Self::new(token.into(), Intake::Door(door.clone())), door)
    }

    fn new(token: String, intake: Intake) -> Self {
        Self {
            token,
            api: transport::TELEGRAM.to_owned(),
            intake,
            transport: None,
            media: None,
            limits: Limits { overall: OVERALL },
            listener: None,
        }
    }

    /// Calls a Bot API elsewhere, as a server of one's own.
    #[must_use]
    pub fn api(mut self, address: impl Into<String>) -> Self {
        self.api = address.into();
        self
    }

    /// Calls the Bot API in another way than over HTTPS.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Shows the media of views from here, and keeps here what users send.
    #[must_use]
    pub fn media(mut self, media: impl MediaStore) -> Self {
        self.media = Some(Arc::new(media));
        self
    }

    /// Sends no more than so many messages a second in all; 30 unless told, which is what Telegram takes.
    #[must_use]
    pub fn overall(mut self, messages: NonZeroU32) -> Self {
        self.limits.overall = messages;
        self
    }
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telegram").field("api", &self.api).finish_non_exhaustive()
    }
}

impl Surface for Telegram {
    fn open(&mut self) -> BoxFuture<'_, Result<(), SurfaceError>> {
        Box::pin(async move {
            if self.transport.is_none() {
                self.transport = Some(Arc::new(Http::new(self.api.clone(), self.token.clone())?));
            }
            if let Intake::Webhook(webhook) = &self.intake {
                self.listener = Some(webhook.open().await?);
            }
            Ok(())
        })
    }

    fn serve(self: Box<Self>, engine: Engine, stop: Stop) -> BoxFuture<'static, Result<(), SurfaceError>> {
        Box::pin(async move {
            let Some(transport) = self.transport.clone() else {
                return Err(SurfaceError::new("Telegram was not opened", "serve before open"));
            };
            let (stopping, stopped) = watch::channel(Stopping::No);
            let run = self.run(engine, transport, stopped);
            tokio::pin!(run);
            // Until then, and as long as it takes to finish.
            tokio::select! {
                ended = &mut run => return ended,
                () = stop => stopping.send_replace(Stopping::Yes),
            };
            run.await
        })
    }
}

impl Telegram {
    async fn run(
        self,
        engine: Engine,
        transport: Arc<dyn Transport>,
        stopped: watch::Receiver<Stopping>,
    ) -> Result<(), SurfaceError> {
        // However this ends: whoever brings updates must not wait for ever.
        let _closing = match &self.intake {
            Intake::Door(door) => Some(door.closing()),
            Intake::Polling | Intake::Webhook(_) => None,
        };
        let mut stop = stopped.clone();
        let until = async {
            // An error means that nobody waits for the end any more.
            let _gone = stop.wait_for(|stopping| *stopping == Stopping::Yes).await;
        };
        tokio::pin!(until);
        let me = tokio::select! {
            me = me(&*transport) => me?,
            () = &mut until => return Ok(()),
        };
        let media = self.media.clone();
        let bot = Bot::new(engine, transport, self.media, me, self.limits, stopped);
        let work = async {
            let started = async {
                while let Err(error) = intake::resume(&bot).await {
                    tracing::error!(%error, "what the last run left is not known yet");
                    tokio::time::sleep(RETRY).await;
                }
                match &self.intake {
                    // The other library has commands of its own.
                    Intake::Door(_) => {}
                    Intake::Polling | Intake::Webhook(_) => register_commands(&bot).await,
                }
                match &self.intake {
                    Intake::Door(door) => {
                        door.open(&bot);
                        std::future::pending().await
                    }
                    Intake::Polling => {
                        if let Err(error) = bot.ask(Call::new("deleteWebhook", json!({}))).await {
                            tracing::warn!(error = &error as &dyn std::error::Error, "a webhook is left where it is");
                        }
                        intake::poll(&bot).await
                    }
                    Intake::Webhook(webhook) => {
                        let Some(listener) = self.listener else {
                            return Err(SurfaceError::new("the webhook was not opened", "serve before open"));
                        };
                        let secret = secret(&bot.engine);
                        let registered = async {
                            while let Err(error) = webhook.register(&bot, &secret).await {
                                tracing::error!(
                                    error = &error as &dyn std::error::Error,
                                    "Telegram is not told of the webhook yet"
                                );
                                tokio::time::sleep(RETRY).await;
                            }
                            std::future::pending::<()>().await;
                        };
                        tokio::select! {
                            ended = webhook.serve(&bot, listener, secret.clone()) => ended,
                            () = registered => Ok(()),
                        }
                    }
                }
            };
            let collect = async {
                match &media {
                    Some(media) => trial::collect(&bot.engine, &**media).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                ended = started => ended,
                () = intake::listen(&bot) => Ok(()),
                () = collect => Ok(()),
            }
        };
        let ended = tokio::select! {
            ended = work => ended,
            () = &mut until => Ok(()),
        };
        bot.stop().await;
        intake::keep_told(&bot).await;
        ended
    }
}

/// Asks who the bot is, until Telegram answers.
async fn me(transport: &dyn Transport) -> Result<Me, SurfaceError> {
    loop {
        match transport.call(Call::new("getMe", json!({}))).await {
            Ok(me) => {
                return serde_json::from_value(me).map_err(|error| SurfaceError::new("Telegram knows no bot", error));
            }
            Err(CallError::Refused { retry_after: Some(wait), .. }) => tokio::time::sleep(wait).await,
            Err(CallError::Refused { description, .. }) => {
                return Err(SurfaceError::new("Telegram does not know this bot", description));
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "Telegram does not answer");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

/// The menu of commands, from the workflows: in the language of the code for all, and in each that there are texts in for
/// those who have it.
async fn register_commands(bot: &Bot) {
    let texts = bot.engine.texts();
    tell_commands(bot, texts.words(&Locale::default()).locale(), None).await;
    let mut told: Vec<String> = Vec::new();
    for locale in texts.languages() {
        // Telegram knows languages by two letters.
        let language = locale.language().to_ascii_lowercase();
        if language.len() == 2 && !told.contains(&language) {
            // The language itself, where there is more than a dialect of it.
            let itself = Locale::parse(&language).ok().filter(|itself| texts.languages().any(|known| known == itself));
            tell_commands(bot, itself.as_ref().unwrap_or(locale), Some(&language)).await;
            told.push(language);
        }
    }
}

async fn tell_commands(bot: &Bot, locale: &Locale, language: Option<&str>) {
    let commands: Vec<Value> = bot
        .engine
        .commands_in(locale)
        .into_iter()
        .filter_map(|command| {
            let name = command.name.trim_start_matches('/').to_owned();
            let fits = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
            let about: String = command.about.chars().take(ABOUT).collect();
            let is_known = (1..=NAME).contains(&name.len()) && name.bytes().all(fits) && !about.is_empty();
            is_known.then(|| json!({ "command": name, "description": about }))
        })
        .take(COMMANDS)
        .collect();
    let mut asked = json!({ "commands": commands });
    if let (Some(language), Some(asked)) = (language, asked.as_object_mut()) {
        asked.insert("language_code".to_owned(), language.into());
    }
    if let Err(error) = bot.ask(Call::new("setMyCommands", asked)).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the menu of commands is as it was");
    }
}

/// How many commands Telegram takes, and how long a name and what is said of it may be.
const COMMANDS: usize = 100;
const NAME: usize = 32;
const ABOUT: usize = 256;

/// What Telegram shows that it is Telegram by: the same in every run.
fn secret(engine: &Engine) -> String {
    engine.secret(Purpose::Webhook).iter().map(|byte| format!("{byte:02x}")).collect()
}

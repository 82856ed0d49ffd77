//! The bot: its services, and the engine that runs its flows.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use workflow::cli::Program;
use workflow::media::{Folder, MediaStore};
use workflow::store::Store;
use workflow::surface::telegram::{Telegram, Webhook};
use workflow::surface::terminal::Terminal;
use workflow::surface::web::Web;
use workflow::{BoxFuture, Builder, Engine, FromRef, Rollouts, Sqlite, TextsError};

use crate::config::{AtTelegram, Config, Https, Place};
use crate::make::Make;
use crate::ports::artist::{Artist, Painter};
use crate::ports::seeds::Seeds;
use crate::status::{Gauge, Status};
use crate::texts::{says, texts};

/// The bot as its subcommands know it: with the same flows as [`Bot::builder`].
///
/// # Errors
/// When a file of its texts is no fluent; the tests read them all.
pub fn program() -> Result<Program, TextsError> {
    Ok(Program::new("flows").workflow::<Make>().workflow::<Status>().says(says()).texts(texts()?))
}

/// The services that the flows take by `State<…>`.
#[derive(Clone)]
pub struct Bot {
    artist: Arc<dyn Artist>,
    seeds: Seeds,
    gauge: Gauge,
}

impl Bot {
    /// A bot with these services, and a status that is read from `store`.
    pub fn new(artist: Arc<dyn Artist>, seeds: Seeds, store: Arc<dyn Store>) -> Self {
        Self { artist, seeds, gauge: Gauge::new(store) }
    }

    /// An engine builder with all flows of the bot.
    pub fn builder(self) -> Builder<Self> {
        Engine::builder(self).workflow::<Make>().aside::<Status>()
    }

    /// The bot with its embedded services, and where it is met.
    ///
    /// # Errors
    /// When the data folder can't be used, another process uses it, or the address is taken.
    pub async fn open(config: &Config) -> Result<(Engine, Met), Box<dyn std::error::Error>> {
        make_private(&config.data)
            .map_err(|error| format!("can't use the folder {}: {error}", config.data.display()))?;
        let media: Arc<dyn MediaStore> = Arc::new(Folder::open(config.data.join("media")).await?);
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(config.data.join("flows.db")).await?);
        let painter = Arc::new(Painter::new(Arc::clone(&media), config.pace));
        let bot = Self::new(painter, Seeds::random(), Arc::clone(&store));
        let mut builder = bot.builder().texts(texts()?).store(store);
        if let Some(flags) = &config.flags {
            builder = builder.flags(Rollouts::from_file(flags).await?);
        }
        if config.place == Place::Terminal {
            let terminal = Terminal::new().media(media, config.data.join("shown")).history(config.data.join("lines"));
            let left = Box::pin(terminal.left());
            return Ok((builder.surface(terminal).build().await?, Met::Terminal(left)));
        }
        let mut web = Web::bind(&config.listen).title(&config.title).about(ABOUT).media(Arc::clone(&media));
        if config.https == Https::Yes {
            web = web.https();
        }
        let address = web.address();
        if let Some(telegram) = &config.telegram {
            builder = builder.surface(at_telegram(telegram).media(media));
        }
        let engine = builder.surface(web).build().await?;
        let address = address.borrow().ok_or("the page has no address")?;
        Ok((engine, Met::Page(address)))
    }
}

/// What the bot does, on its page.
pub(crate) const ABOUT: &str = "I paint pictures from your words. Tell me what to draw.";

/// The bot at Telegram as it was configured.
fn at_telegram(config: &AtTelegram) -> Telegram {
    let token = config.token.reveal();
    let telegram = match &config.webhook {
        Some(address) => Telegram::webhook(token, Webhook::new(address, &config.webhook_listen)),
        None => Telegram::long_polling(token),
    };
    match &config.api {
        Some(api) => telegram.api(api),
        None => telegram,
    }
}

/// Where a bot is met.
pub enum Met {
    /// On the page at this address.
    Page(SocketAddr),
    /// In the terminal, until the user leaves: that is when this is done.
    Terminal(BoxFuture<'static, ()>),
}

/// Makes the folder, if it is not there, for nobody else to read: what it keeps tells who a visitor is.
fn make_private(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

impl FromRef<Bot> for Arc<dyn Artist> {
    fn from_ref(bot: &Bot) -> Self {
        Arc::clone(&bot.artist)
    }
}

impl FromRef<Bot> for Seeds {
    fn from_ref(bot: &Bot) -> Self {
        bot.seeds.clone()
    }
}

impl FromRef<Bot> for Gauge {
    fn from_ref(bot: &Bot) -> Self {
        bot.gauge.clone()
    }
}

//! The bot: its services, and the engine that runs its flows.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use workflow::cli::Program;
use workflow::media::MediaStore;
use workflow::store::Store;
use workflow::surface::telegram::{Telegram, Webhook};
use workflow::surface::terminal::Terminal;
use workflow::surface::web::Web;
use workflow::{BoxFuture, Builder, Engine, Rollouts, Sqlite, TextsError};

use crate::attach::Attach;
use crate::config::{AtTelegram, Config, Https, Place};
use crate::data::{Data, Ledger, Points, Sets, Wallets};
use crate::faucet::Faucet;
use crate::holders::Holders;
use crate::make::Make;
use crate::ports::artist::Artist;
use crate::ports::bench::Bench;
use crate::ports::chain::Chain;
use crate::ports::muse::Muse;
use crate::ports::open;
use crate::ports::pictures::Pictures;
use crate::ports::seeds::Seeds;
use crate::ports::trainer::Trainer;
use crate::retouch::Retouch;
use crate::riff::Riff;
use crate::settings::Settings;
use crate::status::{Gauge, Status};
use crate::tariff::Tariff;
use crate::texts::{says, texts};
use crate::train::{Sheets, Train};
use crate::wallet::{Asker, Wallet};

/// The bot as its subcommands know it: with the same flows as [`Bot::builder`].
///
/// # Errors
/// When a file of its texts is no fluent; the tests read them all.
pub fn program() -> Result<Program, TextsError> {
    Ok(Program::new("flows")
        .workflow::<Make>()
        .workflow::<Attach>()
        .workflow::<Riff>()
        .workflow::<Train>()
        .workflow::<Wallet>()
        .workflow::<Retouch>()
        .workflow::<Settings>()
        .workflow::<Status>()
        .workflow::<Faucet>()
        .says(says())
        .texts(texts()?))
}

/// What the flows need from outside, and who may do what.
#[derive(Clone)]
pub struct Ports {
    /// Who draws.
    pub artist: Arc<dyn Artist>,
    /// Who asks, rewrites and describes.
    pub muse: Arc<dyn Muse>,
    /// Who trains.
    pub trainer: Arc<dyn Trainer>,
    /// Where coins come from.
    pub chain: Arc<dyn Chain>,
    /// Who asks for signatures.
    pub asker: Asker,
    /// Where pictures are.
    pub pictures: Pictures,
    /// Who works on them.
    pub bench: Bench,
    /// Where seeds come from.
    pub seeds: Seeds,
    /// The bot's own file.
    pub data: Data,
    /// What things cost.
    pub tariff: Tariff,
    /// What a new user has.
    pub welcome: Points,
    /// What a whole coin is worth.
    pub rate: Points,
    /// Who reviews what is to be trained.
    pub reviewers: Holders,
    /// Who is told of everybody's jobs.
    pub operators: Holders,
}

/// The services that the flows take by `State<…>`.
#[derive(Clone)]
pub struct Bot {
    pub(crate) ports: Ports,
    pub(crate) ledger: Ledger,
    pub(crate) wallets: Wallets,
    pub(crate) sheets: Sheets,
    pub(crate) gauge: Gauge,
}

impl Bot {
    /// A bot with these ports, and a status that is read from `store`.
    pub fn new(ports: Ports, store: Arc<dyn Store>) -> Self {
        let ledger = Ledger::new(ports.data.clone(), ports.welcome);
        let wallets = Wallets::new(ports.data.clone(), ledger.clone(), ports.rate);
        let sheets = Sheets::new(Sets::of_file(ports.data.clone()), ports.pictures.clone(), ledger.clone());
        let gauge = Gauge::new(store, ledger.clone(), ports.operators.clone());
        Self { ports, ledger, wallets, sheets, gauge }
    }

    /// The points of its users.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// An engine builder with all flows of the bot: coins are given away only where they are worth nothing.
    pub fn builder(self) -> Builder<Self> {
        let reviewers = self.ports.reviewers.clone();
        let is_for_play = self.ports.chain.is_for_play();
        let builder = Engine::builder(self)
            .workflow::<Make>()
            .workflow::<Attach>()
            .workflow::<Riff>()
            .workflow::<Train>()
            .workflow::<Wallet>()
            .workflow::<Retouch>()
            .workflow::<Settings>()
            .aside::<Status>();
        let builder = if is_for_play { builder.aside::<Faucet>() } else { builder };
        builder.actor("reviewer", move |user| reviewers.holds(user))
    }

    /// The bot with its embedded services, and where it is met.
    ///
    /// # Errors
    /// When the data folder can't be used, another process uses it, or the address is taken.
    pub async fn open(config: &Config) -> Result<(Engine, Met), Box<dyn std::error::Error>> {
        make_private(&config.data)
            .map_err(|error| format!("can't use the folder {}: {error}", config.data.display()))?;
        let media: Arc<dyn MediaStore> = open::media(config).await?;
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(config.data.join("flows.db")).await?);
        let mut builder =
            Self::new(open::ports(config, &media).await?, Arc::clone(&store)).builder().texts(texts()?).store(store);
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
            if config.reviewers.is_empty() {
                tracing::warn!(
                    "no reviewers are named: everybody at Telegram may approve what anybody wants to be trained"
                );
            }
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

//! How the bot is set up: by options, the environment and a TOML file, in this order.

mod file;
mod ports;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use serde::Deserialize;

use file::File;
pub use ports::{AtArtist, AtBucket, AtChain, AtModel, AtTrainer, AtWebhook, Servers, ServersError};

use crate::data::Points;
use crate::tariff::MOST_DISCOUNT;

/// The bot's settings, with every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The address of the web chat.
    pub listen: String,
    /// Where sessions and pictures are kept.
    pub data: PathBuf,
    /// The name at the top of the page.
    pub title: String,
    /// How long the embedded painter takes for a picture at the least.
    pub pace: Duration,
    /// Whether the page is reached by HTTPS alone.
    pub https: Https,
    /// The file that says for whom flows are there.
    pub flags: Option<PathBuf>,
    /// The bot at Telegram, if there is one.
    pub telegram: Option<AtTelegram>,
    /// Where the bot is met.
    pub place: Place,
    /// How long the embedded trainer takes.
    pub training: Duration,
    /// Who reviews what is to be trained; none for everybody.
    pub reviewers: Vec<String>,
    /// Who is told of everybody's jobs; none for everybody.
    pub operators: Vec<String>,
    /// The points that a new user has.
    pub welcome: Points,
    /// How many points a whole coin is worth.
    pub rate: Points,
    /// Who pays less for a training, in hundredths.
    pub discounts: BTreeMap<String, u8>,
    /// The site that wallets sign in at.
    pub domain: String,
    /// A program that makes pictures larger.
    pub upscaler: Option<Vec<String>>,
    /// The servers that stand in for embedded parts.
    pub servers: Servers,
    /// What is logged.
    pub log: String,
}

/// A bot at Telegram.
#[derive(Debug, Clone, PartialEq)]
pub struct AtTelegram {
    /// What BotFather gave.
    pub token: Secret,
    /// Where the Bot API is, if not at Telegram.
    pub api: Option<String>,
    /// Where Telegram brings updates to, if it is not asked for them.
    pub webhook: Option<String>,
    /// The address that a proxy brings them to.
    pub webhook_listen: String,
}

/// What must not be read in a log.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// What it is.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Where the bot is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "bool")]
pub enum Place {
    /// On its page.
    #[default]
    Page,
    /// In the terminal that it was started in.
    Terminal,
}

impl From<bool> for Place {
    fn from(terminal: bool) -> Self {
        if terminal { Self::Terminal } else { Self::Page }
    }
}

/// Whether the page is reached by HTTPS alone, through a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "bool")]
pub enum Https {
    /// It is not.
    #[default]
    No,
    /// It is: the cookie is sent over HTTPS alone.
    Yes,
}

impl From<bool> for Https {
    fn from(https: bool) -> Self {
        if https { Self::Yes } else { Self::No }
    }
}

/// A bot that makes pictures. Its web chat needs nothing but this program: open the address that it prints.
///
/// Every option may also stand in the environment, or in a TOML file by its long name, as in `listen = "0.0.0.0:80"`.
/// An option wins over the environment, and the environment over the file.
#[derive(Debug, Parser)]
#[command(name = "flows", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Runs the bot: the same as no command
    Run(Box<Options>),
    #[command(flatten)]
    Workflow(workflow::cli::Subcommand),
}

/// What the program was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// To run the bot with these settings.
    Run(Box<Config>),
    /// What every program with workflows can do.
    Workflow(workflow::cli::Subcommand),
}

#[derive(Debug, clap::Args)]
struct Options {
    /// Address of the web chat; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, env = "FLOWS_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder of sessions and pictures, made when it is not there [default: flows-data]
    #[arg(long, env = "FLOWS_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Name at the top of the page [default: flows]
    #[arg(long, env = "FLOWS_TITLE", value_name = "NAME")]
    title: Option<String>,
    /// Seconds that the embedded painter takes for a picture at the least, so that its progress can be watched; 0 for as
    /// fast as it can [default: 4]
    #[arg(long, env = "FLOWS_PACE", value_name = "SECONDS")]
    pace: Option<f64>,
    /// Whether the page is reached by HTTPS alone, through a proxy: browsers then send the cookie over nothing else
    /// [default: false]
    #[arg(
        long,
        env = "FLOWS_HTTPS",
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        value_parser = clap::builder::BoolishValueParser::new()
    )]
    https: Option<bool>,
    /// Token of a bot at Telegram, from @BotFather: it talks there too
    #[arg(long, env = "FLOWS_TELEGRAM_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    telegram_token: Option<Secret>,
    /// Address of the Bot API, for a server of one's own [default: https://api.telegram.org]
    #[arg(long, env = "FLOWS_TELEGRAM_API", value_name = "URL")]
    telegram_api: Option<String>,
    /// Address that Telegram brings messages to, as https://bot.example/telegram; without one, it is asked for them
    #[arg(long, env = "FLOWS_TELEGRAM_WEBHOOK", value_name = "URL")]
    telegram_webhook: Option<String>,
    /// Address that a proxy brings them to, at the same path [default: 127.0.0.1:8081]
    #[arg(long, env = "FLOWS_TELEGRAM_LISTEN", value_name = "ADDRESS")]
    telegram_listen: Option<String>,
    /// JSON file that says for whom flows are there, as {"make": "25%", "status": "off telegram:12345"}; read again when
    /// it changes [default: for all]
    #[arg(long, env = "FLOWS_FLAGS", value_name = "FILE")]
    flags: Option<PathBuf>,
    /// Whether to talk in this terminal instead of on the page; lines may also come from a file or a pipe [default: false]
    #[arg(
        long,
        env = "FLOWS_TERMINAL",
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        value_parser = clap::builder::BoolishValueParser::new()
    )]
    terminal: Option<bool>,
    /// Seconds that the embedded trainer takes [default: 60]
    #[arg(long, env = "FLOWS_TRAINING", value_name = "SECONDS")]
    training: Option<f64>,
    /// Who reviews what is to be trained, by user ids as in telegram:12345, with commas between; in the file, a list
    /// [default: everybody]
    #[arg(long, env = "FLOWS_REVIEWERS", value_name = "IDS", value_delimiter = ',')]
    reviewers: Option<Vec<String>>,
    /// Who is told of everybody's jobs by /status, as above [default: everybody]
    #[arg(long, env = "FLOWS_OPERATORS", value_name = "IDS", value_delimiter = ',')]
    operators: Option<Vec<String>>,
    /// Points that a new user has [default: 200]
    #[arg(long, env = "FLOWS_WELCOME", value_name = "POINTS")]
    welcome: Option<u32>,
    /// Points that one ETH is worth [default: 1000000]
    #[arg(long, env = "FLOWS_RATE", value_name = "POINTS")]
    rate: Option<u32>,
    /// Site that wallets sign in at, as its users know it [default: localhost]
    #[arg(long, env = "FLOWS_DOMAIN", value_name = "DOMAIN")]
    domain: Option<String>,
    /// Program that makes pictures larger, instead of the embedded one, with {in}, {out} and {times} to be filled in, as in
    /// "realesrgan-ncnn-vulkan -i {in} -o {out} -s {times}"
    #[arg(long, env = "FLOWS_UPSCALER", value_name = "COMMAND")]
    upscaler: Option<String>,
    #[command(flatten)]
    servers: ports::Options,
    /// What is logged to standard error, as in `warn` or `info,workflow=debug` [default: info; warn in a terminal]
    #[arg(long, env = "FLOWS_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// TOML file with any of these options [default: flows.toml, if it is there]
    #[arg(long, env = "FLOWS_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named can't be read.
    #[error("can't read the config file {path}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("the config file {path} is wrong")]
    Wrong {
        /// The file.
        path: String,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// The file has a key that is no setting.
    #[error("the config file {path} is wrong at line {line}: there is no setting {key}")]
    Unknown {
        /// The file.
        path: String,
        /// Where, from 1 on.
        line: usize,
        /// The key.
        key: String,
    },
    /// The pace is no number of seconds.
    #[error("a pace is a number of seconds from 0 to 3600, not {pace}")]
    Pace {
        /// What was given.
        pace: f64,
    },
    /// The time of a training is no number of seconds.
    #[error("a training takes a number of seconds from 0 to 604800, not {training}")]
    Training {
        /// What was given.
        training: f64,
    },
    /// The domain is none.
    #[error("a domain is as in bot.example, not {domain:?}")]
    Domain {
        /// What was given.
        domain: String,
    },
    /// A server is set up by halves.
    #[error(transparent)]
    Servers(#[from] ServersError),
    /// A discount is too high.
    #[error("a discount is 75 hundredths at the most, not {percent}")]
    Discount {
        /// What was given.
        percent: u8,
    },
}

impl Asked {
    /// Reads the command and, to run the bot, options, environment and file. Ends the process for `--help`, `--version`
    /// and options that are not there.
    ///
    /// # Errors
    /// When the file can't be read or a setting is out of range.
    pub fn read() -> Result<Self, ConfigError> {
        let Arguments { command, options } = Arguments::parse();
        let options = match command {
            Some(Command::Workflow(command)) => return Ok(Self::Workflow(command)),
            Some(Command::Run(options)) => *options,
            None => options,
        };
        let file = File::read(options.config.clone())?;
        Config::of(options, file).map(Box::new).map(Self::Run)
    }
}

impl Config {
    fn of(options: Options, file: File) -> Result<Self, ConfigError> {
        let pace = options.pace.or(file.pace).unwrap_or(4.0);
        if !(0.0..=3600.0).contains(&pace) {
            return Err(ConfigError::Pace { pace });
        }
        let training = options.training.or(file.training).unwrap_or(60.0);
        if !(0.0..=604_800.0).contains(&training) {
            return Err(ConfigError::Training { training });
        }
        let domain = options.domain.or(file.domain).unwrap_or_else(|| "localhost".into());
        if domain.parse::<flows_chain::siwe::Domain>().is_err() {
            return Err(ConfigError::Domain { domain });
        }
        if let Some(&percent) = file.discounts.values().find(|percent| **percent > MOST_DISCOUNT) {
            return Err(ConfigError::Discount { percent });
        }
        let upscaler = options.upscaler.or(file.upscaler);
        let api = options.telegram_api.or(file.telegram_api);
        let webhook = options.telegram_webhook.or(file.telegram_webhook);
        let listen = options.telegram_listen.or(file.telegram_listen);
        let webhook_listen = listen.unwrap_or_else(|| "127.0.0.1:8081".into());
        let token = options.telegram_token.or(file.telegram_token).filter(|token| !token.reveal().is_empty());
        let place = options.terminal.map(Place::from).or(file.terminal).unwrap_or_default();
        let log = if place == Place::Terminal { "warn" } else { "info" };
        Ok(Self {
            training: Duration::from_secs_f64(training),
            reviewers: options.reviewers.or(file.reviewers).unwrap_or_default(),
            operators: options.operators.or(file.operators).unwrap_or_default(),
            welcome: Points::new(options.welcome.or(file.welcome).unwrap_or(200)),
            rate: Points::new(options.rate.or(file.rate).unwrap_or(1_000_000)),
            discounts: file.discounts,
            domain,
            upscaler: upscaler.map(|command| command.split_whitespace().map(ToOwned::to_owned).collect()),
            servers: options.servers.or(file.servers).servers()?,
            flags: options.flags.or(file.flags),
            telegram: token.map(|token| AtTelegram { token, api, webhook, webhook_listen }),
            listen: options.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".into()),
            data: options.data.or(file.data).unwrap_or_else(|| "flows-data".into()),
            title: options.title.or(file.title).unwrap_or_else(|| "flows".into()),
            pace: Duration::from_secs_f64(pace),
            https: options.https.map(Https::from).or(file.https).unwrap_or_default(),
            place,
            log: options.log.or(file.log).unwrap_or_else(|| log.into()),
        })
    }
}

#[cfg(test)]
mod tests;

//! The servers that stand in for embedded parts.

use serde::Deserialize;

use super::Secret;

/// The servers that were set up, each in place of an embedded part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Servers {
    /// Who draws.
    pub artist: Option<AtArtist>,
    /// Who asks and rewrites.
    pub chat: Option<AtModel>,
    /// Who trains.
    pub trainer: Option<AtTrainer>,
    /// The chain that coins come from.
    pub chain: Option<AtChain>,
    /// Where media are kept.
    pub bucket: Option<AtBucket>,
}

/// A server that draws.
#[derive(Debug, Clone, PartialEq)]
pub enum AtArtist {
    /// ComfyUI at this address.
    Comfy(String),
    /// One with OpenAI's API of images.
    Images(AtModel),
}

/// A model at a server with OpenAI's API.
#[derive(Debug, Clone, PartialEq)]
pub struct AtModel {
    /// The address, with `/v1`.
    pub url: String,
    /// What the server knows its user by.
    pub key: Secret,
    /// The name of the model.
    pub model: String,
}

/// A trainer at another machine.
#[derive(Debug, Clone, PartialEq)]
pub struct AtTrainer {
    /// Its address.
    pub url: String,
    /// What it knows its user by.
    pub key: Secret,
    /// Where it tells of changes, if it is not only asked.
    pub webhook: Option<AtWebhook>,
}

/// Where a trainer tells of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct AtWebhook {
    /// The address as the trainer knows it.
    pub url: String,
    /// The address that a proxy brings notices to.
    pub listen: String,
    /// What notices are signed with.
    pub secret: Secret,
}

/// A chain as a node tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtChain {
    /// The node's address.
    pub url: String,
    /// Which chain it must be of.
    pub id: u64,
    /// The account that the bot is paid at.
    pub deposit: String,
    /// The blocks that a transfer must be deep.
    pub confirmations: u64,
}

/// A bucket of an object store.
#[derive(Debug, Clone, PartialEq)]
pub struct AtBucket {
    /// The address of the service.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// The name.
    pub name: String,
    /// The open half of the key.
    pub access_key: String,
    /// The other half.
    pub secret_key: Secret,
}

/// As they are asked for, by options or in the file.
#[derive(Debug, Default, clap::Args, Deserialize)]
#[group(skip)]
pub(super) struct Options {
    /// Address of a ComfyUI that draws instead of the embedded painter, as http://127.0.0.1:8188
    #[arg(long, env = "FLOWS_COMFY_URL", value_name = "URL")]
    comfy_url: Option<String>,
    /// Address of a server with OpenAI's API of images that draws instead of the embedded painter, as
    /// https://api.openai.com/v1; needs a key and a model
    #[arg(long, env = "FLOWS_IMAGES_URL", value_name = "URL")]
    images_url: Option<String>,
    /// Key for the server of images
    #[arg(long, env = "FLOWS_IMAGES_KEY", value_name = "KEY", hide_env_values = true)]
    images_key: Option<Secret>,
    /// Model of the server of images, as gpt-image-1
    #[arg(long, env = "FLOWS_IMAGES_MODEL", value_name = "NAME")]
    images_model: Option<String>,
    /// Address of a server with OpenAI's API of chats that asks, rewrites and describes instead of the embedded rules, as
    /// https://api.openai.com/v1; needs a key and a model
    #[arg(long, env = "FLOWS_CHAT_URL", value_name = "URL")]
    chat_url: Option<String>,
    /// Key for the server of chats
    #[arg(long, env = "FLOWS_CHAT_KEY", value_name = "KEY", hide_env_values = true)]
    chat_key: Option<Secret>,
    /// Model of the server of chats, as gpt-4o-mini; it must see pictures to describe them
    #[arg(long, env = "FLOWS_CHAT_MODEL", value_name = "NAME")]
    chat_model: Option<String>,
    /// Address of a trainer that trains instead of the embedded one; needs a key
    #[arg(long, env = "FLOWS_TRAINER_URL", value_name = "URL")]
    trainer_url: Option<String>,
    /// Key for the trainer
    #[arg(long, env = "FLOWS_TRAINER_KEY", value_name = "KEY", hide_env_values = true)]
    trainer_key: Option<Secret>,
    /// Address that the trainer tells of changes at, as https://bot.example/trainer; without one, it is asked every half
    /// minute. Needs a secret
    #[arg(long, env = "FLOWS_TRAINER_WEBHOOK", value_name = "URL")]
    trainer_webhook: Option<String>,
    /// Address that a proxy brings the trainer's notices to [default: 127.0.0.1:8082]
    #[arg(long, env = "FLOWS_TRAINER_LISTEN", value_name = "ADDRESS")]
    trainer_listen: Option<String>,
    /// Secret that the trainer signs its notices with
    #[arg(long, env = "FLOWS_TRAINER_SECRET", value_name = "SECRET", hide_env_values = true)]
    trainer_secret: Option<Secret>,
    /// Address of a node of Ethereum, or a chain like it, by JSON-RPC: users pay there instead of with coins for play; needs
    /// the chain's number and an account to be paid at
    #[arg(long, env = "FLOWS_CHAIN_URL", value_name = "URL")]
    chain_url: Option<String>,
    /// Number of the chain, 1 for Ethereum
    #[arg(long, env = "FLOWS_CHAIN_ID", value_name = "NUMBER")]
    chain_id: Option<u64>,
    /// Account that the bot is paid at, 0x and 40 digits
    #[arg(long, env = "FLOWS_CHAIN_DEPOSIT", value_name = "ACCOUNT")]
    chain_deposit: Option<String>,
    /// Blocks that a transfer must be deep to count [default: 12]
    #[arg(long, env = "FLOWS_CHAIN_CONFIRMATIONS", value_name = "BLOCKS")]
    chain_confirmations: Option<u64>,
    /// Address of an object store with the API of Amazon's S3 that keeps pictures, with the data folder as a cache; needs
    /// the four below
    #[arg(long, env = "FLOWS_S3_ENDPOINT", value_name = "URL")]
    s3_endpoint: Option<String>,
    /// Region of the object store, as eu-central-1
    #[arg(long, env = "FLOWS_S3_REGION", value_name = "NAME")]
    s3_region: Option<String>,
    /// Bucket of the object store; it must be there
    #[arg(long, env = "FLOWS_S3_BUCKET", value_name = "NAME")]
    s3_bucket: Option<String>,
    /// Access key for the object store
    #[arg(long, env = "FLOWS_S3_ACCESS_KEY", value_name = "KEY")]
    s3_access_key: Option<String>,
    /// Secret key for the object store
    #[arg(long, env = "FLOWS_S3_SECRET_KEY", value_name = "KEY", hide_env_values = true)]
    s3_secret_key: Option<Secret>,
}

/// Why the settings of a server can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ServersError {
    /// One setting is of no use without another one.
    #[error("{given} is set, and {missing} is missing")]
    Half {
        /// What was given.
        given: &'static str,
        /// What it needs.
        missing: &'static str,
    },
    /// There can be one artist.
    #[error("comfy_url and images_url are both set: there can be one artist")]
    TwoArtists,
}

impl Options {
    /// These, and those of `file` where there are none.
    pub(super) fn or(self, file: Self) -> Self {
        Self {
            comfy_url: self.comfy_url.or(file.comfy_url),
            images_url: self.images_url.or(file.images_url),
            images_key: self.images_key.or(file.images_key),
            images_model: self.images_model.or(file.images_model),
            chat_url: self.chat_url.or(file.chat_url),
            chat_key: self.chat_key.or(file.chat_key),
            chat_model: self.chat_model.or(file.chat_model),
            trainer_url: self.trainer_url.or(file.trainer_url),
            trainer_key: self.trainer_key.or(file.trainer_key),
            trainer_webhook: self.trainer_webhook.or(file.trainer_webhook),
            trainer_listen: self.trainer_listen.or(file.trainer_listen),
            trainer_secret: self.trainer_secret.or(file.trainer_secret),
            chain_url: self.chain_url.or(file.chain_url),
            chain_id: self.chain_id.or(file.chain_id),
            chain_deposit: self.chain_deposit.or(file.chain_deposit),
            chain_confirmations: self.chain_confirmations.or(file.chain_confirmations),
            s3_endpoint: self.s3_endpoint.or(file.s3_endpoint),
            s3_region: self.s3_region.or(file.s3_region),
            s3_bucket: self.s3_bucket.or(file.s3_bucket),
            s3_access_key: self.s3_access_key.or(file.s3_access_key),
            s3_secret_key: self.s3_secret_key.or(file.s3_secret_key),
        }
    }

    /// The servers, each with all that it needs.
    ///
    /// # Errors
    /// When something is set that is of no use without what is missing.
    pub(super) fn servers(self) -> Result<Servers, ServersError> {
        let images =
            model(["images_url", "images_key", "images_model"], self.images_url, self.images_key, self.images_model)?;
        let webhook = both(("trainer_webhook", self.trainer_webhook), ("trainer_secret", self.trainer_secret))?;
        needed(("trainer_listen", self.trainer_listen.is_some()), ("trainer_webhook", webhook.is_some()))?;
        let trainer = both(("trainer_url", self.trainer_url), ("trainer_key", self.trainer_key))?;
        needed(("trainer_webhook", webhook.is_some()), ("trainer_url", trainer.is_some()))?;
        let chain = both(("chain_url", self.chain_url), ("chain_id", self.chain_id))?;
        let chain = both(("chain_url", chain), ("chain_deposit", self.chain_deposit))?;
        needed(("chain_confirmations", self.chain_confirmations.is_some()), ("chain_url", chain.is_some()))?;
        let place = both(("s3_endpoint", self.s3_endpoint), ("s3_region", self.s3_region))?;
        let place = both(("s3_endpoint", place), ("s3_bucket", self.s3_bucket))?;
        let place = both(("s3_endpoint", place), ("s3_access_key", self.s3_access_key))?;
        let place = both(("s3_endpoint", place), ("s3_secret_key", self.s3_secret_key))?;
        let listen = self.trainer_listen.unwrap_or_else(|| "127.0.0.1:8082".into());
        Ok(Servers {
            artist: match (self.comfy_url, images) {
                (Some(_), Some(_)) => return Err(ServersError::TwoArtists),
                (Some(url), None) => Some(AtArtist::Comfy(url)),
                (None, images) => images.map(AtArtist::Images),
            },
            chat: model(["chat_url", "chat_key", "chat_model"], self.chat_url, self.chat_key, self.chat_model)?,
            trainer: trainer.map(|(url, key)| AtTrainer {
                url,
                key,
                webhook: webhook.map(|(url, secret)| AtWebhook { url, listen, secret }),
            }),
            chain: chain.map(|((url, id), deposit)| AtChain {
                url,
                id,
                deposit,
                confirmations: self.chain_confirmations.unwrap_or(12),
            }),
            bucket: place.map(|((((endpoint, region), name), access_key), secret_key)| AtBucket {
                endpoint,
                region,
                name,
                access_key,
                secret_key,
            }),
        })
    }
}

fn model(
    [address, secret, name]: [&'static str; 3],
    url: Option<String>,
    key: Option<Secret>,
    model: Option<String>,
) -> Result<Option<AtModel>, ServersError> {
    let account = both((address, url), (secret, key))?;
    let whole = both((address, account), (name, model))?;
    Ok(whole.map(|((url, key), model)| AtModel { url, key, model }))
}

/// Both or none.
fn both<A, B>(
    (a_name, a): (&'static str, Option<A>),
    (b_name, b): (&'static str, Option<B>),
) -> Result<Option<(A, B)>, ServersError> {
    match (a, b) {
        (Some(a), Some(b)) => Ok(Some((a, b))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(ServersError::Half { given: a_name, missing: b_name }),
        (None, Some(_)) => Err(ServersError::Half { given: b_name, missing: a_name }),
    }
}

/// What is of no use alone.
fn needed(
    (given, is_given): (&'static str, bool),
    (missing, is_there): (&'static str, bool),
) -> Result<(), ServersError> {
    if is_given && !is_there { Err(ServersError::Half { given, missing }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn servers(file: &str) -> Result<Servers, String> {
        toml::from_str::<Options>(file).unwrap().servers().map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_is_set_up_unless_it_is_asked_for() {
        assert_eq!(servers(""), Ok(Servers::default()));
    }

    #[test]
    fn half_a_setting_names_what_is_missing() {
        for (file, says) in [
            ("images_url = 'u'", "images_url is set, and images_key is missing"),
            ("images_url = 'u'\nimages_key = 'k'", "images_url is set, and images_model is missing"),
            ("chat_model = 'm'", "chat_model is set, and chat_url is missing"),
            ("trainer_url = 'u'", "trainer_url is set, and trainer_key is missing"),
            ("trainer_webhook = 'u'", "trainer_webhook is set, and trainer_secret is missing"),
            ("trainer_webhook = 'u'\ntrainer_secret = 's'", "trainer_webhook is set, and trainer_url is missing"),
            ("trainer_listen = 'a'", "trainer_listen is set, and trainer_webhook is missing"),
            ("chain_url = 'u'\nchain_id = 1", "chain_url is set, and chain_deposit is missing"),
            ("chain_confirmations = 1", "chain_confirmations is set, and chain_url is missing"),
            ("s3_endpoint = 'u'\ns3_region = 'r'\ns3_bucket = 'b'", "s3_endpoint is set, and s3_access_key is missing"),
        ] {
            assert_eq!(servers(file), Err(says.to_owned()), "{file}");
        }
    }

    #[test]
    fn there_is_one_artist() {
        let error = servers("comfy_url = 'c'\nimages_url = 'u'\nimages_key = 'k'\nimages_model = 'm'").unwrap_err();
        assert!(error.contains("comfy_url and images_url"), "{error}");
    }

    #[test]
    fn a_chain_waits_for_twelve_blocks_unless_told() {
        let chain = servers("chain_url = 'u'\nchain_id = 1\nchain_deposit = 'd'").unwrap().chain.unwrap();
        assert_eq!((chain.id, chain.confirmations), (1, 12));
    }

    #[test]
    fn keys_are_never_shown() {
        let bucket = "s3_endpoint = 'u'\ns3_region = 'r'\ns3_bucket = 'b'\ns3_access_key = 'a'\ns3_secret_key = 'hush'";
        assert!(!format!("{:?}", servers(bucket).unwrap()).contains("hush"));
    }
}

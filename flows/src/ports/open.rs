//! The ports as they are configured.

use std::error::Error;
use std::sync::Arc;

use flows_chain::ChainId;
use flows_chain::rpc::Node;
use flows_remote::openai::{Chat, Images, Model as ChatModel};
use flows_remote::s3::{AccessKey, Bucket, SecretKey};
use flows_remote::trainer::{HttpTrainer, WebhookSecret};
use flows_remote::{ApiKey, comfy};
use workflow::media::{Folder, MediaStore};

use super::artist::{Artist, Comfy, Model, OpenAi, Painter};
use super::bench::{Bench, Upscaler};
use super::bucket::InBucket;
use super::chain::{Chain, Ethereum, Local};
use super::muse::{Chatting, Muse, Rules};
use super::pictures::Pictures;
use super::seeds::Seeds;
use super::trainer::{Http, Pretend, Trainer, Webhook};
use crate::bot::Ports;
use crate::config::{AtArtist, AtChain, AtTrainer, Config, Secret};
use crate::data::{Coins, Data, Trainings};
use crate::holders::Holders;
use crate::tariff::Tariff;
use crate::wallet::Asker;

/// Opens what the configuration names, and the embedded part where it names nothing.
///
/// # Errors
/// When a part can't be used.
pub(crate) async fn ports(config: &Config, media: &Arc<dyn MediaStore>) -> Result<Ports, Box<dyn Error>> {
    let data = Data::open(&config.data.join("bot.db"))?;
    let pictures = Pictures::new(Arc::clone(media));
    let servers = &config.servers;
    let muse: Arc<dyn Muse> = match &servers.chat {
        None => Arc::new(Rules::new(pictures.clone())),
        Some(at) => {
            let chat = Chat::new(&at.url, key(&at.key), ChatModel::new(&at.model)).map_err(of("chat_url"))?;
            Arc::new(Chatting::new(chat, pictures.clone()))
        }
    };
    let trainer: Arc<dyn Trainer> = match &servers.trainer {
        None => Arc::new(Pretend::new(pictures.clone(), Trainings::of_file(data.clone()), config.training)),
        Some(at) => Arc::new(trainer(at, pictures.clone()).await?),
    };
    let chain: Arc<dyn Chain> = match &servers.chain {
        None => Arc::new(Local::new(Coins::of_file(data.clone()))),
        Some(at) => Arc::new(chain(at)?),
    };
    let holders =
        |ids: &[String]| if ids.is_empty() { Holders::Everybody } else { Holders::these(ids.iter().cloned()) };
    Ok(Ports {
        asker: Asker::new(config.domain.parse()?, format!("https://{}/", config.domain).parse()?, chain.id()),
        artist: artist(config, &pictures)?,
        muse,
        trainer,
        chain,
        bench: Bench::new(pictures.clone(), config.upscaler.clone().map(|command| Upscaler { command })),
        pictures,
        seeds: Seeds::random(),
        data,
        tariff: Tariff::new(config.discounts.clone()),
        welcome: config.welcome,
        rate: config.rate,
        reviewers: holders(&config.reviewers),
        operators: holders(&config.operators),
    })
}

/// Opens where media are kept.
///
/// # Errors
/// When the folder or the settings of the bucket can't be used.
pub(crate) async fn media(config: &Config) -> Result<Arc<dyn MediaStore>, Box<dyn Error>> {
    let folder = Folder::open(config.data.join("media")).await?;
    let Some(at) = &config.servers.bucket else { return Ok(Arc::new(folder)) };
    let (open, secret) = (AccessKey::new(&at.access_key), SecretKey::new(at.secret_key.reveal()));
    let bucket = Bucket::new(&at.endpoint, &at.region, &at.name, open, secret).map_err(of("s3_endpoint"))?;
    Ok(Arc::new(InBucket::new(bucket, folder)))
}

fn artist(config: &Config, pictures: &Pictures) -> Result<Arc<dyn Artist>, Box<dyn Error>> {
    let pictures = pictures.clone();
    Ok(match &config.servers.artist {
        None => Arc::new(Painter::new(pictures, config.pace)),
        Some(AtArtist::Comfy(url)) => Arc::new(Comfy::new(comfy::Comfy::new(url).map_err(of("comfy_url"))?, pictures)),
        Some(AtArtist::Images(at)) => {
            let server = Images::new(&at.url, key(&at.key)).map_err(of("images_url"))?;
            Arc::new(OpenAi::new(server, Model::new(&at.model), pictures))
        }
    })
}

async fn trainer(at: &AtTrainer, pictures: Pictures) -> Result<Http, Box<dyn Error>> {
    let trainer = Http::new(HttpTrainer::new(&at.url, key(&at.key)).map_err(of("trainer_url"))?, pictures);
    let Some(webhook) = &at.webhook else { return Ok(trainer) };
    let url = webhook.url.parse().map_err(of("trainer_webhook"))?;
    let secret = WebhookSecret::new(webhook.secret.reveal());
    let listening = Webhook::listen(&webhook.listen, secret).await.map_err(of("trainer_listen"))?;
    Ok(trainer.with_webhook(url, listening))
}

fn chain(at: &AtChain) -> Result<Ethereum, Box<dyn Error>> {
    let id = ChainId::new(at.id);
    let confirmations = at.confirmations.to_string().parse().map_err(of("chain_confirmations"))?;
    let node = Node::new(at.url.parse().map_err(of("chain_url"))?, id, confirmations)?;
    Ok(Ethereum::new(node, at.deposit.parse().map_err(of("chain_deposit"))?, id))
}

fn key(secret: &Secret) -> ApiKey {
    ApiKey::new(secret.reveal())
}

/// Names the setting that is wrong.
fn of<E: Error>(setting: &'static str) -> impl Fn(E) -> Box<dyn Error> {
    move |error| format!("{setting} can't be used: {error}").into()
}

//! The ports as they are configured.

use std::sync::Arc;

use workflow::media::MediaStore;

use super::artist::{Artist, Painter};
use super::bench::{Bench, Upscaler};
use super::chain::{Chain, Local};
use super::muse::{Muse, Rules};
use super::pictures::Pictures;
use super::seeds::Seeds;
use super::trainer::{Pretend, Trainer};
use crate::bot::Ports;
use crate::config::Config;
use crate::data::{Coins, Data, Trainings};
use crate::holders::Holders;
use crate::tariff::Tariff;
use crate::wallet::Asker;

/// Opens what the configuration names, and the embedded part where it names nothing.
///
/// # Errors
/// When a part can't be used.
pub(crate) async fn open(config: &Config, media: &Arc<dyn MediaStore>) -> Result<Ports, Box<dyn std::error::Error>> {
    let data = Data::open(&config.data.join("bot.db"))?;
    let pictures = Pictures::new(Arc::clone(media));
    let artist: Arc<dyn Artist> = Arc::new(Painter::new(pictures.clone(), config.pace));
    let muse: Arc<dyn Muse> = Arc::new(Rules::new(pictures.clone()));
    let trainer: Arc<dyn Trainer> =
        Arc::new(Pretend::new(pictures.clone(), Trainings::of_file(data.clone()), config.training));
    let chain: Arc<dyn Chain> = Arc::new(Local::new(Coins::of_file(data.clone())));
    let holders =
        |ids: &[String]| if ids.is_empty() { Holders::Everybody } else { Holders::these(ids.iter().cloned()) };
    Ok(Ports {
        asker: Asker::new(config.domain.parse()?, format!("https://{}/", config.domain).parse()?, chain.id()),
        artist,
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

//! The bot with ports that a test can look into.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flows::bot::{Bot, Ports};
use flows::data::{Coins, Data, Ledger, Owner, Points, Trainings};
use flows::holders::Holders;
use flows::ports::artist::{Artist, Batch, Model, Prompt, Request, Shape};
use flows::ports::bench::Bench;
use flows::ports::chain::Local;
use flows::ports::muse::{Muse, Next, Rules, Talk};
use flows::ports::pictures::Pictures;
use flows::ports::seeds::{Seed, Seeds};
use flows::ports::trainer::Pretend;
use flows::tariff::Tariff;
use flows::wallet::Asker;
use image::{DynamicImage, Rgb, RgbImage};
use tempfile::TempDir;
use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;
use workflow::store::Store;
use workflow::testing::{Chat, Coverage};
use workflow::{BoxFuture, Builder, MediaId, MediaKind};

/// A bot's ports, which outlive its restarts.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) studio: Arc<Studio>,
    pub(crate) muse: Arc<Moody>,
    pub(crate) data: Data,
    pub(crate) pictures: Pictures,
    seeds: Arc<AtomicU32>,
    _folder: Arc<TempDir>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let media: Arc<dyn MediaStore> = Arc::new(Folder::open(folder.path()).await.unwrap());
        let pictures = Pictures::new(media);
        let muse = Moody { rules: Rules::new(pictures.clone()), silent: AtomicBool::new(false) };
        Self {
            studio: Arc::default(),
            muse: Arc::new(muse),
            data: Data::in_memory().unwrap(),
            pictures,
            seeds: Arc::default(),
            _folder: Arc::new(folder),
        }
    }

    /// The bot, with seeds that are counted; zoe reviews.
    pub(crate) fn builder(&self, store: Arc<dyn Store>) -> Builder<Bot> {
        let next = Arc::clone(&self.seeds);
        let data = self.data.clone();
        let trainer = Pretend::new(self.pictures.clone(), Trainings::of_file(data.clone()), Duration::ZERO);
        let ports = Ports {
            artist: Arc::clone(&self.studio) as Arc<dyn Artist>,
            muse: Arc::clone(&self.muse) as Arc<dyn Muse>,
            trainer: Arc::new(trainer),
            chain: Arc::new(Local::new(Coins::of_file(data.clone()))),
            asker: Asker::new(
                "bot.example".parse().unwrap(),
                "https://bot.example/".parse().unwrap(),
                flows_chain::ChainId::new(1337),
            ),
            bench: Bench::new(self.pictures.clone(), None),
            pictures: self.pictures.clone(),
            seeds: Seeds::from_source(move || Seed::new(next.fetch_add(1, Ordering::Relaxed) + 1)),
            data,
            tariff: Tariff::default(),
            welcome: WELCOME,
            rate: Points::new(1_000_000),
            reviewers: Holders::these(["test:zoe".to_owned()]),
            operators: Holders::Everybody,
        };
        Bot::new(ports, store).builder()
    }

    pub(crate) async fn chat(&self) -> Chat {
        let world = self.clone();
        Chat::with(move |store| world.builder(store)).await
    }

    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::new(self.data.clone(), WELCOME)
    }

    /// What ann has to spend.
    pub(crate) async fn points(&self) -> u32 {
        self.ledger().balance(&ann()).await.unwrap().free.get()
    }

    /// A real picture, another one for each number.
    pub(crate) async fn picture(&self, number: u8) -> Media {
        let ground = |x, y| Rgb([number.wrapping_mul(40), x as u8 * 5, y as u8 * 7]);
        let figure = |x, y| (16..30).contains(&x) && (6..26).contains(&y);
        let picture = RgbImage::from_fn(48, 32, |x, y| if figure(x, y) { Rgb([255, 240, 200]) } else { ground(x, y) });
        self.pictures.keep(DynamicImage::from(picture)).await.unwrap().with_name(&format!("{number}.png"))
    }

    pub(crate) async fn album(&self, count: u8) -> Vec<Media> {
        let mut album = Vec::new();
        for number in 1..=count {
            album.push(self.picture(number).await);
        }
        album
    }

    /// These bytes, as a surface keeps what a user sends.
    pub(crate) async fn file(&self, bytes: &[u8]) -> Media {
        self.pictures.put(bytes.to_vec()).await.unwrap()
    }
}

/// Enough for a training.
pub(crate) const WELCOME: Points = Points::new(2000);

pub(crate) fn ann() -> Owner {
    Owner::from(&workflow::SessionKey::new("test", "ann", "ann"))
}

pub(crate) fn picture(seed: u32, shape: Shape) -> Media {
    let id = MediaId::parse(format!("{seed:064x}")).unwrap();
    Media::new(id, MediaKind::Photo, "image/png", 1).with_pixels(shape.pixels())
}

pub(crate) fn request(prompt: &str, seed: u32) -> Request {
    Request { prompt: prompt.parse().unwrap(), seed: Seed::new(seed), manner: Default::default() }
}

/// An artist who draws nothing but the frame.
#[derive(Default)]
pub(crate) struct Studio {
    drawn: Mutex<Vec<(String, Request)>>,
    stumbles: AtomicU32,
}

impl Studio {
    /// Has the next drawing fail.
    pub(crate) fn stumble(&self) {
        self.stumbles.store(1, Ordering::Relaxed);
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.drawn.lock().unwrap().iter().map(|(key, _)| key.clone()).collect()
    }

    /// What was asked for last.
    pub(crate) fn last(&self) -> Request {
        self.drawn.lock().unwrap().last().unwrap().1.clone()
    }
}

impl Artist for Studio {
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Batch>> {
        Box::pin(async move {
            self.drawn.lock().unwrap().push((key.to_string(), request.clone()));
            progress.set(0.5, "painting");
            let preferences = &request.manner.preferences;
            match self.stumbles.swap(0, Ordering::Relaxed) {
                0 => {
                    let seeds = request.seed.get()..request.seed.get() + u32::from(preferences.batch.get());
                    Ok(Batch(seeds.map(|seed| picture(seed, preferences.shape)).collect()))
                }
                _ => Err("the brush broke").fault(),
            }
        })
    }

    fn models(&self) -> BoxFuture<'_, Result<Vec<Model>>> {
        Box::pin(async { Ok(vec![Model::new("Oil"), Model::new("Ink")]) })
    }
}

/// A muse that may be silent.
pub(crate) struct Moody {
    rules: Rules,
    silent: AtomicBool,
}

impl Moody {
    pub(crate) fn be_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::Relaxed);
    }

    fn speaks(&self) -> Result<()> {
        if self.silent.load(Ordering::Relaxed) { Err("the muse is silent").fault() } else { Ok(()) }
    }
}

impl Muse for Moody {
    fn next<'a>(&'a self, key: &'a Key, talk: &'a Talk) -> BoxFuture<'a, Result<Next>> {
        Box::pin(async move {
            self.speaks()?;
            self.rules.next(key, talk).await
        })
    }

    fn rewrite<'a>(&'a self, key: &'a Key, prompt: &'a Prompt, wish: Option<&'a str>) -> BoxFuture<'a, Result<Prompt>> {
        Box::pin(async move {
            self.speaks()?;
            self.rules.rewrite(key, prompt, wish).await
        })
    }

    fn describe<'a>(&'a self, key: &'a Key, image: &'a Media) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            self.speaks()?;
            self.rules.describe(key, image).await
        })
    }
}

/// Fails unless every edge was taken; prints the report where it can be read though the test passes.
pub(crate) fn complete(coverage: &Coverage) {
    coverage.assert_all_edges();
    let report = coverage.to_string();
    let _unheard = std::io::stderr().write_all(format!("{}\n", report.lines().next().unwrap()).as_bytes());
}

//! The embedded artist: a procedural painter.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use flows_painter::{Brief, paint};
use image::{DynamicImage, RgbImage};
use workflow::prelude::*;
use workflow::{BoxFuture, Pixels};

use super::darkroom::{self, Finish};
use super::{Artist, Batch, Model, Request, Source};
use crate::ports::pictures::{Pictures, decoded, encoded};

/// Paints a picture from the words of a prompt, with no model: the same for the same prompt, seed and shape.
pub struct Painter {
    pictures: Pictures,
    pace: Duration,
}

impl Painter {
    /// What it says of how far it is, in order.
    pub const SAYS: [&str; 5] = ["sketching", "painting", "adding light", "finishing", "framing"];

    /// A painter that keeps its pictures in `pictures` and takes `pace` for each at the least.
    pub fn new(pictures: Pictures, pace: Duration) -> Self {
        Self { pictures, pace }
    }
}

/// How often progress is told.
const TICK: Duration = Duration::from_millis(100);

impl Artist for Painter {
    // A picture is the same every time and kept by its content: the key has nothing to do here.
    fn draw<'a>(&'a self, _key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Batch>> {
        Box::pin(async move {
            let lent = self.lent(request).await?;
            let brush = Arc::new(Brush::default());
            let _put_down = PutDown(Arc::clone(&brush));
            let begun = tokio::time::Instant::now();
            let painting = async {
                let (brush, request) = (Arc::clone(&brush), request.clone());
                let pictures = crate::computing::computed(move || painted(&request, &lent, &brush)).await?;
                pictures.ok_or("the painter was stopped").fault()
            };
            tokio::pin!(painting);
            let mut tick = tokio::time::interval(TICK);
            let mut pictures = None;
            loop {
                tokio::select! {
                    done = &mut painting, if pictures.is_none() => {
                        pictures = Some(done?);
                    }
                    _ = tick.tick() => {}
                }
                let paced = begun.elapsed().as_secs_f32() / self.pace.as_secs_f32().max(f32::MIN_POSITIVE);
                progress.set(brush.done().min(paced), stage(brush.done().min(paced)));
                if paced >= 1.0
                    && let Some(pictures) = pictures.take()
                {
                    let [.., framing] = Self::SAYS;
                    progress.set(1.0, framing);
                    let mut kept = Vec::new();
                    for picture in pictures {
                        kept.push(self.pictures.put(picture).await?);
                    }
                    return Ok(Batch(kept));
                }
            }
        })
    }

    fn models(&self) -> BoxFuture<'_, Result<Vec<Model>>> {
        Box::pin(async { Ok(Finish::ALL.into_iter().map(|(_, name)| Model::new(name)).collect()) })
    }
}

impl Painter {
    /// The pictures that lend something to this one.
    async fn lent(&self, request: &Request) -> Result<Lent> {
        let manner = &request.manner;
        let read = async |media: Option<&Media>| match media {
            Some(media) => self.pictures.read(media).await.map(Some),
            None => Ok(None),
        };
        let source = manner.source.as_ref().map(|source| match source {
            Source::Effect(image) | Source::Inpaint(image, _) => image,
        });
        Ok(Lent {
            style: read(manner.style.as_ref()).await?,
            lora: read(manner.lora.as_ref().map(|lora| &lora.sample)).await?,
            control: read(manner.control.as_ref()).await?,
            pose: read(manner.pose.as_ref()).await?,
            source: read(source).await?,
        })
    }
}

/// What other pictures lend.
struct Lent {
    style: Option<DynamicImage>,
    lora: Option<DynamicImage>,
    control: Option<DynamicImage>,
    pose: Option<DynamicImage>,
    source: Option<DynamicImage>,
}

impl Lent {
    /// Whether the painting stays as it is.
    fn is_nothing(&self) -> bool {
        let Self { style, lora, control, pose, source } = self;
        [style, lora, control, pose, source].iter().all(|lent| lent.is_none())
    }

    fn finish(&self, request: &Request, picture: &mut RgbImage) {
        if let Some(control) = &self.control {
            darkroom::composition(picture, control, 0.55);
        }
        if let Some(pose) = &self.pose {
            darkroom::outlines(picture, pose);
        }
        if let Some(lora) = &self.lora {
            darkroom::colours(picture, lora, 0.6);
        }
        match (&self.source, &request.manner.source) {
            (Some(image), Some(Source::Effect(_))) => {
                darkroom::over(picture, image, request.manner.preferences.strength.get());
            }
            (Some(image), Some(Source::Inpaint(_, what))) => darkroom::replaced(picture, image, what.as_str()),
            _ => {}
        }
        if let Some(style) = &self.style {
            darkroom::colours(picture, style, 1.0);
        }
    }
}

fn stage(done: f32) -> &'static str {
    let [sketching, painting, light, finishing, _] = Painter::SAYS;
    match done {
        ..0.15 => sketching,
        ..0.6 => painting,
        ..0.9 => light,
        _ => finishing,
    }
}

/// All pictures of the batch, each of the next seed; `None` when it was stopped.
fn painted(request: &Request, lent: &Lent, brush: &Brush) -> Result<Option<Vec<Vec<u8>>>> {
    let preferences = &request.manner.preferences;
    let Pixels { width, height } = preferences.shape.pixels();
    let finish = Finish::named(preferences.model.as_str()).unwrap_or(Finish::Oil);
    let trigger = request.manner.lora.as_ref().map_or("", |lora| lora.trigger.as_str());
    let prompt = request.prompt.as_str().replace(trigger, "");
    let prompt = if trigger.is_empty() { request.prompt.as_str() } else { prompt.trim() };
    let mut pictures = Vec::new();
    let count = preferences.batch.get();
    for at in 0..count {
        let seed = u64::from(request.seed.get()) + u64::from(at);
        let brief = Brief { prompt, seed, width, height };
        let share = |done: f32| (f32::from(at) + done) / f32::from(count);
        let Some(picture) = paint(&brief, &mut |done| brush.tell(share(done))) else { return Ok(None) };
        if finish == Finish::Oil && lent.is_nothing() {
            pictures.push(picture);
            continue;
        }
        let mut picture = decoded(&picture)?.to_rgb8();
        finish.apply(&mut picture);
        lent.finish(request, &mut picture);
        pictures.push(encoded(&DynamicImage::from(picture))?);
    }
    Ok(Some(pictures))
}

/// Shared by the thread that paints and the future that tells of it: how much is done, in ten-thousandths.
#[derive(Default)]
struct Brush(AtomicU32);

const WHOLE: u16 = 10_000;
const STOPPED: u32 = u32::MAX;

impl Brush {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10,000")]
    fn tell(&self, done: f32) -> ControlFlow<()> {
        let done = (done.clamp(0.0, 1.0) * f32::from(WHOLE)) as u32;
        let told =
            self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |before| (before != STOPPED).then_some(done));
        if told.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn done(&self) -> f32 {
        u16::try_from(self.0.load(Ordering::Relaxed)).map_or(0.0, |done| f32::from(done) / f32::from(WHOLE))
    }
}

/// Stops the thread when the future is dropped: the drawing was cancelled, or took too long.
struct PutDown(Arc<Brush>);

impl Drop for PutDown {
    fn drop(&mut self) {
        self.0.0.store(STOPPED, Ordering::Relaxed);
    }
}

//! The embedded artist: a procedural painter.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use flows_painter::{Brief, paint};
use workflow::media::MediaStore;
use workflow::prelude::*;
use workflow::{BoxFuture, Pixels};

use super::{Artist, Request};

/// Paints a picture from the words of a prompt, with no model: the same for the same prompt, seed and shape.
pub struct Painter {
    media: Arc<dyn MediaStore>,
    pace: Duration,
}

impl Painter {
    /// What it says of how far it is, in order.
    pub const SAYS: [&str; 5] = ["sketching", "painting", "adding light", "finishing", "framing"];

    /// A painter that keeps its pictures in `media` and takes `pace` for each at the least.
    pub fn new(media: Arc<dyn MediaStore>, pace: Duration) -> Self {
        Self { media, pace }
    }
}

/// How often progress is told.
const TICK: Duration = Duration::from_millis(100);

impl Artist for Painter {
    // A picture is the same every time and kept by its content: the key has nothing to do here.
    fn draw<'a>(&'a self, _key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Media>> {
        Box::pin(async move {
            let brush = Arc::new(Brush::default());
            let _put_down = PutDown(Arc::clone(&brush));
            let begun = tokio::time::Instant::now();
            let painting = async {
                let (brush, request) = (Arc::clone(&brush), request.clone());
                let picture = workflow::blocking(move || painted(&request, &brush)).await?;
                picture.ok_or_else(|| workflow::Error::from_fault("the painter was stopped"))
            };
            tokio::pin!(painting);
            let mut tick = tokio::time::interval(TICK);
            let mut picture = None;
            loop {
                tokio::select! {
                    done = &mut painting, if picture.is_none() => {
                        picture = Some(done?);
                    }
                    _ = tick.tick() => {}
                }
                let paced = begun.elapsed().as_secs_f32() / self.pace.as_secs_f32().max(f32::MIN_POSITIVE);
                progress.set(brush.done().min(paced), stage(brush.done().min(paced)));
                if paced >= 1.0
                    && let Some(picture) = picture.take()
                {
                    let [.., framing] = Self::SAYS;
                    progress.set(1.0, framing);
                    return Ok(self.media.put(picture).await?);
                }
            }
        })
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

fn painted(request: &Request, brush: &Brush) -> Option<Vec<u8>> {
    let Pixels { width, height } = request.shape.pixels();
    let brief = Brief { prompt: request.prompt.as_str(), seed: request.seed.get().into(), width, height };
    paint(&brief, &mut |done| brush.tell(done))
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

//! What is done with pictures here: made larger, freed of their background, marked.

mod cut;

use std::fmt;
use std::path::PathBuf;
use std::process::Stdio;
use std::str::FromStr;
use std::sync::Arc;

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, RgbaImage};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use workflow::prelude::*;
use workflow::{MediaKind, Phrase};

use super::letters;
use super::pictures::{MOST_PIXELS, Pictures, decoded, encoded};

/// What is done with a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// It is made larger.
    Upscale(Times),
    /// Its background is removed.
    Background,
    /// Words are put on it.
    Watermark(Mark),
    /// It is told what is on it.
    Describe,
}

/// How much larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Choices)]
pub enum Times {
    /// Twice
    Two,
    /// Four times
    Four,
}

impl Times {
    const TOO_LARGE: &str = "It would have more than 100 megapixels then: please take a smaller one, or twice.";

    /// What a user is told whose picture gets too large.
    pub const SAYS: &str = Self::TOO_LARGE;

    /// The factor.
    pub const fn get(self) -> u32 {
        match self {
            Self::Two => 2,
            Self::Four => 4,
        }
    }

    /// Whether a picture can be made so much larger.
    ///
    /// # Errors
    /// A rejection when it would be too large.
    pub fn fits(self, image: &Media) -> Result<()> {
        let pixels = image.pixels().map_or(0, |pixels| u64::from(pixels.width) * u64::from(pixels.height));
        let most = 4 * MOST_PIXELS;
        let larger = pixels * u64::from(self.get()) * u64::from(self.get());
        if larger > most { Err(reject(Self::TOO_LARGE)) } else { Ok(()) }
    }
}

/// Words that are put on a picture: 1 to 40 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(String);

impl Mark {
    /// What a user is told whose text is none.
    pub const SAYS: &str = "A watermark has 1 to 40 characters.";
}

impl FromStr for Mark {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let fits = (1..=40).contains(&text.chars().count());
        if fits { Ok(Self(text.to_owned())) } else { Err(Phrase::new(Self::SAYS)) }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Works on pictures: on all cores but one, away from the threads that talk.
#[derive(Clone)]
pub struct Bench {
    pictures: Pictures,
    places: Arc<Semaphore>,
    upscaler: Option<Arc<Upscaler>>,
}

/// A program that makes pictures larger: `{in}`, `{out}` and `{times}` in its arguments are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upscaler {
    /// The program, and what it is given.
    pub command: Vec<String>,
}

impl Bench {
    /// What it says of how far it is.
    pub const SAYS: [&str; 3] = ["waiting for a place", "reading", "working"];

    /// A bench for these pictures, and a better upscaler if there is one.
    pub fn new(pictures: Pictures, upscaler: Option<Upscaler>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let places = Arc::new(Semaphore::new(cores.saturating_sub(1).max(1)));
        Self { pictures, places, upscaler: upscaler.map(Arc::new) }
    }

    /// Does this with a picture, and gives the result as a document.
    ///
    /// # Errors
    /// A rejection that says what is wrong with the picture; a fault when it can't be kept.
    pub async fn work(&self, operation: &Operation, image: &Media, progress: Progress) -> Result<Media> {
        let [waiting, reading, working] = Self::SAYS;
        progress.set(0.0, waiting);
        let _place = self.places.acquire().await?;
        progress.set(0.1, reading);
        let bytes = self.pictures.bytes(image).await?;
        progress.set(0.3, working);
        let (made, name) = match (operation, &self.upscaler) {
            (Operation::Upscale(times), Some(upscaler)) => (upscaler.run(&bytes, *times).await?, "upscaled"),
            (Operation::Upscale(times), None) => {
                let times = times.get();
                (crate::computing::computed(move || encoded(&enlarged(&decoded(&bytes)?, times)?)).await?, "upscaled")
            }
            (Operation::Background, _) => {
                (crate::computing::computed(move || encoded(&cut::out(&decoded(&bytes)?))).await?, "cut-out")
            }
            (Operation::Watermark(mark), _) => {
                let mark = mark.to_string();
                (crate::computing::computed(move || encoded(&marked(&decoded(&bytes)?, &mark))).await?, "marked")
            }
            (Operation::Describe, _) => return Err("what is on a picture is told by the muse").fault(),
        };
        let kept = self.pictures.put(made).await?;
        let document = Media::new(kept.id().clone(), MediaKind::Document, kept.content_type(), kept.size());
        let document = kept.pixels().map_or_else(|| document.clone(), |pixels| document.clone().with_pixels(pixels));
        Ok(document.with_name(&format!("{name}.png")))
    }
}

/// The picture, so many times as wide and as high: Lanczos with a window of three.
fn enlarged(picture: &DynamicImage, times: u32) -> Result<DynamicImage> {
    let source = picture.to_rgba8();
    let (width, height) = source.dimensions();
    let source = Image::from_vec_u8(width, height, source.into_raw(), PixelType::U8x4)?;
    let mut target = Image::new(width * times, height * times, PixelType::U8x4);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&source, &mut target, &options)?;
    let made = RgbaImage::from_raw(width * times, height * times, target.into_vec());
    let made = DynamicImage::from(made.ok_or("an enlarged picture has all of its pixels").fault()?);
    Ok(if picture.color().has_alpha() { made } else { DynamicImage::from(made.to_rgb8()) })
}

/// The picture with words in its lower right corner.
fn marked(picture: &DynamicImage, mark: &str) -> DynamicImage {
    let mut marked = picture.to_rgb8();
    let (width, height) = marked.dimensions();
    let letters = u32::try_from(mark.chars().count()).unwrap_or(1).max(1);
    // A third of the width at the most, and legible.
    let dot = (width / 3 / (letters * letters::SIDE)).clamp(1, 8);
    let left = width.saturating_sub((letters * letters::SIDE + 4) * dot);
    let top = height.saturating_sub((letters::SIDE + 4) * dot);
    letters::write(&mut marked, mark, (left, top), dot, 0.7);
    DynamicImage::from(marked)
}

impl Upscaler {
    async fn run(&self, bytes: &[u8], times: Times) -> Result<Vec<u8>> {
        let folder = crate::computing::computed(|| Ok(Scratch::new()?)).await?;
        let (input, output) = (folder.0.join("in.png"), folder.0.join("out.png"));
        let bytes = bytes.to_vec();
        let bytes = crate::computing::computed(move || encoded(&decoded(&bytes)?)).await?;
        tokio::fs::write(&input, bytes).await?;
        let fill = |word: &String| {
            let word = word.replace("{in}", &input.to_string_lossy()).replace("{out}", &output.to_string_lossy());
            word.replace("{times}", &times.get().to_string())
        };
        let mut words = self.command.iter().map(fill);
        let program = words.next().ok_or("the upscaler has no name").fault()?;
        let mut command = tokio::process::Command::new(program);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let ended = command.output().await?;
        if !ended.status.success() {
            let said: String = String::from_utf8_lossy(&ended.stderr).chars().take(500).collect();
            return Err(format!("the upscaler ended with {}: {said}", ended.status)).fault();
        }
        let made = tokio::fs::read(&output).await?;
        crate::computing::computed(move || decoded(&made).and(Ok(made))).await
    }
}

/// A folder for one picture, gone when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("flows-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a folder of the upscaler is left behind");
        }
    }
}

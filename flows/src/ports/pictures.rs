//! The media of the bot as pictures: read, checked and kept.

use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tokio::io::AsyncReadExt;
use workflow::media::MediaStore;
use workflow::prelude::*;

/// Reads and keeps pictures.
#[derive(Clone)]
pub struct Pictures(Arc<dyn MediaStore>);

/// The most pixels of a picture that is worked with.
pub const MOST_PIXELS: u64 = 25_000_000;
/// The most bytes of one.
pub const MOST_BYTES: u64 = 20_000_000;

const TOO_LARGE: &str = "That picture has {megabytes} MB, and 20 is the most.";
const TOO_MANY_PIXELS: &str = "That picture has {megapixels} megapixels, and 25 is the most.";
const NO_PICTURE: &str = "That is no picture that I can read: please send PNG, JPEG or WebP.";
const MOVES: &str = "That picture moves: please send one that stands still.";
const BROKEN: &str = "That picture is broken: its end is missing, or it is not what it says. Please send it again.";

impl Pictures {
    /// What a user may be told whose picture can't be worked with.
    pub const SAYS: [&str; 5] = [TOO_LARGE, TOO_MANY_PIXELS, NO_PICTURE, MOVES, BROKEN];

    /// The pictures that are kept here.
    pub fn new(media: Arc<dyn MediaStore>) -> Self {
        Self(media)
    }

    /// The bytes of a medium.
    ///
    /// # Errors
    /// A rejection when there are too many of them; a fault when they can't be read.
    pub async fn bytes(&self, media: &Media) -> Result<Vec<u8>> {
        if media.size() > MOST_BYTES {
            let megabytes = media.size().div_ceil(1_000_000);
            return Err(reject(workflow::Phrase::new(TOO_LARGE).with("megabytes", megabytes)));
        }
        let blob = self.0.open(media.id()).await?.ok_or("a medium is not in its store").fault()?;
        let mut bytes = Vec::new();
        blob.bytes.take(MOST_BYTES).read_to_end(&mut bytes).await?;
        Ok(bytes)
    }

    /// The picture, whole and decoded.
    ///
    /// # Errors
    /// A rejection that says what is wrong with it.
    pub async fn read(&self, media: &Media) -> Result<DynamicImage> {
        let bytes = self.bytes(media).await?;
        crate::computing::computed(move || decoded(&bytes)).await
    }

    /// Gives the picture back if it can be worked with.
    ///
    /// # Errors
    /// A rejection that says what is wrong with it.
    pub async fn checked(&self, media: Media) -> Result<Media> {
        self.read(&media).await.map(|_| media)
    }

    /// Keeps a picture as PNG.
    ///
    /// # Errors
    /// A fault when it can't be kept.
    pub async fn keep(&self, picture: DynamicImage) -> Result<Media> {
        let bytes = crate::computing::computed(move || encoded(&picture)).await?;
        self.put(bytes).await
    }

    /// Keeps these bytes.
    ///
    /// # Errors
    /// A fault when they can't be kept.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<Media> {
        Ok(self.0.put(bytes).await?)
    }
}

/// The picture as PNG.
pub(crate) fn encoded(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// Decodes a picture that stands still, of a format that is known by its bytes and not by its name.
pub(crate) fn decoded(bytes: &[u8]) -> Result<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let format = reader.format().ok_or_else(|| reject(NO_PICTURE))?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(reject(if format == ImageFormat::Gif { MOVES } else { NO_PICTURE }));
    }
    if moves(format, bytes)? {
        return Err(reject(MOVES));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(512 << 20);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| reject(BROKEN))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        let megapixels = pixels.div_ceil(1_000_000);
        return Err(reject(workflow::Phrase::new(TOO_MANY_PIXELS).with("megapixels", megapixels)));
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| reject(BROKEN))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn moves(format: ImageFormat, bytes: &[u8]) -> Result<bool> {
    Ok(match format {
        ImageFormat::Png => {
            let decoder = image::codecs::png::PngDecoder::new(Cursor::new(bytes)).map_err(|_| reject(BROKEN))?;
            decoder.is_apng().map_err(|_| reject(BROKEN))?
        }
        ImageFormat::WebP => {
            let decoder = image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).map_err(|_| reject(BROKEN))?;
            decoder.has_animation()
        }
        _ => false,
    })
}

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use serde_json::json;

use super::{Account, Model};
use crate::error::RemoteError;
use crate::key::JobKey;
use crate::secret::ApiKey;

/// A server that draws.
#[derive(Debug, Clone)]
pub struct Images(Account);

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Generation {
    /// Who draws.
    pub model: ImageModel,
    /// What the picture shows.
    pub prompt: String,
    /// Its size: servers know a few only, see [`Size::nearest`].
    pub size: Size,
    /// How many pictures.
    pub count: Count,
}

/// What is to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What the picture shows in the end, and who draws it.
    pub generation: Generation,
    /// The picture: a whole PNG.
    pub image: Vec<u8>,
    /// Where it is changed: a PNG of the same size, changed where it is transparent.
    pub mask: Option<Vec<u8>>,
}

/// A model and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageModel {
    /// Its name.
    pub model: Model,
    /// Whether it wants to be told that it should answer with bytes.
    pub format: Format,
}

/// Whether a model takes `response_format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// It answers with bytes when asked to.
    Asked,
    /// It always does, and takes no such field.
    Always,
}

impl ImageModel {
    /// The model of this name: OpenAI's `gpt-image-…` always answer with bytes, others are asked to.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        let always = name.starts_with("gpt-image") || name.starts_with("chatgpt-image");
        Self { model: Model::new(name), format: if always { Format::Always } else { Format::Asked } }
    }
}

/// How many pictures, 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(u8);

impl Count {
    /// One picture.
    pub const ONE: Self = Self(1);

    /// So many; None if that is not 1 to 10.
    pub fn new(count: u8) -> Option<Self> {
        (1..=10).contains(&count).then_some(Self(count))
    }
}

/// The size of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Size {
    /// What OpenAI's `gpt-image-1` draws.
    pub const GPT_IMAGE: [Self; 3] = [Self::of(1024, 1024), Self::of(1536, 1024), Self::of(1024, 1536)];
    /// What OpenAI's `dall-e-3` draws.
    pub const DALL_E_3: [Self; 3] = [Self::of(1024, 1024), Self::of(1792, 1024), Self::of(1024, 1792)];

    /// So wide and so high.
    pub const fn of(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Of these, the one whose shape is nearest to this one's, and of several the one nearest in area; this one if there are
    /// none.
    pub fn nearest(self, sizes: &[Self]) -> Self {
        let shape = |size: Self| (f64::from(size.width.max(1)) / f64::from(size.height.max(1))).ln();
        let area = |size: Self| (f64::from(size.width.max(1)) * f64::from(size.height.max(1))).ln();
        let far = |size: Self| ((shape(size) - shape(self)).abs(), (area(size) - area(self)).abs());
        let by_shape = |a: &Self, b: &Self| {
            let (a, b) = (far(*a), far(*b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        sizes.iter().copied().min_by(by_shape).unwrap_or(self)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

impl Images {
    /// The server at this address, as `https://api.openai.com/v1`.
    ///
    /// # Errors
    /// When the address is none, or the system has no certificates to trust.
    pub fn new(url: &str, key: ApiKey) -> Result<Self, RemoteError> {
        Ok(Self(Account::new("the server of images", url, key, Duration::from_secs(300))?))
    }

    /// The same server; an answer may take this long.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = timeout;
        self
    }

    /// Draws; each picture is a whole file.
    ///
    /// # Errors
    /// When the server refuses, or does not answer with as many pictures as it should.
    pub async fn generate(&self, key: &JobKey, asked: &Generation) -> Result<Vec<Vec<u8>>, RemoteError> {
        let mut body = json!({
            "model": asked.model.model.0, "prompt": asked.prompt,
            "size": asked.size.to_string(), "n": asked.count.0,
        });
        if let (Format::Asked, Some(fields)) = (asked.model.format, body.as_object_mut()) {
            fields.insert("response_format".to_owned(), "b64_json".into());
        }
        let answer = self.0.post(key, &["images", "generations"], |request| request.json(&body)).await?;
        self.pictures(answer, asked.count).await
    }

    /// Changes a picture; each result is a whole file.
    ///
    /// # Errors
    /// When the server refuses, or does not answer with as many pictures as it should.
    pub async fn edit(&self, key: &JobKey, asked: &Edit) -> Result<Vec<Vec<u8>>, RemoteError> {
        let Generation { model, prompt, size, count } = &asked.generation;
        let png = |bytes: &[u8], name: &'static str| {
            Part::bytes(bytes.to_vec()).file_name(name).mime_str("image/png").map_err(|error| self.0.server.lost(error))
        };
        let mut form = Form::new()
            .text("model", model.model.0.clone())
            .text("prompt", prompt.clone())
            .text("size", size.to_string())
            .text("n", count.0.to_string())
            .part("image", png(&asked.image, "image.png")?);
        if let Some(mask) = &asked.mask {
            form = form.part("mask", png(mask, "mask.png")?);
        }
        if model.format == Format::Asked {
            form = form.text("response_format", "b64_json");
        }
        let answer = self.0.post(key, &["images", "edits"], |request| request.multipart(form)).await?;
        self.pictures(answer, *count).await
    }

    async fn pictures(&self, answer: reqwest::Response, Count(count): Count) -> Result<Vec<Vec<u8>>, RemoteError> {
        #[derive(Deserialize)]
        struct Drawn {
            data: Vec<Picture>,
        }
        #[derive(Deserialize)]
        struct Picture {
            b64_json: String,
        }
        let server = &self.0.server;
        let Drawn { data } = server.json(answer).await?;
        if data.len() != usize::from(count) {
            return Err(server.garbled(format!("{} pictures instead of {count}", data.len())));
        }
        let bytes = |picture: &Picture| {
            let bytes = BASE64_STANDARD.decode(&picture.b64_json).map_err(|error| server.garbled(error))?;
            if bytes.is_empty() { Err(server.garbled("an empty picture")) } else { Ok(bytes) }
        };
        data.iter().map(bytes).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_size_has_the_nearest_shape() {
        assert_eq!(Size::of(1216, 832).nearest(&Size::GPT_IMAGE), Size::of(1536, 1024));
        assert_eq!(Size::of(768, 1344).nearest(&Size::DALL_E_3), Size::of(1024, 1792));
        let squares = [Size::of(256, 256), Size::of(512, 512), Size::of(1024, 1024)];
        assert_eq!(Size::of(600, 600).nearest(&squares), Size::of(512, 512));
        assert_eq!(Size::of(600, 600).nearest(&[]), Size::of(600, 600));
        assert_eq!(Size::of(0, 0).nearest(&squares), Size::of(256, 256));
    }
}

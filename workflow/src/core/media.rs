//! Handles of pictures and files. The bytes are in a media store; a step carries only the handle.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A picture or file that is kept in a media store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    id: MediaId,
    kind: MediaKind,
    #[serde(rename = "type")]
    content_type: String,
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pixels: Option<Pixels>,
}

impl Media {
    /// A handle of what is stored as `id`: its kind, its sniffed type as in `image/png`, and its size in bytes.
    pub fn new(id: MediaId, kind: MediaKind, content_type: impl Into<String>, size: u64) -> Self {
        Self { id, kind, content_type: content_type.into(), size, pixels: None }
    }

    /// The same, of this size in pixels.
    #[must_use]
    pub fn with_pixels(mut self, pixels: Pixels) -> Self {
        self.pixels = Some(pixels);
        self
    }

    /// The hash of its content.
    pub fn id(&self) -> &MediaId {
        &self.id
    }

    /// What it is.
    pub fn kind(&self) -> MediaKind {
        self.kind
    }

    /// The sniffed type, as in `image/png`.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The size in pixels, of a picture.
    pub fn pixels(&self) -> Option<Pixels> {
        self.pixels
    }
}

/// The hash of a medium's content: SHA-256 in 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaId(String);

impl MediaId {
    /// The id of these 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// When they are not.
    pub fn parse(hex: impl Into<String>) -> Result<Self, InvalidMediaId> {
        let hex = hex.into();
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if hex.len() == 64 && hex.bytes().all(is_digit) { Ok(Self(hex)) } else { Err(InvalidMediaId) }
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MediaId {
    type Error = InvalidMediaId;

    fn try_from(hex: String) -> Result<Self, InvalidMediaId> {
        Self::parse(hex)
    }
}

impl From<MediaId> for String {
    fn from(id: MediaId) -> Self {
        id.0
    }
}

impl fmt::Display for MediaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no [`MediaId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a media id is 64 lower-case hexadecimal digits")]
pub struct InvalidMediaId;

/// What a medium is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MediaKind {
    /// A picture.
    Photo,
    /// A moving picture.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    Document,
}

/// A size in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pixels {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

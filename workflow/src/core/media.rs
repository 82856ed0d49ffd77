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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl Media {
    /// A handle of what is stored as `id`: its kind, its sniffed type as in `image/png`, and its size in bytes.
    pub fn new(id: MediaId, kind: MediaKind, content_type: impl Into<String>, size: u64) -> Self {
        Self { id, kind, content_type: content_type.into(), size, pixels: None, name: None }
    }

    /// The same, of this size in pixels.
    #[must_use]
    pub fn with_pixels(mut self, pixels: Pixels) -> Self {
        self.pixels = Some(pixels);
        self
    }

    /// The same, under the name that its sender gave it: what comes before the last slash is left out, and so are control
    /// characters and all but the last 120 characters.
    ///
    /// ```
    /// # use workflow::{Media, MediaId, MediaKind};
    /// # let media = Media::new(MediaId::parse("0".repeat(64)).unwrap(), MediaKind::Document, "application/pdf", 900);
    /// assert_eq!(media.clone().with_name("C:\\letters\\ann.pdf").name(), Some("ann.pdf"));
    /// assert_eq!(media.with_name("../").name(), None);
    /// ```
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let letters: Vec<char> = name.chars().filter(|letter| !is_hidden(*letter)).collect();
        let name: String = letters.iter().skip(letters.len().saturating_sub(LONGEST_NAME)).collect();
        let name = name.trim();
        self.name = (!name.is_empty()).then(|| name.to_owned());
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

    /// The name that its sender gave it, to be shown and for nothing else.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

const LONGEST_NAME: usize = 120;

/// Letters that make a name look like another one: control characters, and those that turn the direction of writing.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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

    /// The id of what has this SHA-256.
    pub fn of_digest(digest: [u8; 32]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02x}")).collect())
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

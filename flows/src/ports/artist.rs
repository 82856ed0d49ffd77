//! Who draws.

mod painter;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use workflow::prelude::*;
use workflow::{BoxFuture, Phrase, Pixels};

pub use painter::Painter;

use super::seeds::Seed;

/// Draws pictures.
pub trait Artist: Send + Sync {
    /// Draws what is asked for, tells how far it is, and gives the picture once it is kept.
    ///
    /// The key is the same for every attempt: an artist who is paid by the picture draws it once for each key.
    ///
    /// # Errors
    /// A rejection when the request can't be drawn at all; a fault when it may work another time.
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Media>>;
}

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What the picture shows.
    pub prompt: Prompt,
    /// Its shape.
    pub shape: Shape,
    /// Which of the pictures of this prompt.
    pub seed: Seed,
}

/// What a picture shows: 1 to 1,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prompt(String);

impl Prompt {
    /// The longest prompt, in characters.
    pub const MAX: usize = 1000;

    const EMPTY: &str = "A prompt has at least one character.";
    const TOO_LONG: &str = "A prompt has up to 1,000 characters, this one has {length}.";

    /// What a user is told whose text is none.
    pub const SAYS: [&str; 2] = [Self::EMPTY, Self::TOO_LONG];

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Prompt {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for Prompt {
    type Error = Phrase;

    fn try_from(text: String) -> Result<Self, Phrase> {
        match text.trim().chars().count() {
            0 => Err(Phrase::new(Self::EMPTY)),
            length if length > Self::MAX => Err(Phrase::new(Self::TOO_LONG).with("length", length)),
            _ => Ok(Self(text.trim().to_owned())),
        }
    }
}

impl From<Prompt> for String {
    fn from(prompt: Prompt) -> Self {
        prompt.0
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The shape of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Choices)]
pub enum Shape {
    /// 1:1
    #[default]
    Square,
    /// 3:2
    Landscape,
    /// 2:3
    Portrait,
    /// 16:9
    Wide,
    /// 9:16
    Tall,
}

impl Shape {
    /// The size of a picture of this shape.
    pub fn pixels(self) -> Pixels {
        let (width, height) = match self {
            Self::Square => (1024, 1024),
            Self::Landscape => (1216, 832),
            Self::Portrait => (832, 1216),
            Self::Wide => (1344, 768),
            Self::Tall => (768, 1344),
        };
        Pixels { width, height }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Pixels { width, height } = self.pixels();
        write!(f, "{} ({width} × {height})", self.label())
    }
}

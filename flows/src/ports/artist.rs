//! Who draws.

mod comfy;
mod darkroom;
mod images;
mod painter;
mod refusal;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use workflow::prelude::*;
use workflow::{BoxFuture, Phrase, Pixels};

pub use comfy::Comfy;
pub use images::OpenAi;
pub use painter::Painter;
pub(crate) use refusal::SAYS as REFUSALS;

use super::seeds::Seed;
use crate::data::{Lora, Preferences};

/// Draws pictures.
pub trait Artist: Send + Sync {
    /// Draws what is asked for, tells how far it is, and gives the pictures once they are kept: as many as the batch says.
    ///
    /// The key is the same for every attempt: an artist who is paid by the picture draws it once for each key.
    ///
    /// # Errors
    /// A rejection when the request can't be drawn at all; a fault when it may work another time.
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Batch>>;

    /// The models that there are, the usual one first.
    ///
    /// # Errors
    /// A fault when nobody can tell now.
    fn models(&self) -> BoxFuture<'_, Result<Vec<Model>>>;
}

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What the picture shows.
    pub prompt: Prompt,
    /// Which of the pictures of this prompt.
    pub seed: Seed,
    /// How it is drawn.
    #[serde(default)]
    pub manner: Manner,
}

/// How a picture is drawn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// Its shape, steps and so on.
    pub preferences: Preferences,
    /// What was trained by the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lora: Option<Lora>,
    /// Whose colours it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<Media>,
    /// Whose composition it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<Media>,
    /// Whose posture its figures have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pose: Option<Media>,
    /// What it is made of, if not of nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// What a picture is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The whole picture, drawn anew as the prompt says.
    Effect(Media),
    /// A picture in which what these words say is replaced.
    Inpaint(Media, Prompt),
}

/// A picture that lends something to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Choices)]
pub enum Reference {
    /// Style
    Style,
    /// Control
    Control,
    /// Pose
    Pose,
}

/// The pictures of one request, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OneOrMore")]
pub struct Batch(pub Vec<Media>);

/// There was one picture at a time once.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    More(Vec<Media>),
    One(Media),
}

impl From<OneOrMore> for Batch {
    fn from(pictures: OneOrMore) -> Self {
        match pictures {
            OneOrMore::More(pictures) => Self(pictures),
            OneOrMore::One(picture) => Self(vec![picture]),
        }
    }
}

/// Who draws: a model by the name that its artist gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Model(String);

impl Model {
    /// The model of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Its name; empty for the artist's usual one.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is whatever the artist usually takes.
    pub fn is_usual(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
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

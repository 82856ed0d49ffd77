//! Words that a step keeps, to be said in its user's language whenever it is shown.

use std::fmt;

use serde::{Deserialize, Serialize};
use workflow::{Argument, Phrase};

/// A phrase that is stored with a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    with: Vec<(String, Word)>,
}

/// What is put into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Word {
    Number(f64),
    Text(String),
}

impl Told {
    /// A phrase of this text.
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), with: Vec::new() }
    }

    /// With a number where `{name}` stands.
    #[must_use]
    pub fn with_number(mut self, name: &'static str, number: u32) -> Self {
        self.with.push((name.to_owned(), Word::Number(number.into())));
        self
    }

    /// With a text where `{name}` stands.
    #[must_use]
    pub fn with_text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.with.push((name.to_owned(), Word::Text(text.into())));
        self
    }
}

impl From<&Told> for Phrase {
    fn from(told: &Told) -> Self {
        let phrase = Self::new(told.text.clone());
        told.with.iter().fold(phrase, |phrase, (name, word)| match word {
            Word::Number(number) => phrase.with(name.clone(), Argument::Number(*number)),
            Word::Text(text) => phrase.with(name.clone(), text),
        })
    }
}

impl From<&Phrase> for Told {
    fn from(phrase: &Phrase) -> Self {
        let word = |argument: &Argument| match argument {
            Argument::Number(number) => Word::Number(*number),
            other => Word::Text(other.to_string()),
        };
        let with = phrase.arguments().iter().map(|(name, argument)| (name.to_string(), word(argument)));
        Self { text: phrase.text().to_owned(), with: with.collect() }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Phrase::from(self).fmt(f)
    }
}

/// The phrase of a step that has one, for its translations; an empty one for a step that has none.
pub(crate) fn phrase(told: Option<&Told>) -> Phrase {
    told.map_or_else(|| Phrase::from(""), Phrase::from)
}

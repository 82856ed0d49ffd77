//! Who asks, rewrites and describes.

mod chat;
mod rules;

use serde::{Deserialize, Serialize};
use workflow::BoxFuture;
use workflow::prelude::*;

pub use chat::Chatting;
pub use rules::Rules;

use super::artist::Prompt;

/// Asks and rewrites.
pub trait Muse: Send + Sync {
    /// The next question about an idea, or the prompt when enough is known.
    ///
    /// # Errors
    /// A fault when the muse is silent: it may speak another time.
    fn next<'a>(&'a self, key: &'a Key, talk: &'a Talk) -> BoxFuture<'a, Result<Next>>;

    /// The prompt, changed as the wish says; in some other way, when there is none.
    ///
    /// # Errors
    /// As [`Muse::next`].
    fn rewrite<'a>(&'a self, key: &'a Key, prompt: &'a Prompt, wish: Option<&'a str>) -> BoxFuture<'a, Result<Prompt>>;

    /// What is on the picture, in a sentence.
    ///
    /// # Errors
    /// As [`Muse::next`]; a rejection when it is no picture.
    fn describe<'a>(&'a self, key: &'a Key, image: &'a Media) -> BoxFuture<'a, Result<String>>;
}

/// What was said about an idea so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The idea.
    pub idea: Prompt,
    /// The questions, each with its answer; `None` where it was skipped.
    pub answers: Vec<(String, Option<String>)>,
}

/// What the muse says next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// A question.
    Ask(String),
    /// It knows enough.
    Prompt(Prompt),
}

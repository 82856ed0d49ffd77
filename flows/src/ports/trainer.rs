//! Who trains.

mod pretend;

use serde::{Deserialize, Serialize};
use workflow::BoxFuture;
use workflow::prelude::*;

pub use pretend::Pretend;

use crate::data::{Kind, Name, Photograph, Trigger};

/// Trains a small model with a set of pictures.
pub trait Trainer: Send + Sync {
    /// Trains, tells how far it is, and gives what the model is called then. The key is the same for every attempt: what
    /// was begun goes on.
    ///
    /// # Errors
    /// A rejection when the set can't be trained with; a fault when it may work another time.
    fn train<'a>(&'a self, key: &'a Key, lesson: &'a Lesson, progress: Progress) -> BoxFuture<'a, Result<Trained>>;

    /// Stops the training of this key, if there is one.
    ///
    /// # Errors
    /// A fault when nobody can be told now.
    fn cancel<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<()>>;
}

/// What is trained with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// What its owner calls it.
    pub name: Name,
    /// The word that calls it.
    pub trigger: Trigger,
    /// What for.
    pub kind: Kind,
    /// The pictures with what is on them.
    pub photographs: Vec<Photograph>,
}

/// What was trained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trained {
    /// What the trainer calls it.
    pub file: String,
    /// The set as it was trained with, packed.
    pub packed: Media,
}

//! Who trains.

mod http;
mod pretend;
mod webhook;

use serde::{Deserialize, Serialize};
use workflow::BoxFuture;
use workflow::prelude::*;

pub use http::Http;
pub use pretend::Pretend;
pub use webhook::Webhook;

use crate::data::{Job, Kind, Name, Photograph, Trigger};

/// Trains a small model with a set of pictures.
pub trait Trainer: Send + Sync {
    /// Trains, tells how far it is, and gives what the model is called then. A job is trained once, however often it is
    /// asked for: what was begun goes on.
    ///
    /// # Errors
    /// A rejection when the set can't be trained with; a fault when it may work another time.
    fn train<'a>(&'a self, job: &'a Job, lesson: &'a Lesson, progress: Progress) -> BoxFuture<'a, Result<Trained>>;

    /// Stops the training of this job, if there is one.
    ///
    /// # Errors
    /// A fault when nobody can be told now.
    fn cancel<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<()>>;
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

//! `/media`, `/upscale`, `/background`, `/watermark` and `/describe`: what is done with a picture that is there.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use crate::ports::bench::{Bench, Mark, Operation, Times};
use crate::ports::muse::Muse;
use crate::ports::pictures::Pictures;

/// Do something with a picture.
#[workflow]
pub enum Retouch {
    /// What shall I do with a picture?
    ChooseTask,
    /// Please send the picture.
    AskImage { task: Task },
    /// What shall I do with it?
    ChooseTaskOf { image: Media },
    /// How much larger?
    ChooseTimes { image: Media },
    /// Which words shall be on it?
    AskMark { image: Media },
    /// Working on it …
    Working { operation: Operation, image: Media },
    /// That did not work.
    NotDone { operation: Operation, image: Media, reason: String },
    /// Here it is.
    #[step(end)]
    Delivered { outcome: Outcome },
    /// Then not.
    #[step(end)]
    LetBe,
}

#[workflow]
impl Retouch {
    /// Upscale a picture, remove its background, put a watermark on it, describe it
    #[command("/media")]
    async fn media(image: Option<Photo>, State(pictures): State<Pictures>) -> Result<To<(ChooseTask, ChooseTaskOf)>> {
        Ok(match image {
            Some(Photo(image)) => goto(ChooseTaskOf { image: pictures.checked(image).await? }),
            None => goto(ChooseTask),
        })
    }

    /// Make a picture two or four times as large
    #[command("/upscale")]
    async fn upscale(image: Option<Photo>, State(pictures): State<Pictures>) -> Result<To<(AskImage, ChooseTimes)>> {
        Ok(match image {
            Some(Photo(image)) => goto(ChooseTimes { image: pictures.checked(image).await? }),
            None => goto(AskImage { task: Task::Upscale }),
        })
    }

    /// Remove the background of a picture
    #[command("/background")]
    async fn background(image: Option<Photo>, State(pictures): State<Pictures>) -> Result<To<(AskImage, Working)>> {
        Ok(match image {
            Some(Photo(image)) => {
                goto(Working { operation: Operation::Background, image: pictures.checked(image).await? })
            }
            None => goto(AskImage { task: Task::Background }),
        })
    }

    /// Put your words on a picture
    #[command("/watermark")]
    async fn watermark(image: Option<Photo>, State(pictures): State<Pictures>) -> Result<To<(AskImage, AskMark)>> {
        Ok(match image {
            Some(Photo(image)) => goto(AskMark { image: pictures.checked(image).await? }),
            None => goto(AskImage { task: Task::Watermark }),
        })
    }

    /// Say what is on a picture
    #[command("/describe")]
    async fn describe(image: Option<Photo>, State(pictures): State<Pictures>) -> Result<To<(AskImage, Working)>> {
        Ok(match image {
            Some(Photo(image)) => {
                goto(Working { operation: Operation::Describe, image: pictures.checked(image).await? })
            }
            None => goto(AskImage { task: Task::Describe }),
        })
    }

    fn task(self: ChooseTask, Choice(task): Choice<Task>) -> AskImage {
        AskImage { task }
    }

    async fn first_image(
        self: ChooseTask,
        Photo(image): Photo,
        State(pictures): State<Pictures>,
    ) -> Result<ChooseTaskOf> {
        Ok(ChooseTaskOf { image: pictures.checked(image).await? })
    }

    async fn image(
        self: AskImage,
        Photo(image): Photo,
        State(pictures): State<Pictures>,
    ) -> Result<To<(ChooseTimes, AskMark, Working)>> {
        Ok(next(self.task, pictures.checked(image).await?))
    }

    fn task_of(self: ChooseTaskOf, Choice(task): Choice<Task>) -> To<(ChooseTimes, AskMark, Working)> {
        next(task, self.image)
    }

    fn times(self: ChooseTimes, Choice(times): Choice<Times>) -> Result<Working> {
        times.fits(&self.image)?;
        Ok(Working { operation: Operation::Upscale(times), image: self.image })
    }

    fn mark(self: AskMark, Text(mark): Text<Mark>) -> Working {
        Working { operation: Operation::Watermark(mark), image: self.image }
    }

    #[invoke(timeout = "10m", retries = 2)]
    async fn work(
        self: &Working,
        key: Key,
        State(bench): State<Bench>,
        State(muse): State<Arc<dyn Muse>>,
        progress: Progress,
    ) -> Result<Outcome> {
        Ok(match &self.operation {
            Operation::Describe => Outcome::Words(muse.describe(&key, &self.image).await?),
            operation => Outcome::File(bench.work(operation, &self.image, progress).await?),
        })
    }

    #[done(work)]
    fn worked(self: Working, outcome: Outcome) -> Delivered {
        Delivered { outcome }
    }

    #[failed(work)]
    fn not_worked(self: Working, failure: Failure) -> NotDone {
        NotDone { operation: self.operation, image: self.image, reason: failure.reason().to_owned() }
    }

    /// Try again
    fn retry(self: NotDone) -> Working {
        Working { operation: self.operation, image: self.image }
    }

    /// Cancel
    #[command("/cancel")]
    fn cancel(self) -> LetBe {
        LetBe
    }

    #[view]
    fn delivered(self: &Delivered) -> View {
        match &self.outcome {
            Outcome::Words(words) => {
                View::text(Markup::from("On it: ").bold(words.clone())).argument("words", words.clone())
            }
            Outcome::File(file) => View::text("Here it is, at full quality.").photo(file.clone()).argument("words", ""),
        }
        .argument("described", usize::from(matches!(self.outcome, Outcome::Words(_))))
    }
}

/// What can be done with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Choices)]
pub enum Task {
    /// Upscale
    Upscale,
    /// Remove the background
    Background,
    /// Watermark
    Watermark,
    /// Describe
    Describe,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A file.
    File(Media),
    /// What is on it.
    Words(String),
}

impl Delivered {
    /// The file, if that is what came of it.
    pub(crate) fn into_file(self) -> Option<Media> {
        match self.outcome {
            Outcome::File(file) => Some(file),
            Outcome::Words(_) => None,
        }
    }
}

fn next(task: Task, image: Media) -> To<(ChooseTimes, AskMark, Working)> {
    match task {
        Task::Upscale => goto(ChooseTimes { image }),
        Task::Watermark => goto(AskMark { image }),
        Task::Background => goto(Working { operation: Operation::Background, image }),
        Task::Describe => goto(Working { operation: Operation::Describe, image }),
    }
}

/// The step at which this is made larger: to be begun by another workflow.
pub(crate) fn upscaling(image: Media) -> ChooseTimes {
    ChooseTimes { image }
}

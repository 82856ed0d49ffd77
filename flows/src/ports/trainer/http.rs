//! A trainer that is asked by HTTP.

use std::time::Duration;

use flows_remote::trainer::{HttpTrainer, Kind as Learned, State, Training, Url};
use flows_remote::{JobKey, RemoteError};
use workflow::prelude::*;
use workflow::{BoxFuture, Error};

use super::super::pictures::Pictures;
use super::pretend::packed;
use super::webhook::Webhook;
use super::{Lesson, Trained, Trainer};
use crate::data::{Job, Kind};

/// A trainer elsewhere: it is looked at when it tells of a change, and every half minute.
pub struct Http {
    trainer: HttpTrainer,
    pictures: Pictures,
    webhook: Option<(Url, Webhook)>,
    look: Duration,
}

const PACKING: &str = "packing the set";
const TRAINING: &str = "training";
const WAITING: &str = "waiting for others";
const NO_REASON: &str = "The trainer could not do it.";
const REFUSED: &str = "The trainer does not take this set.";
const CLOSED: &str = "The trainer is not set up as it should be: please tell who runs this bot.";

impl Http {
    /// What it says.
    pub const SAYS: [&str; 6] = [PACKING, TRAINING, WAITING, NO_REASON, REFUSED, CLOSED];

    /// This trainer, looked at every half minute.
    pub fn new(trainer: HttpTrainer, pictures: Pictures) -> Self {
        let look = Duration::from_secs(30);
        Self { trainer, pictures, webhook: None, look }
    }

    /// The same trainer, which is told to send notices to `url`, from where they get to `webhook`.
    #[must_use]
    pub fn with_webhook(mut self, url: Url, webhook: Webhook) -> Self {
        self.webhook = Some((url, webhook));
        self
    }

    /// The same trainer, looked at so often.
    #[must_use]
    pub fn looked_at_every(mut self, look: Duration) -> Self {
        self.look = look;
        self
    }

    /// How the job stands now; begun once more, if the trainer has forgotten it.
    async fn look(&self, key: &JobKey, training: &Training) -> Result<State, RemoteError> {
        match self.trainer.state(key).await {
            Err(RemoteError::NotFound { .. }) => self.trainer.begin(key, training).await,
            state => state,
        }
    }
}

impl Trainer for Http {
    fn train<'a>(&'a self, job: &'a Job, lesson: &'a Lesson, progress: Progress) -> BoxFuture<'a, Result<Trained>> {
        Box::pin(async move {
            progress.set(0.0, PACKING);
            let set = packed(&self.pictures, lesson).await?;
            let packed = self.pictures.put(set.clone()).await?.with_name(&format!("{}.zip", lesson.trigger));
            let key = JobKey::new(job.as_str());
            let training = Training {
                name: lesson.name.to_string(),
                trigger: lesson.trigger.to_string(),
                kind: match lesson.kind {
                    Kind::Style => Learned::Style,
                    Kind::Subject => Learned::Subject,
                },
                webhook: self.webhook.as_ref().map(|(url, _)| url.clone()),
                set,
            };
            let heard = self.webhook.as_ref().map(|(_, webhook)| webhook.about(&key));
            let mut state = self.trainer.begin(&key, &training).await.map_err(told)?;
            loop {
                match state {
                    State::Queued => progress.set(0.0, WAITING),
                    State::Running { part, ref message } => progress.set(part, message.as_deref().unwrap_or(TRAINING)),
                    State::Done { lora } => return Ok(Trained { file: lora.0, packed }),
                    State::Failed { message } if message.trim().is_empty() => return Err(reject(NO_REASON)),
                    State::Failed { message } => return Err(reject(message)),
                }
                match &heard {
                    // Whichever is first.
                    Some(heard) => drop(tokio::time::timeout(self.look, heard.next()).await),
                    None => tokio::time::sleep(self.look).await,
                }
                match self.look(&key, &training).await {
                    Ok(now) => state = now,
                    // A training of hours is not given up for a minute's silence.
                    Err(error) if error.is_transient() => tracing::info!(%error, "the trainer does not tell"),
                    Err(error) => return Err(told(error)),
                }
            }
        })
    }

    fn cancel<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(self.trainer.cancel(&JobKey::new(job.as_str())).await?) })
    }
}

/// A fault where another attempt may help, otherwise a rejection.
fn told(error: RemoteError) -> Error {
    if error.is_transient() {
        return error.into();
    }
    tracing::warn!(%error, "a set can't be trained");
    reject(match error {
        RemoteError::Invalid { .. } | RemoteError::Refused { .. } | RemoteError::Failed { .. } => REFUSED,
        _ => CLOSED,
    })
}

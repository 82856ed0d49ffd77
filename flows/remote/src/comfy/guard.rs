//! The jobs that this program waits for, and what happens to those it no longer waits for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::api::Api;
use crate::error::RemoteError;

/// The jobs under way, by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Jobs(Arc<Mutex<HashMap<Uuid, Weak<Job>>>>);

#[derive(Debug, Default)]
struct Job {
    /// One attempt at a time: the next one must not be taken back by the one before it.
    turn: Arc<tokio::sync::Mutex<()>>,
    is_cancelled: AtomicBool,
}

impl Jobs {
    /// Waits until no other attempt of this job is under way.
    pub(super) async fn begin(&self, api: &Api, id: Uuid) -> Guard {
        let job = {
            let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            jobs.retain(|_, job| job.strong_count() > 0);
            jobs.get(&id).and_then(Weak::upgrade).unwrap_or_else(|| {
                let job = Arc::new(Job::default());
                jobs.insert(id, Arc::downgrade(&job));
                job
            })
        };
        let turn = job.turn.clone().lock_owned().await;
        job.is_cancelled.store(false, Ordering::SeqCst);
        Guard { api: api.clone(), id, job, turn: Some(turn), queueing: None, is_armed: false }
    }

    pub(super) fn mark_cancelled(&self, id: Uuid) {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.get(&id).and_then(Weak::upgrade) {
            job.is_cancelled.store(true, Ordering::SeqCst);
        }
    }
}

/// Takes a job back on the server when it is dropped armed.
pub(super) struct Guard {
    api: Api,
    id: Uuid,
    job: Arc<Job>,
    turn: Option<OwnedMutexGuard<()>>,
    queueing: Option<JoinHandle<Result<(), RemoteError>>>,
    is_armed: bool,
}

impl Guard {
    pub(super) fn is_cancelled(&self) -> bool {
        self.job.is_cancelled.load(Ordering::SeqCst)
    }

    /// From now on the server may have the job.
    pub(super) fn arm(&mut self) {
        self.is_armed = true;
    }

    /// The job is over, or is left for another attempt.
    pub(super) fn disarm(&mut self) {
        self.is_armed = false;
    }

    /// Queues the job. The request is made by a task of its own: if it were dropped on its way, nobody would know whether
    /// the server has got it.
    pub(super) async fn queue_up(
        &mut self,
        graph: serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), RemoteError> {
        let (api, id) = (self.api.clone(), self.id);
        self.arm();
        let queueing = self.queueing.insert(tokio::spawn(async move { api.queue_up(id, &graph).await }));
        let queued = queueing.await;
        self.queueing = None;
        queued.unwrap_or_else(|error| Err(self.api.server.garbled(error)))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Without a runtime the program is ending: the next attempt finds the job.
        let (true, Ok(runtime)) = (self.is_armed, tokio::runtime::Handle::try_current()) else { return };
        let (api, id, job, turn) = (self.api.clone(), self.id, self.job.clone(), self.turn.take());
        let queueing = self.queueing.take();
        runtime.spawn(async move {
            if let Some(queueing) = queueing {
                // Whatever came of it: the job is taken back.
                drop(queueing.await);
            }
            for wait in [1, 5, 25, 0] {
                match api.take_back(id).await {
                    Err(error) if error.is_transient() && wait > 0 => {
                        tokio::time::sleep(Duration::from_secs(wait)).await
                    }
                    Err(error) => {
                        tracing::warn!(%id, %error, "a job that nobody waits for could not be taken back");
                        break;
                    }
                    Ok(()) => break,
                }
            }
            drop((turn, job));
        });
    }
}

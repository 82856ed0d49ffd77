//! The work and the effects that are under way in this process.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinSet};

use crate::core::session::{Revision, SessionId, Visit};
use crate::store::{EffectId, Record, WorkId};

/// The work and the effects that are under way in this process, as tasks that end with it.
pub(super) struct Jobs {
    running: Mutex<Running>,
    places: Arc<Semaphore>,
    /// Effects have places of their own: long work must not hold them up.
    effects: Arc<Semaphore>,
}

#[derive(Default)]
struct Running {
    /// By session, so that leaving a step costs no more when there is much to do.
    jobs: HashMap<SessionId, Vec<Job>>,
    /// All of them; those that were aborted too, until they have ended.
    tasks: JoinSet<()>,
    stopped: bool,
}

struct Job {
    id: JobId,
    task: AbortHandle,
}

/// Names what is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobId {
    /// It ends when its step is left.
    Work(WorkId),
    /// It is done whatever becomes of the session.
    Effect(EffectId),
}

impl JobId {
    fn session(self) -> SessionId {
        match self {
            Self::Work(id) => id.visit.session,
            Self::Effect(id) => id.visit.session,
        }
    }

    /// The visit that it ends with.
    fn of_visit(self) -> Option<Visit> {
        match self {
            Self::Work(id) => Some(id.visit),
            Self::Effect(_) => None,
        }
    }
}

impl Jobs {
    /// So many pieces of work and so many effects do something at once.
    pub(super) fn new(work: usize, effects: usize) -> Self {
        let places = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Self { running: Mutex::default(), places: places(work), effects: places(effects) }
    }

    /// Waits for a place to do a piece of work.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).acquire_owned().await.ok()
    }

    /// Waits for a place to do an effect.
    pub(super) async fn effect_place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.effects).acquire_owned().await.ok()
    }

    /// Begins the job, unless it is under way or all has been stopped. Whoever does it calls [`Jobs::done`] at its end.
    pub(super) fn begin(&self, id: JobId, work: impl Future<Output = ()> + Send + 'static) {
        let mut running = self.running();
        let is_running = |jobs: &Vec<Job>| jobs.iter().any(|job| job.id == id);
        if running.jobs.get(&id.session()).is_some_and(is_running) {
            return;
        }
        if let Some(task) = running.spawn(work) {
            running.jobs.entry(id.session()).or_default().push(Job { id, task });
        }
    }

    /// Does something that ends with the process, unless all has been stopped.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.running().spawn(task);
    }

    /// Whether work of this visit is under way.
    pub(super) fn has_work(&self, visit: Visit) -> bool {
        let of_visit = |jobs: &Vec<Job>| jobs.iter().any(|job| job.id.of_visit() == Some(visit));
        self.running().jobs.get(&visit.session).is_some_and(of_visit)
    }

    /// Forgets the job: it is over.
    pub(super) fn done(&self, id: JobId) {
        self.remove(id.session(), |job| job.id == id);
    }

    /// Ends the work of the session's visits that began at `since` or later: they are over.
    pub(super) fn leave(&self, session: SessionId, since: Revision) {
        self.end(session, |visit| visit.revision >= since);
    }

    /// Ends the work of all visits that are over when the session stands like this.
    pub(super) fn leave_but(&self, record: &Record) {
        self.end(record.session, |visit| record.depth_of(visit).is_none());
    }

    /// Ends all, waits until it has ended, and begins no more.
    pub(super) async fn stop(&self) {
        let mut tasks = {
            let mut running = self.running();
            running.stopped = true;
            running.jobs.clear();
            std::mem::take(&mut running.tasks)
        };
        tasks.shutdown().await;
    }

    fn end(&self, session: SessionId, is_over: impl Fn(Visit) -> bool) {
        for job in self.remove(session, |job| job.id.of_visit().is_some_and(&is_over)) {
            job.task.abort();
        }
    }

    fn remove(&self, session: SessionId, is_over: impl Fn(&Job) -> bool) -> Vec<Job> {
        let mut running = self.running();
        let Entry::Occupied(mut jobs) = running.jobs.entry(session) else { return Vec::new() };
        let removed = jobs.get_mut().extract_if(.., |job| is_over(job)).collect();
        if jobs.get().is_empty() {
            jobs.remove();
        }
        removed
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) -> Option<AbortHandle> {
        if self.stopped {
            return None;
        }
        while let Some(ended) = self.tasks.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                tracing::error!("a job panicked");
            }
        }
        Some(self.tasks.spawn(task))
    }
}

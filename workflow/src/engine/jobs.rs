//! The pieces of work that are under way in this process.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinSet};

use crate::core::session::{SessionId, Visit};
use crate::store::WorkId;

/// The pieces of work that are under way in this process, as tasks that end with it.
pub(super) struct Jobs {
    running: Mutex<Running>,
    places: Arc<Semaphore>,
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
    id: WorkId,
    task: AbortHandle,
}

impl Jobs {
    /// So many of them do something at once.
    pub(super) fn new(places: usize) -> Self {
        Self { running: Mutex::default(), places: Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS))) }
    }

    /// Waits for a place to do something.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).acquire_owned().await.ok()
    }

    /// Begins the work, unless it is under way or all has been stopped. Whoever does it calls [`Jobs::done`] at its end.
    pub(super) fn begin(&self, id: WorkId, work: impl Future<Output = ()> + Send + 'static) {
        let mut running = self.running();
        let is_running = |jobs: &Vec<Job>| jobs.iter().any(|job| job.id == id);
        if running.stopped || running.jobs.get(&id.visit.session).is_some_and(is_running) {
            return;
        }
        while let Some(ended) = running.tasks.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                tracing::error!("a job panicked");
            }
        }
        let task = running.tasks.spawn(work);
        running.jobs.entry(id.visit.session).or_default().push(Job { id, task });
    }

    /// Forgets the work: it is over.
    pub(super) fn done(&self, id: WorkId) {
        self.remove(id.visit.session, |job| job.id == id);
    }

    /// Ends the work of a visit that is over.
    pub(super) fn leave(&self, visit: Visit) {
        self.end(visit.session, |job| job.id.visit == visit);
    }

    /// Ends the work of all other visits of the session.
    pub(super) fn leave_but(&self, visit: Visit) {
        self.end(visit.session, |job| job.id.visit != visit);
    }

    /// Ends all work, waits until it has ended, and begins no more.
    pub(super) async fn stop(&self) {
        let mut tasks = {
            let mut running = self.running();
            running.stopped = true;
            running.jobs.clear();
            std::mem::take(&mut running.tasks)
        };
        tasks.shutdown().await;
    }

    fn end(&self, session: SessionId, is_over: impl Fn(&Job) -> bool) {
        for job in self.remove(session, is_over) {
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

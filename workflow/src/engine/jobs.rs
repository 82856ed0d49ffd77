//! What this process does of what is pending: as tasks that end with it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::{AbortHandle, JoinSet};

use crate::core::session::{Revision, SessionId, Visit};
use crate::store::{Claim, PendingId, PendingKind, Record};

/// What this process does of what is pending.
#[derive(Default)]
pub(super) struct Jobs {
    running: Mutex<Running>,
}

#[derive(Default)]
struct Running {
    /// By session, so that leaving a step costs no more when there is much to do.
    jobs: HashMap<SessionId, Vec<Job>>,
    /// How many there are of each line.
    of_line: HashMap<usize, usize>,
    /// All tasks; those that were aborted too, until they have ended.
    tasks: JoinSet<()>,
    begun: u64,
    stopped: bool,
    /// What was claimed after all had been stopped.
    unwanted: Vec<Claim>,
}

struct Job {
    id: PendingId,
    /// Another one may do the same later: each has a number of its own.
    number: u64,
    /// The line that it was taken from.
    line: usize,
    held: Held,
    task: AbortHandle,
}

/// The claim by which something is done. When this process claims it once more meanwhile, it is by that claim.
#[derive(Debug, Clone)]
pub(super) struct Held {
    id: PendingId,
    number: Arc<AtomicU64>,
}

impl Held {
    pub(super) fn claim(&self) -> Claim {
        Claim { id: self.id, number: self.number.load(Ordering::SeqCst) }
    }
}

/// Names a job, until it is over.
#[derive(Debug, Clone, Copy)]
pub(super) struct JobId {
    id: PendingId,
    number: u64,
}

impl Jobs {
    /// Begins what was claimed from the line at this position, unless all has been stopped. What is under way already goes
    /// on, by the new claim. Whoever does it calls [`Jobs::over`] when it is done, and [`Jobs::done`] at its end.
    pub(super) fn begin<F>(&self, claim: Claim, line: usize, job: impl FnOnce(JobId, Held) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut running = self.running();
        let id = claim.id;
        if running.stopped {
            // Not even made: a job that is dropped here would want the lock to tell that it is over.
            running.unwanted.push(claim);
            return;
        }
        let jobs = running.jobs.get(&id.visit.session).into_iter().flatten();
        if let Some(under_way) = jobs.into_iter().find(|job| job.id == id) {
            under_way.held.number.store(claim.number, Ordering::SeqCst);
            return;
        }
        running.begun += 1;
        let number = running.begun;
        let held = Held { id, number: Arc::new(AtomicU64::new(claim.number)) };
        let task = running.spawn(job(JobId { id, number }, held.clone()));
        *running.of_line.entry(line).or_default() += 1;
        running.jobs.entry(id.visit.session).or_default().push(Job { id, number, line, held, task });
    }

    /// Does something that ends with the process, unless all has been stopped.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut running = self.running();
        if !running.stopped {
            running.spawn(task);
        }
    }

    /// How many there are of each line.
    pub(super) fn of_lines(&self) -> HashMap<usize, usize> {
        self.running().of_line.clone()
    }

    /// The claims by which something is done.
    pub(super) fn held(&self) -> Vec<Claim> {
        self.running().jobs.values().flatten().map(|job| job.held.claim()).collect()
    }

    /// Forgets the job, as nothing is to be done by the claim `by` any more: unless it was claimed once more meanwhile. Then
    /// gives the new claim.
    pub(super) fn over(&self, JobId { id, number }: JobId, by: Claim) -> Option<Claim> {
        let mut claimed = None;
        self.remove(id.visit.session, |job| {
            let is_it = job.number == number;
            if is_it {
                claimed = Some(job.held.claim()).filter(|claim| *claim != by);
            }
            is_it && claimed.is_none()
        });
        claimed
    }

    /// Forgets the job: it has ended, however that was.
    pub(super) fn done(&self, JobId { id, number }: JobId) {
        self.remove(id.visit.session, |job| job.number == number);
    }

    /// Ends what is done by a claim that is over.
    pub(super) fn lose(&self, claim: Claim) {
        self.end(claim.id.visit.session, |job| job.held.claim() == claim);
    }

    /// Ends the work of the session's visits that began at `since` or later: they are over.
    pub(super) fn leave(&self, session: SessionId, since: Revision) {
        self.end(session, |job| job.is_work() && job.id.visit.revision >= since);
    }

    /// Ends the work of all visits that are over when the session stands like this.
    pub(super) fn leave_but(&self, record: &Record) {
        let is_over = |visit: Visit| record.depth_of(visit).is_none();
        self.end(record.session, |job| job.is_work() && is_over(job.id.visit));
    }

    /// Ends all, waits until it has ended, and begins no more. Gives the claims by which it was done, or would have been.
    pub(super) async fn stop(&self) -> Vec<Claim> {
        let (jobs, mut tasks) = {
            let mut running = self.running();
            running.stopped = true;
            (std::mem::take(&mut running.jobs), std::mem::take(&mut running.tasks))
        };
        tasks.shutdown().await;
        let unwanted = std::mem::take(&mut self.running().unwanted);
        jobs.values().flatten().map(|job| job.held.claim()).chain(unwanted).collect()
    }

    fn end(&self, session: SessionId, is_over: impl Fn(&Job) -> bool) {
        for job in self.remove(session, is_over) {
            job.task.abort();
        }
    }

    fn remove(&self, session: SessionId, mut is_over: impl FnMut(&Job) -> bool) -> Vec<Job> {
        let mut running = self.running();
        let Entry::Occupied(mut jobs) = running.jobs.entry(session) else { return Vec::new() };
        let removed: Vec<Job> = jobs.get_mut().extract_if(.., |job| is_over(job)).collect();
        if jobs.get().is_empty() {
            jobs.remove();
        }
        for job in &removed {
            if let Some(count) = running.of_line.get_mut(&job.line) {
                *count = count.saturating_sub(1);
            }
        }
        removed
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    /// Work ends with its visit. An effect is done whatever becomes of the session, and a timer ends the visit itself.
    fn is_work(&self) -> bool {
        self.id.kind == PendingKind::Work
    }
}

impl Running {
    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        while let Some(ended) = self.tasks.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                tracing::error!("a job panicked");
            }
        }
        self.tasks.spawn(task)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use futures_util::FutureExt as _;

    use super::*;

    fn claim(number: u64) -> Claim {
        let visit = Visit { session: SessionId::new(uuid::Uuid::nil()), revision: Revision::ZERO };
        Claim { id: PendingId { visit, kind: PendingKind::Effect, index: 0 }, number }
    }

    /// A job that tells at its end that it is over, however it ends.
    fn begin(jobs: &Arc<Jobs>, claim: Claim) {
        struct Over(Arc<Jobs>, JobId);
        impl Drop for Over {
            fn drop(&mut self) {
                self.0.done(self.1);
            }
        }
        jobs.begin(claim, 0, |id, _| {
            let over = Over(Arc::clone(jobs), id);
            async move {
                std::future::pending::<()>().await;
                drop(over);
            }
        });
    }

    #[test]
    fn g12_what_is_claimed_while_all_is_stopped_is_not_begun_but_given_back() {
        let (ended, has_ended) = mpsc::channel();
        // On a thread of its own: what goes wrong here waits for itself, for ever.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let given_back = runtime.block_on(async {
                let jobs = Arc::new(Jobs::default());
                begin(&jobs, claim(1));
                let stopping = jobs.stop();
                let mut stopping = std::pin::pin!(stopping);
                assert!((&mut stopping).now_or_never().is_none());
                begin(&jobs, claim(7));
                let given_back = stopping.await;
                assert!(jobs.held().is_empty());
                given_back
            });
            ended.send(given_back).unwrap();
        });
        let given_back = has_ended.recv_timeout(Duration::from_secs(60)).expect("it ends");
        assert_eq!(given_back, [claim(1), claim(7)]);
    }
}

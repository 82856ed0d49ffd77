//! What is pending is claimed as there is room for it, and done by a job: what waits costs no memory. One loop that knows
//! when the next thing is due, for work, timers and effects; and one that renews the claims on what takes its time.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::attempt::STORE_RETRY;
use super::clock::{Clock, later};
use super::jobs::{Held, JobId};
use super::served::Served;
use super::{Limits, Shared, effects, timers, work};
use crate::core::graph::Trigger;
use crate::store::{Asks, Claim, Pending, PendingKind, Postponed, Queue, StoreError, Wanted};

/// What can be claimed here, and when the next of it is due.
pub(super) struct Claims {
    lines: Vec<Line>,
    /// How much is done at once, of each kind.
    most: [(PendingKind, usize); 3],
    /// When the loop looks again, in milliseconds; whatever is asked for while it looks is sooner than what it knows.
    next: AtomicI64,
    /// Whether more could be claimed if there were room.
    is_full: AtomicBool,
    nudge: Notify,
}

/// What is pending because of one function.
struct Line {
    kind: PendingKind,
    workflow: &'static str,
    name: &'static str,
    /// How much of it is done at once.
    most: usize,
}

/// How many functions of this name may be done at once, of work or an effect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Concurrency {
    pub(super) workflow: &'static str,
    pub(super) name: &'static str,
    pub(super) most: usize,
}

/// So many timers are fired at once.
const TIMERS: usize = 64;
/// What was due while no program ran must not hold up people who are here: so many timers of that at once …
const OVERDUE: usize = 32;
/// … and then none for so long.
const PAUSE: Duration = Duration::from_millis(50);
/// A clock that is set, a machine that slept, and what other engines left are found out after so long.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

impl Claims {
    /// What these workflows can do.
    pub(super) fn new(served: &[Box<dyn Served>], limits: &Limits, concurrency: &[Concurrency]) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for graph in served.iter().map(|served| served.graph()) {
            let after = graph.edges().iter().filter(|edge| matches!(edge.trigger, Trigger::After(_)));
            let names = graph.work().iter().map(|work| (PendingKind::Work, work.name));
            let names = names.chain(after.map(|edge| (PendingKind::Timer, edge.name)));
            for (kind, name) in names.chain(graph.effects().iter().map(|effect| (PendingKind::Effect, effect.name))) {
                let is_it = |line: &Line| (line.kind, line.workflow, line.name) == (kind, graph.name(), name);
                // Two steps may have functions of one name.
                if !lines.iter().any(is_it) {
                    let limited = |of: &&Concurrency| (of.workflow, of.name) == (graph.name(), name);
                    let most = concurrency.iter().rev().find(limited).filter(|_| kind != PendingKind::Timer);
                    let most = most.map_or(usize::MAX, |of| of.most);
                    lines.push(Line { kind, workflow: graph.name(), name, most });
                }
            }
        }
        Self {
            lines,
            most: [
                (PendingKind::Work, limits.work),
                (PendingKind::Timer, TIMERS),
                (PendingKind::Effect, limits.effects),
            ],
            next: AtomicI64::new(i64::MAX),
            is_full: AtomicBool::new(false),
            nudge: Notify::new(),
        }
    }

    /// Whether work or an effect of this name is done here.
    pub(super) fn has(&self, workflow: &str, name: &str) -> bool {
        let is_it = |line: &Line| line.kind != PendingKind::Timer && (line.workflow, line.name) == (workflow, name);
        self.lines.iter().any(is_it)
    }

    /// Tells the loop of what a move asked for.
    pub(super) fn asked(&self, asks: &[Asks]) {
        let first = asks.iter().map(|asks| asks.due.as_millisecond()).min();
        if first.is_some_and(|first| first < self.next.load(Ordering::SeqCst)) {
            self.look();
        }
    }

    /// Has the loop look again.
    pub(super) fn look(&self) {
        self.nudge.notify_one();
    }

    /// A job is over: there is room.
    fn has_room(&self) {
        if self.is_full.load(Ordering::SeqCst) {
            self.look();
        }
    }

    fn line_of(&self, pending: &Pending) -> Option<usize> {
        let is_it = |line: &Line| {
            line.kind == pending.id.kind && line.workflow == pending.workflow && line.name == pending.name
        };
        self.lines.iter().position(is_it)
    }
}

/// Runs both loops until the engine is gone.
pub(super) fn start(shared: &Arc<Shared>) {
    // The loops must not keep the engine: they end with the jobs.
    let looking = Looking {
        shared: Arc::downgrade(shared),
        clock: Arc::clone(&shared.clock),
        claims: Arc::clone(&shared.claims),
        started: shared.now(),
        pause: None,
    };
    shared.jobs.spawn(looking.run());
    shared.jobs.spawn(renew(Arc::downgrade(shared), shared.limits.lease / 3));
}

struct Looking {
    shared: Weak<Shared>,
    clock: Arc<dyn Clock>,
    claims: Arc<Claims>,
    started: Timestamp,
    /// Until when no timers are fired.
    pause: Option<Instant>,
}

impl Looking {
    async fn run(mut self) {
        loop {
            self.claims.next.store(i64::MAX, Ordering::SeqCst);
            self.claims.is_full.store(true, Ordering::SeqCst);
            let next = match self.look().await {
                Ok(next) => next,
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "what is pending can't be read");
                    tokio::time::sleep(STORE_RETRY).await;
                    continue;
                }
            };
            let next_due = async {
                match next {
                    Some(next) => self.clock.sleep_until(next).await,
                    None => std::future::pending().await,
                }
            };
            let longest = self.pause.unwrap_or_else(|| Instant::now() + LONGEST_SLEEP);
            tokio::select! {
                () = next_due => {}
                () = self.claims.nudge.notified() => {}
                () = tokio::time::sleep_until(longest) => {}
            }
        }
    }

    /// Claims what is due, as far as there is room, and begins it. Tells when the next is due that there is room for.
    async fn look(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let Some(shared) = self.shared.upgrade() else { return Err(StoreError::Closed) };
        self.pause = self.pause.filter(|pause| *pause > Instant::now());
        let (wanted, mut is_full) = self.wanted(&shared);
        let now = shared.now();
        let claimed = shared.store.claim(wanted, now, later(now, shared.limits.lease)).await?;
        let is_overdue =
            |it: &Pending| it.id.kind == PendingKind::Timer && it.due.is_some_and(|due| due < self.started);
        if claimed.pending.iter().any(is_overdue) {
            self.pause = Some(Instant::now() + PAUSE);
        }
        for pending in claimed.pending {
            begin(&shared, pending);
        }
        // What is due and was not claimed waits for room.
        let next = claimed.next.filter(|next| *next > now);
        is_full |= claimed.next != next;
        self.claims.is_full.store(is_full, Ordering::SeqCst);
        self.claims.next.store(next.map_or(i64::MAX, Timestamp::as_millisecond), Ordering::SeqCst);
        Ok(next)
    }

    /// What there is room for, and whether there is none for something.
    fn wanted(&self, shared: &Shared) -> (Vec<Wanted>, bool) {
        let under_way = shared.jobs.of_lines();
        let mut is_full = false;
        let mut all = Vec::new();
        for (kind, most) in self.claims.most {
            let lines = self.claims.lines.iter().enumerate().filter(|(_, line)| line.kind == kind);
            let lines = lines.map(|(at, line)| (line, under_way.get(&at).copied().unwrap_or_default()));
            let count: usize = lines.clone().map(|(_, count)| count).sum();
            let most = match kind {
                PendingKind::Timer if self.pause.is_some() => 0,
                PendingKind::Timer => most.saturating_sub(count).min(OVERDUE),
                PendingKind::Work | PendingKind::Effect => most.saturating_sub(count),
            };
            let queues: Vec<Queue> = lines
                .map(|(line, count)| Queue {
                    workflow: line.workflow,
                    name: line.name,
                    most: line.most.saturating_sub(count).min(most),
                })
                .collect();
            is_full |= queues.iter().any(|queue| queue.most == 0);
            let queues: Vec<Queue> = queues.into_iter().filter(|queue| queue.most > 0).collect();
            if !queues.is_empty() {
                all.push(Wanted { kind, most, queues });
            }
        }
        (all, is_full)
    }
}

/// How something stands when its job is over.
pub(super) enum After {
    /// All is told that is to be told, or it is left to whoever claims it next.
    Nothing,
    /// It is done.
    Done,
    /// It is to be tried again, or given up.
    Again(Postponed),
}

/// Does what was claimed.
fn begin(shared: &Arc<Shared>, pending: Pending) {
    let Some(line) = shared.claims.line_of(&pending) else { return };
    shared.jobs.begin(pending.claim(), line, |id, held| {
        let over = Over { shared: Arc::clone(shared), id };
        async move {
            let shared = &over.shared;
            let begun_by = held.claim();
            let after = match pending.id.kind {
                PendingKind::Work => work::run(shared, pending, &held).await,
                PendingKind::Timer => timers::fire(shared, pending, &held).await,
                PendingKind::Effect => effects::run(shared, pending).await,
            };
            end(shared, over.id, &held, begun_by, after).await;
        }
    });
}

/// Keeps how it stands. What was claimed once more while it was done here is kept by the new claim; or if it was kept before
/// that, it is given back, to be done again.
async fn end(shared: &Shared, id: JobId, held: &Held, begun_by: Claim, after: After) {
    let (mut claim, mut is_kept) = match &after {
        After::Nothing => (begun_by, true),
        after => keep(shared, held, after).await,
    };
    while let Some(newer) = shared.jobs.over(id, claim) {
        if is_kept {
            give_back(shared, newer).await;
            claim = newer;
        } else {
            (claim, is_kept) = keep(shared, held, &after).await;
        }
    }
}

/// It was claimed once more while it was done here: by now it may be done, or due again.
async fn give_back(shared: &Shared, claim: Claim) {
    match shared.store.renew(vec![claim], shared.now()).await {
        Ok(_) => shared.claims.look(),
        Err(error) => tracing::warn!(key = %claim.id.key(), %error, "a claim is not given back: it runs out"),
    }
}

/// Forgets the job at its end, however it ends.
struct Over {
    shared: Arc<Shared>,
    id: JobId,
}

impl Drop for Over {
    fn drop(&mut self) {
        self.shared.jobs.done(self.id);
        self.shared.claims.has_room();
    }
}

/// Keeps how it stands. Gives the claim by which that was tried, and whether that was held; what is not kept is done once more
/// when the claim has run out.
async fn keep(shared: &Shared, held: &Held, after: &After) -> (Claim, bool) {
    loop {
        let claim = held.claim();
        let kept = match after {
            After::Again(how) => shared.store.postpone(claim, how.clone()).await,
            After::Done => shared.store.finish(claim).await,
            After::Nothing => Ok(true),
        };
        match kept {
            Ok(is_kept) => {
                if let After::Again(Postponed { due: Some(due), .. }) = after
                    && due.as_millisecond() < shared.claims.next.load(Ordering::SeqCst)
                {
                    shared.claims.look();
                }
                return (claim, is_kept);
            }
            Err(StoreError::Closed) => return (claim, true),
            Err(error) => {
                tracing::error!(key = %claim.id.key(), %error, "how it stands is not kept yet");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}

/// Renews all claims now and then; what is done by one that is over is ended.
async fn renew(shared: Weak<Shared>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let Some(shared) = shared.upgrade() else { return };
        let held = shared.jobs.held();
        if held.is_empty() {
            continue;
        }
        match shared.store.renew(held, later(shared.now(), shared.limits.lease)).await {
            Ok(over) => over.into_iter().for_each(|claim| shared.jobs.lose(claim)),
            Err(StoreError::Closed) => return,
            Err(error) => tracing::error!(%error, "claims are not renewed"),
        }
    }
}

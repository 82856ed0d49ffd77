//! When the writer waits for more commits before the `fsync` that they share, and when it does not.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;

/// Whoever was answered by the last `fsync` is likely to come back at once, and a batch that goes without them makes them
/// wait for the one after it. But when there are so many that an `fsync` hardly counts, nobody is waited for: the turns that
/// are to come need the processor.
pub(super) struct Pace {
    /// How many are likely to come: those who were answered last, and those who came meanwhile.
    expected: usize,
    /// How long to wait for one more.
    patience: Duration,
    /// What a commit takes that has little to write.
    quickest: Duration,
}

/// How many commits share a transaction at the most, so that the first of them is not kept waiting for long.
const BATCH: usize = 1024;
/// How long to wait for one more at the least, and at the most.
const PATIENCE: (Duration, Duration) = (Duration::from_micros(50), Duration::from_micros(500));
/// How long to stay awake for the first of the next batch: to be woken takes as long.
const AWAKE: Duration = Duration::from_micros(200);
/// An `fsync` hardly counts when to write all who are expected takes this many times as long.
const HARDLY: f64 = 4.0;

impl Pace {
    pub(super) fn new() -> Self {
        Self { expected: 1, patience: PATIENCE.0, quickest: Duration::MAX }
    }

    /// Learns from a batch of `count` that took `fill` to write and `commit` to commit, while `queued` others came.
    pub(super) fn learn(&mut self, count: usize, queued: usize, fill: Duration, commit: Duration) {
        // Forgets slowly: the disk may have become slower.
        self.quickest = commit.min(self.quickest.saturating_add(self.quickest / 16));
        self.expected = count + queued;
        let all_take = fill.as_secs_f64() * self.expected as f64 / count.max(1) as f64;
        let hardly = all_take > self.quickest.as_secs_f64() * HARDLY;
        self.patience = if hardly { Duration::ZERO } else { (self.quickest / 4).clamp(PATIENCE.0, PATIENCE.1) };
    }

    /// The first of a batch; `None` when there will be no more.
    pub(super) fn first<T>(&self, queue: &mut Receiver<T>) -> Option<T> {
        wait(queue, AWAKE).or_else(|| queue.blocking_recv())
    }

    /// Adds to the batch whatever is there; when nothing is, what is likely to come, if it comes soon.
    pub(super) fn fill<T>(&self, queue: &mut Receiver<T>, batch: &mut Vec<T>) {
        if batch.len() < self.expected.min(BATCH) {
            batch.extend(wait(queue, self.patience));
        }
        while batch.len() < BATCH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
    }
}

/// The next one, if it comes in so short a time that sleeping would take longer.
fn wait<T>(queue: &mut Receiver<T>, patience: Duration) -> Option<T> {
    if let Ok(next) = queue.try_recv() {
        return Some(next);
    }
    let start = Instant::now();
    while start.elapsed() < patience {
        std::thread::yield_now();
        if let Ok(next) = queue.try_recv() {
            return Some(next);
        }
    }
    None
}

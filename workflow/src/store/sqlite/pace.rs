//! When the writer waits for more commits before the `fsync` that they share.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;

/// Whoever was answered by the last `fsync` is likely to come back at once, and a batch that goes without them makes them
/// wait for the one after it.
pub(super) struct Pace {
    /// How many are likely to come: those who were answered last, and those who came meanwhile.
    expected: usize,
    /// How long to wait for one more.
    patience: Duration,
}

/// How long to wait for one more at the least, and at the most.
const PATIENCE: (Duration, Duration) = (Duration::from_micros(50), Duration::from_micros(500));

impl Pace {
    pub(super) const fn new() -> Self {
        Self { expected: 1, patience: PATIENCE.0 }
    }

    /// Learns from a batch that took `sync` to commit, and after which `expected` are likely to come.
    pub(super) fn learn(&mut self, expected: usize, sync: Duration) {
        *self = Self { expected, patience: (sync / 4).clamp(PATIENCE.0, PATIENCE.1) };
    }

    /// The first of a batch; `None` when there will be no more.
    pub(super) fn first<T>(&self, queue: &mut Receiver<T>) -> Option<T> {
        // To be woken takes longer than whoever was just answered needs to come back.
        self.next(queue, 0).or_else(|| queue.blocking_recv())
    }

    /// One more after `count`, if it is there or likely to come.
    pub(super) fn next<T>(&self, queue: &mut Receiver<T>, count: usize) -> Option<T> {
        let mut next = queue.try_recv().ok();
        if next.is_none() && count < self.expected {
            let start = Instant::now();
            while next.is_none() && start.elapsed() < self.patience {
                std::thread::yield_now();
                next = queue.try_recv().ok();
            }
        }
        next
    }
}

//! When the writer waits for more commits before the `fsync` that they share, and when it does not.

use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;

/// Whoever was answered by the last `fsync` is likely to come back at once, and a batch that goes without them makes them
/// wait for the one after it. When there are so many that to write them takes longer than the `fsync`, they go in two
/// groups instead: one is written while the other is synced.
pub(super) struct Pace {
    /// How many are likely to come for one batch.
    expected: usize,
    /// How long to wait for one more.
    patience: Duration,
    /// What a sync takes that has little to write.
    quickest: Duration,
    goes_on: bool,
}

/// How many commits share a transaction at the most, so that the first of them is not kept waiting for long.
const BATCH: usize = 1024;
/// How long to wait for one more at the least, and at the most.
const PATIENCE: (Duration, Duration) = (Duration::from_micros(50), Duration::from_micros(500));
/// How long to stay awake for the first of the next batch: to be woken takes as long.
const AWAKE: Duration = Duration::from_micros(200);
/// So few are answered sooner by one sync than by two.
const FEW: usize = 8;
/// A sync that takes no longer is over before another thread is awake.
const SHORT: Duration = Duration::from_micros(20);

/// What comes of waiting for the first of a batch.
pub(super) enum First<T> {
    Came(T),
    /// Nothing has come for so long.
    Idle,
    /// There will be no more.
    Closed,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { expected: 1, patience: PATIENCE.0, quickest: Duration::MAX, goes_on: false }
    }

    /// Whether the next batch is written while this one is synced.
    pub(super) fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// Learns from a batch of `count` that took `write` to write while `all` waited; the last sync took `sync`.
    pub(super) fn learn(&mut self, count: usize, all: usize, write: Duration, sync: Duration) {
        // Forgets slowly: the disk may have become slower.
        self.quickest = sync.min(self.quickest.saturating_add(self.quickest / 16));
        let all = all.max(count);
        let all_take = write.as_secs_f64() * all as f64 / count.max(1) as f64;
        self.goes_on = all > FEW && self.quickest > SHORT && all_take > self.quickest.as_secs_f64();
        self.expected = if self.goes_on { all / 2 } else { all };
        self.patience = (self.quickest / 4).clamp(PATIENCE.0, PATIENCE.1);
    }

    /// The first of a batch, if it comes before it is `idle` for so long.
    pub(super) fn first<T>(&self, queue: &mut Receiver<T>, idle: Option<Duration>) -> First<T> {
        if let Some(first) = wait(queue, AWAKE) {
            return First::Came(first);
        }
        let first = match idle {
            Some(idle) => receive(queue, idle),
            None => Some(queue.blocking_recv()),
        };
        first.map_or(First::Idle, |first| first.map_or(First::Closed, First::Came))
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

/// The next one, or the end, if it comes in time.
fn receive<T>(queue: &mut Receiver<T>, time: Duration) -> Option<Option<T>> {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let until = Instant::now() + time;
    loop {
        if let Poll::Ready(next) = queue.poll_recv(&mut Context::from_waker(&waker)) {
            return Some(next);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        std::thread::park_timeout(left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYNC: Duration = Duration::from_micros(200);

    fn learned(all: usize, write: Duration, sync: Duration) -> Pace {
        let mut pace = Pace::new();
        pace.learn(all, all, write, sync);
        pace
    }

    #[test]
    fn the_writer_goes_on_when_to_write_takes_longer_than_to_sync() {
        let pace = learned(256, SYNC * 10, SYNC);
        assert_eq!((pace.goes_on(), pace.expected), (true, 128));
        let pace = learned(256, SYNC / 2, SYNC);
        assert_eq!((pace.goes_on(), pace.expected), (false, 256));
    }

    #[test]
    fn few_share_one_sync() {
        let pace = learned(FEW, SYNC * 10, SYNC);
        assert_eq!((pace.goes_on(), pace.expected), (false, FEW));
    }

    #[test]
    fn a_sync_that_takes_no_time_is_left_to_nobody_else() {
        assert!(!learned(256, SYNC, Duration::ZERO).goes_on());
    }

    #[test]
    fn a_disk_that_became_slower_is_noticed() {
        let mut pace = learned(256, SYNC * 2, SYNC);
        (0..100).for_each(|_| pace.learn(256, 256, SYNC * 2, SYNC * 10));
        assert_eq!((pace.goes_on(), pace.quickest), (false, SYNC * 10));
    }
}

//! A clock that stands still, and knows what waits for it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::core::dispatch::BoxFuture;
use crate::engine::Clock;

/// Clones are one clock.
#[derive(Clone)]
pub(super) struct VirtualClock {
    now: Arc<watch::Sender<Timestamp>>,
    sleepers: Arc<Mutex<Sleepers>>,
}

#[derive(Default)]
struct Sleepers {
    due: BTreeSet<(Timestamp, u64)>,
    slept: u64,
}

/// Forgets its sleeper when it wakes or goes.
struct Sleeper {
    clock: VirtualClock,
    name: (Timestamp, u64),
}

impl VirtualClock {
    /// A clock that stands at the beginning of 2026.
    pub(super) fn new() -> Self {
        let begin = Timestamp::from_second(1_767_225_600).unwrap_or_default();
        Self { now: Arc::new(watch::Sender::new(begin)), sleepers: Arc::default() }
    }

    /// When the next sleeper up to `end` wakes.
    pub(super) fn next(&self, end: Timestamp) -> Option<Timestamp> {
        let now = self.now();
        let sleepers = self.sleepers();
        sleepers.due.iter().map(|(due, _)| *due).find(|due| *due > now).filter(|due| *due <= end)
    }

    pub(super) fn set(&self, now: Timestamp) {
        self.now.send_replace(now);
    }

    /// So much later than now; the last time that there is, when there is no such.
    pub(super) fn after(&self, time: Duration) -> Timestamp {
        self.now().checked_add(time).unwrap_or(Timestamp::MAX)
    }

    fn sleepers(&self) -> MutexGuard<'_, Sleepers> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    fn sleep_until(&self, due: Timestamp) -> BoxFuture<'static, ()> {
        let mut now = self.now.subscribe();
        let sleeper = {
            let mut sleepers = self.sleepers();
            sleepers.slept += 1;
            let name = (due, sleepers.slept);
            sleepers.due.insert(name);
            Sleeper { clock: self.clone(), name }
        };
        Box::pin(async move {
            let _sleeper = sleeper;
            if now.wait_for(|now| *now >= due).await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.clock.sleepers().due.remove(&self.name);
    }
}

/// The time of a text like `15m` or `1h 30m`.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let mut seconds = 0_u64;
    for part in text.split_whitespace() {
        let (digits, unit) = part.split_at_checked(part.find(|c: char| !c.is_ascii_digit())?)?;
        let factor = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return None,
        };
        seconds = seconds.checked_add(digits.parse::<u64>().ok()?.checked_mul(factor)?)?;
    }
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

/// The time as [`parse`] takes it.
pub(super) fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    let parts = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    words.join(" ")
}

//! The clock of the emulator: the real one, and what a test let pass.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[derive(Debug)]
pub(crate) struct Clock {
    begun: Instant,
    passed: Duration,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { begun: Instant::now(), passed: Duration::ZERO }
    }

    /// Since the emulator began.
    pub(crate) fn now(&self) -> Duration {
        self.begun.elapsed() + self.passed
    }

    /// Seconds since 1970.
    pub(crate) fn date(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + self.passed;
        i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.passed += time;
    }
}

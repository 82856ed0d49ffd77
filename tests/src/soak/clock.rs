//! A clock that runs faster than time.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use workflow::{BoxFuture, Clock};

/// A clock that shows the right time at its start, and runs faster from there on.
#[derive(Debug, Clone, Copy)]
pub struct FastClock {
    start: Timestamp,
    times: i32,
}

impl FastClock {
    /// Runs so many times as fast as time since `start`.
    pub fn new(start: Timestamp, times: i32) -> Self {
        Self { start, times }
    }
}

impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        self.start + Timestamp::now().duration_since(self.start) * self.times
    }

    fn sleep_until(&self, due: Timestamp) -> BoxFuture<'static, ()> {
        let wait: SignedDuration = due.duration_since(self.now()) / self.times;
        Box::pin(tokio::time::sleep(Duration::try_from(wait).unwrap_or_default()))
    }
}

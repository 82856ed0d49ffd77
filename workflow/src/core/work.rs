//! The work of a step, and how it ends when it does not succeed.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::graph::{Effect, Work};

/// Why a piece of work was given up, after its last retry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    reason: String,
    attempts: u32,
    #[serde(default)]
    timed_out: TimedOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct TimedOut(bool);

impl Failure {
    /// A failure for this reason, after so many attempts.
    pub fn new(reason: impl Into<String>, attempts: u32) -> Self {
        Self { reason: reason.into(), attempts, timed_out: TimedOut(false) }
    }

    /// A failure because the last of so many attempts took longer than `timeout`.
    pub fn timed_out(timeout: Duration, attempts: u32) -> Self {
        Self { reason: format!("took longer than {}", words(timeout)), attempts, timed_out: TimedOut(true) }
    }

    /// What went wrong at the last attempt. A rejection's text is meant for the user, a fault's is not.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// How often it was tried.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether the last attempt took too long.
    pub fn is_timeout(&self) -> bool {
        self.timed_out.0
    }
}

impl Work {
    /// The longest wait before a retry.
    pub const MAX_BACKOFF: Duration = Duration::from_secs(3600);

    /// The wait before the attempt after `attempts` failed ones: doubled with each, spread by `jitter` (0 to 1) over
    /// its upper half so that work that failed together is not retried together.
    pub fn wait_after(&self, attempts: u32, jitter: f64) -> Duration {
        wait(self.backoff, attempts, jitter)
    }
}

impl Effect {
    /// The wait before the attempt after `attempts` failed ones: as that of [`Work::wait_after`].
    pub fn wait_after(&self, attempts: u32, jitter: f64) -> Duration {
        wait(self.backoff, attempts, jitter)
    }
}

fn wait(backoff: Duration, attempts: u32, jitter: f64) -> Duration {
    let doubled = backoff.saturating_mul(1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX));
    doubled.min(Work::MAX_BACKOFF).mul_f64(0.5 + 0.5 * jitter.clamp(0.0, 1.0))
}

fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    let parts = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if words.is_empty() { "0s".into() } else { words.join(" ") }
}

//! One attempt at something that is tried again when it fails: work or an effect.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;

use super::clock::{Clock, later};
use crate::core::decide::panic_text;
use crate::core::error::Error;

/// Why one attempt failed.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) reason: String,
    /// No use in trying again.
    pub(super) is_final: bool,
    pub(super) timed_out: bool,
}

impl Failed {
    fn fault(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_final: false, timed_out: false }
    }
}

impl From<Error> for Failed {
    /// A rejection is final: it would be the same the next time.
    fn from(error: Error) -> Self {
        match error.into_rejection() {
            Ok(rejection) => Self { reason: rejection.as_str().to_owned(), is_final: true, timed_out: false },
            Err(fault) => Self::fault(fault.to_string()),
        }
    }
}

/// The session has left the step, or this program can't do it: what is stored of it stays as it is.
pub(super) struct NotWanted;

/// Runs the user's function once: a panic, also while its parameters are taken, and too long a time are failures. The
/// time is that of the engine's clock.
pub(super) async fn attempt<T>(
    clock: &dyn Clock,
    limit: Duration,
    running: impl Future<Output = Result<Result<T, Error>, NotWanted>>,
) -> Result<Result<T, Failed>, NotWanted> {
    let running = AssertUnwindSafe(running).catch_unwind();
    let too_long = clock.sleep_until(later(clock.now(), limit));
    tokio::select! {
        biased;
        ended = running => Ok(match ended {
            Ok(ended) => ended?.map_err(Failed::from),
            Err(panic) => Err(Failed::fault(format!("panicked: {}", panic_text(&*panic)))),
        }),
        () = too_long => Ok(Err(Failed { timed_out: true, ..Failed::fault("took too long") })),
    }
}

/// How long to wait before a store is asked again.
pub(super) const STORE_RETRY: Duration = Duration::from_secs(1);

/// A random number from 0 to 1, for waits that should not end together.
pub(super) fn jitter() -> f64 {
    let mut byte = [0_u8];
    // Without randomness, retries are only less spread.
    if getrandom::fill(&mut byte).is_err() {
        return 1.0;
    }
    f64::from(byte[0]) / 255.0
}

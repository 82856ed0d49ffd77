//! When a chain was looked at, so that nobody looks all the time.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use workflow::prelude::*;

/// A point in time, in seconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub(super) i64);

/// How long it takes until the chain is looked at again, in seconds.
const PATIENCE: i64 = 10;

impl Moment {
    /// Now, if it was long enough ago.
    pub(super) fn again(self, now: i64) -> Result<Self> {
        if now < self.0 + PATIENCE {
            let seconds = self.0 + PATIENCE - now;
            return Err(reject(say!("I looked just now: please wait {seconds} seconds.", seconds)));
        }
        Ok(Self(now))
    }
}

/// The time for work, which has no turn of its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>);

impl Clock {
    /// The system's.
    pub fn system() -> Self {
        Self(Arc::new(jiff::Timestamp::now))
    }

    pub(super) fn seconds(&self) -> i64 {
        (self.0)().as_second()
    }
}

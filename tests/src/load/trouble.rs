//! What goes wrong now and then in a workflow's own functions.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use workflow::prelude::*;

use crate::dice::Dice;

/// What goes wrong now and then in a workflow's own functions.
#[derive(Debug, Clone, Default)]
pub struct Trouble(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    dice: Mutex<Dice>,
    met: AtomicU64,
}

/// One call in so many meets with trouble.
const RARE: u64 = 64;

impl Trouble {
    /// What a panic says.
    pub const PANIC: &'static str = "trouble, as it was asked for";

    /// Nothing ever goes wrong.
    pub fn none() -> Self {
        Self(None)
    }

    /// Now and then a call fails, panics or never ends.
    pub fn now_and_then(dice: Dice) -> Self {
        Self(Some(Arc::new(Shared { dice: Mutex::new(dice), met: AtomicU64::new(0) })))
    }

    /// How often something went wrong.
    pub fn met(&self) -> u64 {
        self.0.as_ref().map_or(0, |shared| shared.met.load(Ordering::Relaxed))
    }

    /// Goes well, mostly.
    ///
    /// # Errors
    /// When it does not.
    pub async fn meet(&self) -> Result<()> {
        let Some(shared) = &self.0 else { return Ok(()) };
        let thrown = shared.dice.lock().unwrap().throw(RARE * 3);
        if thrown < 3 {
            shared.met.fetch_add(1, Ordering::Relaxed);
        }
        match thrown {
            0 => Err("trouble").fault(),
            1 => panic!("{}", Self::PANIC),
            2 => std::future::pending().await,
            _ => Ok(()),
        }
    }
}

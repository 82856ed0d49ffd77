//! The lock of a session key, under all orders in which threads may come to it: `cargo test --release` here.
//!
//! The files are the engine's own; only what they are made of is loom's.

/// What the lock is made of.
#[cfg(test)]
mod sync {
    pub(super) use loom::sync::{Arc, Mutex, MutexGuard};
}

#[path = "../../../workflow/src/engine/keyed.rs"]
#[cfg(test)]
mod keyed;
#[path = "../../../workflow/src/engine/turns.rs"]
#[cfg(test)]
mod turns;

#[cfg(test)]
mod tests;

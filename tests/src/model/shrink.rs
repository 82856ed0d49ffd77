//! Makes a script that fails smaller, as long as it still fails.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt;

use super::play::{Disk, play};
use super::script::Op;

/// A script that is not as small as it could be after so long is small enough.
const LONGEST: Duration = Duration::from_secs(120);

/// Plays the script. A panic is a failure as any other.
///
/// # Errors
/// What went wrong.
pub(super) async fn tried(disk: Disk, script: &[Op]) -> Result<(), String> {
    let played = AssertUnwindSafe(play(disk, script)).catch_unwind().await;
    played.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(format!("on {disk:?}: panicked: {}", text.unwrap_or("?")))
    })
}

/// A script that fails too, from which nothing can be left out, and how it fails: parts are left out, large ones first.
pub(super) async fn shrink(disk: Disk, mut script: Vec<Op>, mut why: String) -> (Vec<Op>, String) {
    let begun = Instant::now();
    let mut part = script.len().div_ceil(2);
    loop {
        let (before, mut at) = (script.len(), 0);
        while at < script.len() && begun.elapsed() < LONGEST {
            let mut less = script.clone();
            less.drain(at..(at + part).min(script.len()));
            match tried(disk, &less).await {
                Ok(()) => at += part,
                Err(failed) => (script, why) = (less, failed),
            }
        }
        if begun.elapsed() >= LONGEST || part == 1 && script.len() == before {
            return (script, why);
        }
        part = if part == 1 { 1 } else { part.div_ceil(2) };
    }
}

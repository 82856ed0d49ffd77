//! What a workflow did outside, for a test to see.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

use crate::bench::patiently;

/// What was done, in order, and how things are.
#[derive(Clone, Debug)]
pub struct Deeds(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    done: watch::Sender<Vec<String>>,
    broken: AtomicBool,
    held: watch::Sender<bool>,
}

impl Default for Deeds {
    fn default() -> Self {
        let (done, held) = (watch::Sender::new(Vec::new()), watch::Sender::new(false));
        Self(Arc::new(Shared { done, broken: AtomicBool::new(false), held }))
    }
}

impl Deeds {
    /// Notes that something was done.
    pub fn note(&self, line: impl Into<String>) {
        self.0.done.send_modify(|done| done.push(line.into()));
    }

    /// All that was done.
    pub fn done(&self) -> Vec<String> {
        self.0.done.borrow().clone()
    }

    /// What was done and begins with `start`, without that.
    pub fn of(&self, start: &str) -> Vec<String> {
        self.done().iter().filter_map(|line| line.strip_prefix(start)).map(|line| line.trim().to_owned()).collect()
    }

    /// Waits until so much was done that begins with `start`.
    pub async fn until(&self, start: &str, count: usize) {
        let mut done = self.0.done.subscribe();
        let enough = |done: &Vec<String>| done.iter().filter(|line| line.starts_with(start)).count() >= count;
        let done = patiently(done.wait_for(enough)).await;
        drop(done.unwrap());
    }

    /// From now on what may fail fails, or does not.
    pub fn break_down(&self, broken: bool) {
        self.0.broken.store(broken, Ordering::SeqCst);
    }

    pub(super) fn is_broken(&self) -> bool {
        self.0.broken.load(Ordering::SeqCst)
    }

    /// From now on what may be slow waits, or goes on.
    pub fn hold(&self, held: bool) {
        self.0.held.send_replace(held);
    }

    pub(super) async fn go(&self) {
        let mut held = self.0.held.subscribe();
        drop(held.wait_for(|held| !held).await);
    }
}

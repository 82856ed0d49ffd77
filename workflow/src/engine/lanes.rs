//! One lane a session key: its turns pass one after the other, in the order in which they came.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::watch;

use super::hooks::Queue;
use super::keyed::Keyed;
use super::turns::{Turn, Turns};
use crate::core::session::{SessionKey, Visit};
use crate::core::view::Done;
use crate::store::Record;

/// The lanes that are in use or were lately.
pub(super) struct Lanes(Keyed<SessionKey, Lane>);

/// The turns of one key, and what it stands at.
pub(super) struct Lane {
    turns: Arc<Turns>,
    /// What the store holds for the key, if it is known. Written only by whoever has the turn.
    records: RwLock<Option<Records>>,
    /// Whether a commit failed in a way that leaves open what was written.
    unsure: AtomicBool,
    /// How far work is, of each visit that has told.
    progress: Mutex<HashMap<Visit, Done>>,
    changes: watch::Sender<()>,
    /// The hooks that wait to be called.
    pub(super) hooks: Queue,
}

/// The sessions of one key that are under way or were last.
pub(super) type Records = Arc<[Arc<Record>]>;

impl Lanes {
    pub(super) fn new(keep: usize) -> Self {
        Self(Keyed::new(keep))
    }

    /// The key's lane.
    pub(super) fn lane(&self, key: &SessionKey) -> Arc<Lane> {
        self.0.get(key, Lane::new, |lane| lane.changes.receiver_count() > 0)
    }
}

impl Lane {
    fn new() -> Self {
        Self {
            turns: Arc::new(Turns::new()),
            records: RwLock::new(None),
            unsure: AtomicBool::new(false),
            progress: Mutex::default(),
            changes: watch::Sender::new(()),
            hooks: Queue::default(),
        }
    }

    /// Waits for the turn; `None` when `limit` others wait for it already.
    pub(super) async fn turn(&self, limit: usize) -> Option<Turn> {
        Some(Turns::take(&self.turns, limit)?.await)
    }

    pub(super) fn records(&self) -> Option<Records> {
        self.records.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps what the store holds now.
    pub(super) fn keep(&self, records: Records) {
        *self.records.write().unwrap_or_else(PoisonError::into_inner) = Some(records);
    }

    /// Forgets what the store holds: it has moved on, and whoever looks on should look again.
    pub(super) fn forget(&self) {
        *self.records.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.tell();
    }

    /// Forgets what the store holds: a commit failed, and may have been written all the same.
    pub(super) fn doubt(&self) {
        self.unsure.store(true, Ordering::Relaxed);
        self.forget();
    }

    /// Whether there was doubt since the last call.
    pub(super) fn take_doubt(&self) -> bool {
        self.unsure.swap(false, Ordering::Relaxed)
    }

    pub(super) fn progress(&self, visit: Visit) -> Option<Done> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).get(&visit).cloned()
    }

    /// Keeps how far work is; whoever sets it tells of it.
    pub(super) fn set_progress(&self, visit: Visit, progress: Option<Done>) {
        let mut all = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Some(progress) => drop(all.insert(visit, progress)),
            None => drop(all.remove(&visit)),
        }
    }

    /// Forgets the progress of all visits that are over: work may still tell of one when it has been left.
    pub(super) fn keep_progress(&self, records: &[Arc<Record>]) {
        let is_here = |visit: &Visit| records.iter().any(|record| record.depth_of(*visit).is_some());
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).retain(|visit, _| is_here(visit));
    }

    /// Tells whoever looks on that something is different.
    pub(super) fn tell(&self) {
        // To tell nobody is not for nothing, and who looks on later looks for the first time.
        if self.changes.receiver_count() > 0 {
            self.changes.send_replace(());
        }
    }

    /// Tells of changes here, and of those that `roles` tells of.
    pub(super) fn changes(&self, roles: Option<watch::Receiver<()>>) -> Changes {
        Changes { own: self.changes.subscribe(), roles }
    }
}

/// Tells of changes of what is shown to one key.
#[derive(Debug)]
pub struct Changes {
    own: watch::Receiver<()>,
    roles: Option<watch::Receiver<()>>,
}

impl Changes {
    /// Waits for a change since the last call. Several changes may be told as one.
    pub async fn changed(&mut self) {
        let roles = async {
            match &mut self.roles {
                Some(roles) => roles.changed().await,
                None => std::future::pending().await,
            }
        };
        let told = tokio::select! {
            told = self.own.changed() => told,
            told = roles => told,
        };
        if told.is_err() {
            // The engine is gone: nothing will change any more.
            std::future::pending::<()>().await;
        }
    }
}

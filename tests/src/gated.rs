//! A store that several engines share, and whose commits a test can hold up or have fail.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use workflow::store::{
    Claim, Claimed, Collected, Commit, Committed, Count, JournalEntry, KeptSince, Note, Notes, Pending, PendingId,
    PendingKind, Postponed, Record, Slot, Store, StoreError, Wanted, Which,
};
use workflow::{BoxFuture, MediaId, SessionId, SessionKey, Sqlite};

/// A store behind a gate. Clones are one store.
#[derive(Clone, Debug)]
pub struct Gated {
    store: Arc<Sqlite>,
    gate: Arc<Mutex<Option<mpsc::UnboundedSender<Held>>>>,
    looks: Arc<Mutex<Vec<Look>>>,
}

/// What an engine wanted to claim, and what it got.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// When, by the clock of tokio.
    pub at: tokio::time::Instant,
    /// Whether timers were among what was wanted.
    pub wants_timers: bool,
    /// How many timers it got.
    pub timers: usize,
}

/// A commit that waits at the gate.
#[derive(Debug)]
pub struct Held {
    /// What it is.
    pub commit: Commit,
    /// Tells it how to go on.
    pub go: oneshot::Sender<Go>,
}

/// How a commit that was held goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// It is written.
    On,
    /// It is not written, and fails.
    FailBefore,
    /// It is written, but fails all the same: as when the store's answer is lost.
    FailAfter,
}

impl Gated {
    /// The store with its gate open.
    pub fn new(store: Sqlite) -> Self {
        Self { store: Arc::new(store), gate: Arc::default(), looks: Arc::default() }
    }

    /// What engines wanted to claim so far, and what they got.
    pub fn looks(&self) -> Vec<Look> {
        self.looks.lock().unwrap().clone()
    }

    /// Closes the gate: from now on commits come to the receiver. Dropping it opens the gate again.
    pub fn shut(&self) -> mpsc::UnboundedReceiver<Held> {
        let (held, receiver) = mpsc::unbounded_channel();
        *self.gate.lock().unwrap() = Some(held);
        receiver
    }
}

impl Store for Gated {
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.store.secret()
    }

    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        self.store.current(key)
    }

    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>> {
        self.store.owner(session)
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>> {
        let gate = self.gate.lock().unwrap().clone();
        Box::pin(async move {
            let mut how = Go::On;
            if let Some(gate) = gate {
                let (go, gone) = oneshot::channel();
                if gate.send(Held { commit: commit.clone(), go }).is_ok() {
                    how = gone.await.unwrap_or(Go::On);
                }
            }
            let failed = || StoreError::Failed("the disk is full".into());
            if how == Go::FailBefore {
                return Err(failed());
            }
            let committed = self.store.commit(commit).await?;
            if how == Go::FailAfter { Err(failed()) } else { Ok(committed) }
        })
    }

    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.abandon(key, slot)
    }

    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>> {
        let at = tokio::time::Instant::now();
        let wants_timers = wanted.iter().any(|wanted| wanted.kind == PendingKind::Timer);
        Box::pin(async move {
            let claimed = self.store.claim(wanted, now, until).await?;
            let timers = claimed.pending.iter().filter(|it| it.id.kind == PendingKind::Timer).count();
            self.looks.lock().unwrap().push(Look { at, wants_timers, timers });
            Ok(claimed)
        })
    }

    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>> {
        self.store.renew(claims, until)
    }

    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.store.postpone(claim, how)
    }

    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.store.finish(claim)
    }

    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.store.revive(id, now)
    }

    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>> {
        self.store.pending(which, limit)
    }

    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        self.store.waiting_for(role, limit)
    }

    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        self.store.journal(session)
    }

    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        self.store.transcript(key, limit)
    }

    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>> {
        self.store.brought(media)
    }

    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>> {
        self.store.count(key)
    }

    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.note(surface, notes)
    }

    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>> {
        self.store.notes(surface, prefix, after, limit)
    }

    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>> {
        self.store.moved_since(surface, since, after, limit)
    }

    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        self.store.collect(since, rows)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.store.close()
    }
}

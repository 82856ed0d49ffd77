//! A store of a program that dies: in a commit that a test names, before it is written or after, and from then on nothing
//! that the program does reaches it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use workflow::store::{
    Claim, Claimed, Collected, Commit, Committed, Count, JournalEntry, KeptSince, Note, Notes, Pending, PendingId,
    Postponed, Record, Slot, Store, StoreError, Wanted, Which,
};
use workflow::{BoxFuture, MediaId, SessionId, SessionKey};

use super::script::When;

/// What one program sees of a store. Clones are one.
#[derive(Clone)]
pub(super) struct Mortal(Arc<Life>);

struct Life {
    store: Arc<dyn Store>,
    is_over: AtomicBool,
    /// When it ends, and in which commit from now on.
    end: Mutex<Option<(When, u32)>>,
}

impl Mortal {
    /// What a program sees of `store` that ends like this, if at all.
    pub(super) fn new(store: Arc<dyn Store>, end: Option<(When, u32)>) -> Self {
        Self(Arc::new(Life { store, is_over: AtomicBool::new(false), end: Mutex::new(end) }))
    }

    /// From now on it ends like this, if at all.
    pub(super) fn ends(&self, end: Option<(When, u32)>) {
        *self.0.end.lock().unwrap() = end;
    }

    /// Whether the program is dead.
    pub(super) fn is_over(&self) -> bool {
        self.0.is_over.load(Ordering::SeqCst)
    }

    /// Waits until all is written that was on its way when the program died.
    pub(super) async fn buried(&self) {
        self.0.is_over.store(true, Ordering::SeqCst);
        self.0.store.close().await;
    }

    fn lives(&self) -> Result<(), StoreError> {
        if self.is_over() { Err(StoreError::Closed) } else { Ok(()) }
    }

    /// Whether and how this commit is the last.
    fn last(&self) -> Option<When> {
        let mut end = self.0.end.lock().unwrap();
        let (when, left) = (*end)?;
        *end = (left > 1).then_some((when, left - 1));
        (left <= 1).then_some(when)
    }
}

/// What a call gives, unless the program is dead before it or after it. A dead program calls nothing.
macro_rules! while_alive {
    ($self:ident, $call:expr) => {{
        let called = $self.lives().map(|()| $call);
        Box::pin(async move {
            let done = called?.await;
            $self.lives().and(done)
        })
    }};
}

impl Store for Mortal {
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        while_alive!(self, self.0.store.secret())
    }

    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        while_alive!(self, self.0.store.current(key))
    }

    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>> {
        while_alive!(self, self.0.store.owner(session))
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>> {
        Box::pin(async move {
            self.lives()?;
            let last = self.last();
            if last == Some(When::Before) {
                self.0.is_over.store(true, Ordering::SeqCst);
                return Err(StoreError::Closed);
            }
            let committed = self.0.store.commit(commit).await;
            if last == Some(When::After) {
                self.0.is_over.store(true, Ordering::SeqCst);
            }
            self.lives().and(committed)
        })
    }

    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>> {
        while_alive!(self, self.0.store.abandon(key, slot))
    }

    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>> {
        while_alive!(self, self.0.store.claim(wanted, now, until))
    }

    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>> {
        while_alive!(self, self.0.store.renew(claims, until))
    }

    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>> {
        while_alive!(self, self.0.store.postpone(claim, how))
    }

    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>> {
        while_alive!(self, self.0.store.finish(claim))
    }

    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        while_alive!(self, self.0.store.revive(id, now))
    }

    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>> {
        while_alive!(self, self.0.store.pending(which, limit))
    }

    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        while_alive!(self, self.0.store.waiting_for(role, limit))
    }

    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        while_alive!(self, self.0.store.journal(session))
    }

    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        while_alive!(self, self.0.store.transcript(key, limit))
    }

    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>> {
        while_alive!(self, self.0.store.brought(media))
    }

    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>> {
        while_alive!(self, self.0.store.count(key))
    }

    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>> {
        while_alive!(self, self.0.store.note(surface, notes))
    }

    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>> {
        while_alive!(self, self.0.store.notes(surface, prefix, after, limit))
    }

    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>> {
        while_alive!(self, self.0.store.moved_since(surface, since, after, limit))
    }

    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        while_alive!(self, self.0.store.collect(since, rows))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.0.store.close()
    }
}

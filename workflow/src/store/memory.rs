//! Sessions in memory, for tests: gone with the last handle, and as strict as a file.

mod pending;
mod rows;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::{
    Claim, Claimed, Collected, Commit, Committed, Count, JournalEntry, KeptSince, Note, Notes, Pending, PendingId,
    Postponed, Record, Slot, Store, StoreError, Wanted, Which,
};
use crate::core::dispatch::BoxFuture;
use crate::core::media::MediaId;
use crate::core::session::{SessionId, SessionKey};
use rows::Rows;

/// Sessions in memory, for tests.
///
/// It keeps what a file would keep: steps, views and answers as JSON, read anew each time, so that what does not load
/// from a file does not load from here.
///
/// ```
/// use workflow::Memory;
/// use workflow::store::Store;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = Memory::new();
/// let secret = store.secret().await?;
/// store.close().await;
/// assert!(store.count(None).await.is_err(), "it is closed");
///
/// let again = store.reopen();
/// assert_eq!(again.secret().await?, secret);
/// # Ok::<(), workflow::store::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct Memory {
    rows: Arc<Mutex<Rows>>,
    closed: AtomicBool,
}

impl Memory {
    /// A store that holds nothing.
    pub fn new() -> Self {
        let mut secret = [0_u8; 32];
        // Without randomness the buttons of two stores are the same: nothing that a test could be harmed by.
        if getrandom::fill(&mut secret).is_err() {
            tracing::warn!("a store in memory has no random bytes");
        }
        Self { rows: Arc::new(Mutex::new(Rows::new(secret))), closed: AtomicBool::new(false) }
    }

    /// Another handle on what is kept here, open also when this one is closed: as a file is opened by the next run. What
    /// was claimed is not any more.
    #[must_use]
    pub fn reopen(&self) -> Self {
        self.rows().pending.release();
        Self { rows: Arc::clone(&self.rows), closed: AtomicBool::new(false) }
    }

    fn with<'a, T: Send + 'a>(
        &self,
        done: impl FnOnce(&mut Rows) -> Result<T, StoreError>,
    ) -> BoxFuture<'a, Result<T, StoreError>> {
        let closed = self.closed.load(Ordering::SeqCst);
        let result = if closed { Err(StoreError::Closed) } else { done(&mut self.rows()) };
        Box::pin(std::future::ready(result))
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Store for Memory {
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.with(|rows| Ok(rows.secret()))
    }

    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        self.with(|rows| rows.current(key))
    }

    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>> {
        self.with(|rows| Ok(rows.owner(session)))
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>> {
        self.with(|rows| rows.commit(&commit))
    }

    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>> {
        self.with(|rows| {
            rows.make_room(key, slot);
            Ok(())
        })
    }

    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>> {
        self.with(|rows| {
            let Claimed { pending, next } = rows.pending.claim(&wanted, now, until);
            Ok(Claimed { pending: rows.spoken(pending), next })
        })
    }

    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>> {
        self.with(|rows| Ok(rows.pending.renew(claims, until)))
    }

    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.with(|rows| Ok(rows.pending.postpone(claim, how)))
    }

    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.with(|rows| Ok(rows.pending.finish(claim)))
    }

    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.with(|rows| Ok(rows.pending.revive(id, now)))
    }

    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>> {
        self.with(|rows| Ok(rows.pending(which, limit)))
    }

    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        self.with(|rows| rows.waiting_for(role, limit))
    }

    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        self.with(|rows| rows.journal(session))
    }

    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        self.with(|rows| rows.transcript(key, limit))
    }

    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>> {
        self.with(|rows| Ok(rows.brought(media)))
    }

    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>> {
        self.with(|rows| Ok(rows.count(key)))
    }

    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.with(|rows| {
            rows.note(surface, notes);
            Ok(())
        })
    }

    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>> {
        self.with(|rows| Ok(rows.notes(surface, prefix, after, limit)))
    }

    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>> {
        self.with(|rows| Ok(rows.moved_since(surface, since, after, limit)))
    }

    fn collect(&self, since: KeptSince, _rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        self.with(|rows| Ok(Collected { removed: rows.collect(&since), is_through: true }))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.closed.store(true, Ordering::SeqCst);
        Box::pin(std::future::ready(()))
    }
}

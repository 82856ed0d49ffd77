//! Where sessions are kept: the trait that every store implements, and the stores.

pub(crate) mod memory;
mod note;
mod pending;
mod question;
mod record;
mod retention;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
mod visits;

pub use memory::Memory;
pub use note::{Note, Notes};
pub use pending::{Asks, Claim, Claimed, Pending, PendingId, PendingKind, Postponed, Queue, Wanted, Which};
pub use question::{Asked, Asking};
pub use record::{Answer, Answered, Commit, Committed, DeliveryId, JournalEntry, Moved, Record, Said, Shows, Slot};
pub use retention::{Collected, KeptSince};
pub use visits::{Frame, Kept, KeptVisit, VisitChange, stack};

use std::sync::Arc;

use jiff::Timestamp;

use crate::core::dispatch::BoxFuture;
use crate::core::media::MediaId;
use crate::core::session::{SessionId, SessionKey};

/// Where sessions are kept.
///
/// A store is narrow on purpose: it loads what an engine asks for, and takes what one turn changed as one [`Commit`],
/// of which either everything happens or nothing.
pub trait Store: Send + Sync + 'static {
    /// 32 random bytes that belong to this store: made when it was, the same ever after.
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>>;

    /// The sessions that are under way or were last, for this key: at most one a slot.
    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>>;

    /// Whose session this is.
    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>>;

    /// Makes what one turn changed durable. Done when it returns `Ok`; when the future is dropped, it has changed
    /// everything or nothing.
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>>;

    /// Ends the session that has this place under the key, with its work; its journal stays.
    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Claims what is due at `now` and not claimed by anybody else: until then it is whoever asked who does it. What it
    /// costs does not depend on how much is pending.
    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>>;

    /// Keeps these claims until then; gives those that are over. When `until` has come already, they are given back.
    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>>;

    /// Gives back what is not done. Nothing changes when the claim is over; gives whether it was held.
    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>>;

    /// Forgets what is done. Nothing changes when the claim is over; gives whether it was held.
    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>>;

    /// Has what was given up be due at `now`, as if it had never been tried. Gives whether it was given up.
    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>>;

    /// The first `limit` that are pending: in the order in which they are due.
    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>>;

    /// The newest `limit` sessions that show something to this role.
    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>>;

    /// The journal of a session, oldest first.
    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>>;

    /// The newest `limit` journal entries of all sessions of this key, oldest first.
    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>>;

    /// Those of these media that came with an input which moved a session, or waits for an answer. What it costs does not
    /// depend on how many inputs there were.
    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>>;

    /// How many sessions are under way, and how much work is pending: of this key, or in all.
    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>>;

    /// Keeps what a surface notes for itself: all of it or nothing. Done when it returns `Ok`.
    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// The first `limit` notes of the surface whose names begin with `prefix` and come after `after`, by name.
    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>>;

    /// The first `limit` keys of the surface after `after` whose current sessions have moved at `since` or later, or ask
    /// something. It looks
    /// at all keys of the surface: for the start of a program, and not for every turn.
    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>>;

    /// Looks at the next `rows` rows of all that may be forgotten, where the last step of the collection came to, and
    /// removes what is older than it is to be kept. What it costs does not depend on how much there is.
    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>>;

    /// Stops taking commits and waits for those that were taken.
    fn close(&self) -> BoxFuture<'_, ()>;
}

impl<S: Store + ?Sized> Store for Arc<S> {
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        (**self).secret()
    }

    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        (**self).current(key)
    }

    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>> {
        (**self).owner(session)
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>> {
        (**self).commit(commit)
    }

    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).abandon(key, slot)
    }

    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>> {
        (**self).claim(wanted, now, until)
    }

    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>> {
        (**self).renew(claims, until)
    }

    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>> {
        (**self).postpone(claim, how)
    }

    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>> {
        (**self).finish(claim)
    }

    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        (**self).revive(id, now)
    }

    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>> {
        (**self).pending(which, limit)
    }

    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        (**self).waiting_for(role, limit)
    }

    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        (**self).journal(session)
    }

    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        (**self).transcript(key, limit)
    }

    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>> {
        (**self).brought(media)
    }

    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>> {
        (**self).count(key)
    }

    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).note(surface, notes)
    }

    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>> {
        (**self).notes(surface, prefix, after, limit)
    }

    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>> {
        (**self).moved_since(surface, since, after, limit)
    }

    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        (**self).collect(since, rows)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        (**self).close()
    }
}

/// How much there is in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Sessions that have not ended.
    pub sessions: u64,
    /// Pieces of work that are not done.
    pub work: u64,
}

/// Why a store could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder or file can't be used.
    #[error("can't open {path}")]
    Open {
        /// The path.
        path: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process has it open.
    #[error("{path} is in use by another process")]
    InUse {
        /// The path.
        path: String,
    },
    /// A newer program made it.
    #[error("{path} was made by a newer program: its schema is {found}, this program knows {known}")]
    Newer {
        /// The path.
        path: String,
        /// The schema that it has.
        found: u32,
        /// The schema that this program knows.
        known: u32,
    },
    /// What is stored can't be read.
    #[error("{what} can't be read")]
    Corrupt {
        /// What it is.
        what: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It failed.
    #[error("the store failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It is closed.
    #[error("the store is closed")]
    Closed,
}

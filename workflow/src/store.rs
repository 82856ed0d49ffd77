//! Where sessions are kept: the trait that every store implements, and the stores.

pub(crate) mod memory;
mod pending;
mod record;
mod retention;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
mod visits;

pub use memory::Memory;
pub use pending::{ArmedTimer, Arms, Asks, EffectId, PendingEffect, PendingWork, WorkId};
pub use record::{Answer, Answered, Commit, Committed, DeliveryId, JournalEntry, Moved, Record, Said, Shows, Slot};
pub use retention::{Collected, KeptSince};
pub use visits::{Frame, Kept, KeptVisit, VisitChange, stack};

use std::sync::Arc;

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

    /// All work that has been asked for and is not done.
    fn pending_work(&self) -> BoxFuture<'_, Result<Vec<PendingWork>, StoreError>>;

    /// Keeps how often the work was tried, and when it is due again: never, when `due` is `None`.
    fn postpone(&self, work: PendingWork) -> BoxFuture<'_, Result<(), StoreError>>;

    /// The `limit` timers that are due first. What it costs does not depend on how many are armed.
    fn timers(&self, limit: usize) -> BoxFuture<'_, Result<Vec<ArmedTimer>, StoreError>>;

    /// Keeps how often the timer's transition was not taken, and when it is due again: never, when `due` is `None`.
    fn postpone_timer(&self, timer: ArmedTimer) -> BoxFuture<'_, Result<(), StoreError>>;

    /// All effects that have been asked for and are not done: those that are due some time, or those that were given up.
    fn effects(&self, which: Which) -> BoxFuture<'_, Result<Vec<PendingEffect>, StoreError>>;

    /// Keeps how often the effect was tried, and when it is due again: never, when `due` is `None`. When it is done
    /// already, nothing is kept.
    fn postpone_effect(&self, effect: PendingEffect) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Forgets the effect: it is done.
    fn finish_effect(&self, id: EffectId) -> BoxFuture<'_, Result<(), StoreError>>;

    /// The newest `limit` sessions that show something to this role.
    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>>;

    /// The journal of a session, oldest first.
    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>>;

    /// The newest `limit` journal entries of all sessions of this key, oldest first.
    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>>;

    /// Those of these media that came with an input which moved a session. What it costs does not depend on how many inputs
    /// there were.
    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>>;

    /// How many sessions are under way, and how much work is pending: of this key, or in all.
    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>>;

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

    fn pending_work(&self) -> BoxFuture<'_, Result<Vec<PendingWork>, StoreError>> {
        (**self).pending_work()
    }

    fn postpone(&self, work: PendingWork) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).postpone(work)
    }

    fn timers(&self, limit: usize) -> BoxFuture<'_, Result<Vec<ArmedTimer>, StoreError>> {
        (**self).timers(limit)
    }

    fn postpone_timer(&self, timer: ArmedTimer) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).postpone_timer(timer)
    }

    fn effects(&self, which: Which) -> BoxFuture<'_, Result<Vec<PendingEffect>, StoreError>> {
        (**self).effects(which)
    }

    fn postpone_effect(&self, effect: PendingEffect) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).postpone_effect(effect)
    }

    fn finish_effect(&self, id: EffectId) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).finish_effect(id)
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

    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        (**self).collect(since, rows)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        (**self).close()
    }
}

/// Which effects are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are due some time.
    Due,
    /// Those that were given up.
    Dead,
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

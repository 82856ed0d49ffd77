//! A store in memory whose next commit fails as a test wants.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::core::dispatch::BoxFuture;
use crate::core::media::MediaId;
use crate::core::session::{SessionId, SessionKey};
use crate::store::{
    Claim, Claimed, Collected, Commit, Committed, Count, JournalEntry, KeptSince, Memory, Note, Notes, Pending,
    PendingId, Postponed, Record, Slot, Store, StoreError, Wanted, Which,
};

pub(super) struct Faulty {
    memory: Memory,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next: Option<Fault>,
    crashed: bool,
    /// Whether the answer of the last commit was lost: the engine does not know what it wrote before its next turn.
    lost: bool,
}

/// What happens at the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not written.
    Fails,
    /// It is written, and its answer is lost.
    Loses,
    /// The program ends before it is written.
    CrashesBefore,
    /// The program ends after it was written.
    CrashesAfter,
}

impl Faulty {
    pub(super) fn new(memory: Memory) -> Self {
        Self { memory, state: Mutex::default() }
    }

    pub(super) fn set(&self, fault: Fault) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).next = Some(fault);
    }

    /// The same sessions, opened by the next run.
    pub(super) fn reopen(&self) -> Self {
        Self::new(self.memory.reopen())
    }

    /// Whether the program has ended here.
    pub(super) fn crashed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).crashed
    }

    /// Whether the engine does not know what the last commit wrote.
    pub(super) fn is_lost(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).lost
    }

    /// Whether a fault was set that has not happened.
    pub(super) fn is_faulty(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).next.is_some()
    }

    fn or_closed<'a, T: Send + 'a>(
        &'a self,
        doing: impl FnOnce(&'a Memory) -> BoxFuture<'a, Result<T, StoreError>>,
    ) -> BoxFuture<'a, Result<T, StoreError>> {
        if self.crashed() { Box::pin(std::future::ready(Err(StoreError::Closed))) } else { doing(&self.memory) }
    }
}

impl Store for Faulty {
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.or_closed(Store::secret)
    }

    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        self.or_closed(|memory| memory.current(key))
    }

    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>> {
        self.or_closed(|memory| memory.owner(session))
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>> {
        let fault = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.crashed {
                return Box::pin(std::future::ready(Err(StoreError::Closed)));
            }
            let fault = state.next.take();
            state.lost = fault == Some(Fault::Loses);
            state.crashed = matches!(fault, Some(Fault::CrashesBefore | Fault::CrashesAfter));
            fault
        };
        Box::pin(async move {
            match fault {
                None => self.memory.commit(commit).await,
                Some(Fault::Fails) => Err(StoreError::Failed("the test has it fail".into())),
                Some(Fault::CrashesBefore) => Err(StoreError::Closed),
                Some(Fault::Loses) => {
                    self.memory.commit(commit).await?;
                    Err(StoreError::Failed("the test has its answer lost".into()))
                }
                Some(Fault::CrashesAfter) => {
                    self.memory.commit(commit).await?;
                    Err(StoreError::Closed)
                }
            }
        })
    }

    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>> {
        self.or_closed(|memory| memory.abandon(key, slot))
    }

    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>> {
        self.or_closed(|memory| memory.claim(wanted, now, until))
    }

    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>> {
        self.or_closed(|memory| memory.renew(claims, until))
    }

    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.or_closed(|memory| memory.postpone(claim, how))
    }

    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.or_closed(|memory| memory.finish(claim))
    }

    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.or_closed(|memory| memory.revive(id, now))
    }

    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>> {
        self.or_closed(|memory| memory.pending(which, limit))
    }

    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        self.or_closed(|memory| memory.waiting_for(role, limit))
    }

    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        self.or_closed(|memory| memory.journal(session))
    }

    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        self.or_closed(|memory| memory.transcript(key, limit))
    }

    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>> {
        self.or_closed(|memory| memory.brought(media))
    }

    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>> {
        self.or_closed(|memory| memory.count(key))
    }

    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.or_closed(|memory| memory.note(surface, notes))
    }

    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>> {
        self.or_closed(|memory| memory.notes(surface, prefix, after, limit))
    }

    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>> {
        self.or_closed(|memory| memory.moved_since(surface, since, after, limit))
    }

    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        self.or_closed(|memory| memory.collect(since, rows))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.memory.close()
    }
}

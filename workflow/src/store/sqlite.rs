//! One file: SQLite in WAL mode, one writer thread with group commit, each synced before it is answered; readers beside it.

mod behind;
mod log;
mod notes;
mod pace;
mod pending;
mod reader;
mod readers;
mod schema;
mod statements;
mod sweep;
mod task;
mod visits;
mod writer;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    Claim, Claimed, Collected, Commit, Committed, Count, JournalEntry, KeptSince, Note, Notes, Pending, PendingId,
    Postponed, Record, Slot, Store, StoreError, Wanted, Which,
};
use crate::core::dispatch::BoxFuture;
use crate::core::media::MediaId;
use crate::core::session::{SessionId, SessionKey};
use behind::Keys;
use log::Log;
use readers::Readers;
use schema::Synced;
use sweep::Place;
use task::{Task, Written};
use writer::Writer;

/// Sessions in one SQLite file.
///
/// Turns that are ready together share one `fsync`, so throughput grows with load; a commit returns after it, and so does
/// whatever reads it. An OS lock on `<file>.lock` refuses a second process.
///
/// When the disk refuses an `fsync`, nothing can be told of what was written before: all that waits for it fails, and
/// whatever comes later, until the file is opened again.
///
/// ```
/// use workflow::Sqlite;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let folder = tempfile::tempdir()?;
/// let store = Sqlite::open(folder.path().join("bot.db")).await?;
/// assert!(Sqlite::open(folder.path().join("bot.db")).await.is_err(), "one process at a time");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct Sqlite {
    writer: Writer,
    log: Arc<Log>,
    behind: Arc<Keys>,
    readers: Readers,
    secret: [u8; 32],
    /// Where the collection of what is old came to.
    place: Mutex<Place>,
}

impl Sqlite {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// When the folder can't be written to, the file is no database or a newer one, or another process has it open.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_synced(path.as_ref(), Synced::Always).await
    }

    /// The same for tests, which it makes quicker: commits survive the end of the process, and not a loss of power.
    ///
    /// # Errors
    /// As for [`Sqlite::open`].
    #[cfg(feature = "testing")]
    pub async fn open_unsynced(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_synced(path.as_ref(), Synced::Checkpoints).await
    }

    async fn open_synced(path: &Path, synced: Synced) -> Result<Self, StoreError> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || Self::open_blocking(&path, synced))
            .await
            .map_err(|error| StoreError::Failed(error.into()))?
    }

    fn open_blocking(path: &Path, synced: Synced) -> Result<Self, StoreError> {
        match synced {
            Synced::Always => Self::open_logged(path, synced, Log::take_over),
            #[cfg(feature = "testing")]
            Synced::Checkpoints => Self::open_logged(path, synced, |_| Ok(Log::new(None))),
        }
    }

    fn open_logged(
        path: &Path,
        synced: Synced,
        log: impl FnOnce(&Connection) -> Result<Log, Box<dyn std::error::Error + Send + Sync>>,
    ) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        let open_error = |error: rusqlite::Error| StoreError::Open { path: shown(path), source: error.into() };
        let mut connection = Connection::open(path).map_err(open_error)?;
        schema::prepare(&mut connection, &shown(path), synced)?;
        let secret = schema::secret(&connection).map_err(open_error)?;
        let readers = Readers::start(path).map_err(|source| StoreError::Open { path: shown(path), source })?;
        let log = log(&connection).map_err(|source| StoreError::Open { path: shown(path), source })?;
        let log = Arc::new(log);
        let behind = Arc::new(Keys::default());
        let writer = Writer::start(connection, Arc::clone(&log), Arc::clone(&behind), lock);
        let writer = writer.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Self { writer, log, behind, readers, secret, place: Mutex::default() })
    }

    /// What is read, once all that it could tell of is safe.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let read = self.readers.read(read).await?;
        // Or it could tell of what a loss of power undoes.
        self.log.seen().await?;
        Ok(read)
    }
}

impl Sqlite {
    /// What is read of the rows of this key's sessions, or of all.
    async fn read_rows<T: Send + 'static>(
        &self,
        key: Option<String>,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.behind.are_behind(key.as_deref()) {
            self.change(Task::CatchUp(key)).await?;
        }
        self.read(read).await
    }

    /// Has the task done; gives how many rows it changed.
    async fn change(&self, task: Task) -> Result<usize, StoreError> {
        match self.writer.write(Box::new(task)).await? {
            Written::Changed(rows) => Ok(rows),
            Written::Commit(_) | Written::Missed(_) => Ok(0),
        }
    }

    /// Has the claims changed; gives those for which there was nothing to change.
    async fn missed(&self, task: Task) -> Result<Vec<Claim>, StoreError> {
        match self.writer.write(Box::new(task)).await? {
            Written::Missed(claims) => Ok(claims),
            Written::Commit(_) | Written::Changed(_) => Ok(Vec::new()),
        }
    }
}

impl Store for Sqlite {
    fn secret(&self) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        Box::pin(std::future::ready(Ok(self.secret)))
    }

    fn current(&self, key: &SessionKey) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        let key = key.clone();
        Box::pin(self.read_rows(Some(key.to_string()), move |connection| reader::current(connection, &key)))
    }

    fn owner(&self, session: SessionId) -> BoxFuture<'_, Result<Option<SessionKey>, StoreError>> {
        Box::pin(self.read(move |connection| reader::owner(connection, session)))
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, StoreError>> {
        match Task::prepare(commit) {
            Ok(task) => Box::pin(async move {
                match self.writer.write(task).await? {
                    Written::Commit(committed) => Ok(committed),
                    Written::Missed(_) | Written::Changed(_) => Ok(Committed::Done),
                }
            }),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn abandon(&self, key: &SessionKey, slot: &Slot) -> BoxFuture<'_, Result<(), StoreError>> {
        let task = Task::Abandon { key: key.to_string(), slot: slot.clone() };
        Box::pin(async move { self.change(task).await.map(|_| ()) })
    }

    fn claim(
        &self,
        wanted: Vec<Wanted>,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Claimed, StoreError>> {
        Box::pin(async move {
            let mut found = self.read(move |connection| pending::claimable(connection, &wanted, now)).await?;
            let claims: Vec<Claim> = found.pending.iter().map(Pending::claim).collect();
            if !claims.is_empty() {
                let missed = self.missed(Task::Claim { claims, now, until }).await?;
                found.pending.retain_mut(|pending| {
                    let is_claimed = !missed.contains(&pending.claim());
                    (pending.claim, pending.until) = (pending.claim + 1, Some(until));
                    is_claimed
                });
            }
            Ok(found)
        })
    }

    fn renew(&self, claims: Vec<Claim>, until: Timestamp) -> BoxFuture<'_, Result<Vec<Claim>, StoreError>> {
        Box::pin(self.missed(Task::Renew { claims, until }))
    }

    fn postpone(&self, claim: Claim, how: Postponed) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.change(Task::postpone(claim, how)?).await? > 0) })
    }

    fn finish(&self, claim: Claim) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.change(Task::Finish(claim)).await? > 0) })
    }

    fn revive(&self, id: PendingId, now: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.change(Task::Revive { id, now }).await? > 0) })
    }

    fn pending(&self, which: Which, limit: usize) -> BoxFuture<'_, Result<Vec<Pending>, StoreError>> {
        Box::pin(self.read(move |connection| pending::pending(connection, which, limit)))
    }

    fn waiting_for(&self, role: &str, limit: usize) -> BoxFuture<'_, Result<Vec<Record>, StoreError>> {
        let role = role.to_owned();
        Box::pin(self.read(move |connection| reader::waiting_for(connection, &role, limit)))
    }

    fn journal(&self, session: SessionId) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        Box::pin(async move {
            let Some(key) = self.owner(session).await? else { return Ok(Vec::new()) };
            self.read_rows(Some(key.to_string()), move |connection| reader::journal(connection, session)).await
        })
    }

    fn transcript(&self, key: &SessionKey, limit: usize) -> BoxFuture<'_, Result<Vec<JournalEntry>, StoreError>> {
        let (of, key) = (key.to_string(), key.clone());
        let read = move |connection: &Connection| reader::transcript(connection, &key, limit);
        Box::pin(self.read_rows(Some(of), read))
    }

    fn brought(&self, media: Vec<MediaId>) -> BoxFuture<'_, Result<Vec<MediaId>, StoreError>> {
        Box::pin(self.read(move |connection| reader::brought(connection, media)))
    }

    fn count(&self, key: Option<&SessionKey>) -> BoxFuture<'_, Result<Count, StoreError>> {
        let key = key.cloned();
        Box::pin(self.read(move |connection| reader::count(connection, key.as_ref())))
    }

    fn note(&self, surface: &str, notes: Vec<Note>) -> BoxFuture<'_, Result<(), StoreError>> {
        let task = Task::note(surface, notes);
        Box::pin(async move { self.change(task?).await.map(|_| ()) })
    }

    fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Notes, StoreError>> {
        let (surface, prefix, after) = (surface.to_owned(), prefix.to_owned(), after.map(str::to_owned));
        Box::pin(self.read(move |connection| notes::find(connection, &surface, &prefix, after.as_deref(), limit)))
    }

    fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<SessionKey>, StoreError>> {
        let (surface, after) = (surface.to_owned(), after.cloned());
        let read =
            move |connection: &Connection| reader::moved_since(connection, &surface, since, after.as_ref(), limit);
        Box::pin(self.read_rows(None, read))
    }

    fn collect(&self, since: KeptSince, rows: usize) -> BoxFuture<'_, Result<Collected, StoreError>> {
        Box::pin(async move {
            let place = self.place.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let from = place.clone();
            let find = move |connection: &Connection| sweep::find(connection, &since, from, rows);
            // What a row does not know of is kept: so rows that catch up once on the way are enough.
            let (old, last) =
                if matches!(place, Place::Begin) { self.read_rows(None, find).await? } else { self.read(find).await? };
            let next = last.or_else(|| place.next_table());
            let removed = old.len();
            if removed > 0 {
                self.change(Task::Remove(old)).await?;
            }
            let is_through = next.is_none();
            *self.place.lock().unwrap_or_else(PoisonError::into_inner) = next.unwrap_or_default();
            Ok(Collected { removed, is_through })
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.writer.close())
    }
}

/// A locked file, free again when it is dropped.
#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // To close it is not enough: a child of this process holds it too, for as long as it takes from fork to exec.
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the lock of the file is left to the system");
        }
    }
}

/// Takes the lock that a second process will find taken.
fn lock(path: &Path) -> Result<Lock, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = PathBuf::from(name);
    let open_error = |error: std::io::Error| StoreError::Open { path: shown(path), source: error.into() };
    let file = File::options().create(true).truncate(false).write(true).open(&lock_path).map_err(open_error)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: shown(path) }),
        Err(TryLockError::Error(error)) => Err(open_error(error)),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::Note;
    use super::*;

    #[tokio::test]
    async fn g01_after_a_sync_that_failed_nothing_is_answered_as_done_and_nothing_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.db");
        let log = |_: &Connection| Ok(Log::new(Some(File::options().write(true).open("/dev/null")?)));
        let store = Sqlite::open_logged(&path, Synced::Always, log).unwrap();
        let note = |value| vec![Note { name: "place".into(), value: Some(value) }];
        for value in [1, 2] {
            assert!(matches!(store.note("web", note(value.into())).await, Err(StoreError::Failed(_))));
        }
        assert!(matches!(store.notes("web", "", None, 10).await, Err(StoreError::Failed(_))));
        store.close().await;
        drop(store);
        // The first is there or not, as nobody was told; the second was not even tried.
        let store = Sqlite::open(&path).await.unwrap();
        let notes = store.notes("web", "", None, 10).await.unwrap();
        assert!(notes.iter().all(|(_, value)| *value == 1), "{notes:?}");
        store.note("web", note(3.into())).await.unwrap();
    }
}

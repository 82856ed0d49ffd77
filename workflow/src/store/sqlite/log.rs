//! The log that SQLite writes ahead, and its `fsync`: commits are safe after that, and not before.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use super::super::StoreError;

/// How long the log is from the start, in bytes: hundreds of turns of one session after the other. To sync what is written
/// over takes about two thirds of the time that it takes when the file grows by it.
const LENGTH: u64 = 4 << 20;

/// The log of a file. SQLite writes it and we sync it, so that the writer can go on meanwhile.
#[derive(Debug)]
pub(super) struct Log {
    /// None when commits are not synced.
    file: Option<Mutex<File>>,
    /// The number of the last commit that was begun.
    begun: AtomicU64,
    state: watch::Sender<State>,
    /// How long the last sync took, in nanoseconds.
    took: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    /// The number of the last commit that is safe, with all before it.
    safe: u64,
    /// Why nothing can be made safe any more.
    failed: Option<String>,
}

impl Log {
    /// Takes the syncs over from the connection: it syncs before and after it folds the log into the file, and no commits.
    pub(super) fn take_over(connection: &Connection) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        // By the file's own name, when it was opened by a link: the log is beside that.
        let mut name = OsString::from(connection.path().ok_or("the file has no name")?);
        name.push("-wal");
        let mut file = File::options().read(true).write(true).open(name)?;
        if let Err(error) = lengthen(&mut file) {
            tracing::debug!(%error, "the log grows as it is written");
        }
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        Ok(Self::new(Some(file)))
    }

    /// A log of which commits are not synced, or those of this file.
    pub(super) fn new(file: Option<File>) -> Self {
        let (begun, took) = Default::default();
        Self { file: file.map(Mutex::new), begun, state: watch::Sender::default(), took }
    }

    /// Gives the commit that comes next its number. From now on others may see it, before it is safe.
    pub(super) fn begin(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Makes the commits up to this number safe, or tells why it can't.
    ///
    /// What an `fsync` could not write, the next one may not try again, and would tell nothing of it: after one that failed,
    /// whatever follows in the log may be lost, so nothing is safe any more.
    pub(super) fn sync(&self, number: u64) -> Result<(), String> {
        let Some(file) = &self.file else {
            self.state.send_modify(|state| state.safe = state.safe.max(number));
            return Ok(());
        };
        // Locked until the outcome is known: a second sync must not begin before.
        let file = file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failed) = self.failed() {
            return Err(failed);
        }
        let start = Instant::now();
        let synced = file.sync_data();
        self.took.store(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let failed = synced.err().map(|error| error.to_string());
        self.state.send_modify(|state| match &failed {
            None => state.safe = state.safe.max(number),
            Some(failed) => state.failed = Some(failed.clone()),
        });
        failed.map_or(Ok(()), Err)
    }

    /// Why nothing can be made safe any more.
    pub(super) fn failed(&self) -> Option<String> {
        self.state.borrow().failed.clone()
    }

    /// How long the last sync took.
    pub(super) fn took(&self) -> Duration {
        Duration::from_nanos(self.took.load(Ordering::Relaxed))
    }

    /// Waits until all that can be seen by now is safe.
    pub(super) async fn seen(&self) -> Result<(), StoreError> {
        let seen = self.begun.load(Ordering::SeqCst);
        let mut states = self.state.subscribe();
        let state = states.wait_for(|state| state.safe >= seen || state.failed.is_some()).await;
        match state.map_err(|_| StoreError::Closed)?.failed.clone() {
            Some(failed) => Err(StoreError::Failed(failed.into())),
            None => Ok(()),
        }
    }
}

/// Fills the log up with zeros, which are no part of it: what SQLite writes has marks and sums.
fn lengthen(file: &mut File) -> std::io::Result<()> {
    let written = file.seek(SeekFrom::End(0))?;
    let zeros = std::io::repeat(0).take(LENGTH.saturating_sub(written));
    let filled = std::io::copy(&mut BufReader::with_capacity(1 << 16, zeros), file);
    if filled.is_err() {
        // The disk is full, and what is left of it is for what is written.
        file.set_len(written)?;
    }
    filled.map(|_| ())
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn g01_what_is_seen_is_waited_for_until_it_is_safe() {
        let log = Log::new(Some(tempfile::tempfile().unwrap()));
        log.seen().await.unwrap();
        let (first, second) = (log.begin(), log.begin());
        let mut seen = std::pin::pin!(log.seen());
        assert!((&mut seen).now_or_never().is_none());
        log.sync(first).unwrap();
        assert!((&mut seen).now_or_never().is_none(), "the second is not safe");
        log.sync(second).unwrap();
        seen.await.unwrap();
    }

    #[test]
    fn g01_a_log_that_is_filled_up_holds_what_it_held_and_what_comes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, log) = (folder.path().join("bot.db"), folder.path().join("bot.db-wal"));
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1);").unwrap();
        drop(Log::take_over(&connection).unwrap());
        assert_eq!(log.metadata().unwrap().len(), LENGTH);
        connection.execute("INSERT INTO t VALUES (2)", []).unwrap();
        // As after a kill.
        let copy = folder.path().join("copy.db");
        std::fs::copy(&path, &copy).unwrap();
        std::fs::copy(&log, folder.path().join("copy.db-wal")).unwrap();
        let copy = Connection::open(&copy).unwrap();
        let sum = |file: &Connection| file.query_row("SELECT sum(n) FROM t", [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((sum(&connection), sum(&copy)), (3, 3));
        drop(Log::take_over(&connection).unwrap());
        assert_eq!(log.metadata().unwrap().len(), LENGTH, "it is long enough");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn g01_after_a_sync_that_failed_nothing_is_safe() {
        let log = Log::new(Some(File::options().write(true).open("/dev/null").unwrap()));
        log.seen().await.unwrap();
        let number = log.begin();
        let why = log.sync(number).unwrap_err();
        assert_eq!(log.sync(number + 1), Err(why.clone()));
        assert_eq!(log.failed(), Some(why));
        assert!(log.seen().await.is_err(), "what was not made safe is not shown");
    }
}

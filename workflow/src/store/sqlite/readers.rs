//! Reads go on beside each other and beside the writer: on a few threads, each with a connection of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{mpsc, oneshot};

use super::super::StoreError;
use super::schema;

/// How many read at once: more would wait for a processor.
const READERS: usize = 2;
/// How many reads may wait; more wait for a place.
const QUEUE: usize = 4096;

/// The threads that read. Whoever is free takes the next read, so that one that takes long holds up no other.
#[derive(Debug)]
pub(super) struct Readers {
    /// None once it is dropped.
    queue: Option<mpsc::Sender<Read>>,
    threads: Vec<JoinHandle<()>>,
}

type Read = Box<dyn FnOnce(&Connection) + Send>;

impl Readers {
    /// Opens the connections, and starts the threads.
    ///
    /// # Errors
    /// When the file can't be opened, or there is no thread to be had.
    pub(super) fn start(path: &Path) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let (queue, reads) = mpsc::channel(QUEUE);
        let reads = Arc::new(Mutex::new(reads));
        let mut readers = Self { queue: Some(queue), threads: Vec::with_capacity(READERS) };
        for _ in 0..READERS {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(schema::BUSY)?;
            let reads = Arc::clone(&reads);
            let thread = std::thread::Builder::new().name("workflow-reader".into());
            readers.threads.push(thread.spawn(move || serve(&connection, &reads))?);
        }
        Ok(readers)
    }

    /// Reads when one of the threads is free.
    ///
    /// # Errors
    /// What the read fails with; or that it panicked.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        let (done, answer) = oneshot::channel();
        let read = Box::new(move |connection: &Connection| {
            // Whoever does not wait any more needs nothing to be read.
            if !done.is_closed() {
                drop(done.send(read(connection)));
            }
        });
        queue.send(read).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Failed("a read panicked".into()))?
    }
}

impl Drop for Readers {
    /// Waits for the threads: whoever opens the file next finds it free.
    fn drop(&mut self) {
        drop(self.queue.take());
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread that reads from SQLite has ended in a panic");
            }
        }
    }
}

fn serve(connection: &Connection, reads: &Mutex<mpsc::Receiver<Read>>) {
    // Whoever waits for the next read has the lock, and gives it away before it reads.
    let next = || reads.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    while let Some(read) = next() {
        // Whoever waits for it is told, as the sender of the answer is gone.
        if catch_unwind(AssertUnwindSafe(|| read(connection))).is_err() {
            tracing::error!("a read panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn readers() -> (tempfile::TempDir, Readers) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE one (n); INSERT INTO one VALUES (7)").unwrap();
        let readers = Readers::start(&path).unwrap();
        (folder, readers)
    }

    fn seven(connection: &Connection) -> Result<u32, StoreError> {
        connection
            .query_row("SELECT n FROM one", [], |row| row.get(0))
            .map_err(|error| StoreError::Failed(error.into()))
    }

    #[tokio::test]
    async fn g03_a_read_that_takes_long_holds_up_no_other() {
        let (_folder, readers) = readers();
        let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
        let long = readers.read(move |connection| {
            goes_on.recv().map_err(|error| StoreError::Failed(error.into()))?;
            seven(connection)
        });
        let others = async {
            for _ in 0..10 {
                assert_eq!(readers.read(seven).await.unwrap(), 7);
            }
            go_on.send(()).unwrap();
        };
        let both = async { tokio::join!(long, others) };
        let (read, ()) = tokio::time::timeout(Duration::from_secs(60), both).await.expect("the others are read");
        assert_eq!(read.unwrap(), 7);
    }

    #[tokio::test]
    async fn g08_a_read_that_panics_harms_itself_alone() {
        let (_folder, readers) = readers();
        for _ in 0..=READERS {
            let read = readers.read(|_| -> Result<u32, StoreError> { panic!("as it is to") });
            assert!(matches!(read.await, Err(StoreError::Failed(_))));
        }
        assert_eq!(readers.read(seven).await.unwrap(), 7);
    }
}

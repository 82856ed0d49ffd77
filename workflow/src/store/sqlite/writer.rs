//! The one thread that writes: whatever is waiting is written in one transaction, and answered after its `fsync`. That is
//! left to a second thread while there is more to write.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc as blocking};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::super::StoreError;
use super::Lock;
use super::behind::Keys;
use super::log::Log;
use super::pace::{First, Pace};
use super::statements::Statements;
use super::task::{Task, Written};
use crate::core::session::SessionId;

/// How many commits may wait for the writer; more wait for a place.
const QUEUE: usize = 4096;
/// How long the only one who waits stays awake for the answer.
const AWAKE: Duration = Duration::from_millis(1);
/// Without anything to write for so long, sessions catch up that are behind; when they can't, again after this.
const IDLE: Duration = Duration::from_millis(20);
const IDLE_AGAIN: Duration = Duration::from_millis(500);
/// How many of them at once: a turn that comes meanwhile has to wait for them.
const AT_ONCE: usize = 128;

/// The writer thread, from outside.
#[derive(Debug)]
pub(super) struct Writer {
    /// None once it is closed.
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
    thread: tokio::sync::Mutex<Option<JoinHandle<()>>>,
    /// How many wait for an answer.
    waits: Arc<AtomicUsize>,
}

/// Counted for as long as it lives, also when its future is dropped.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn begin(waits: &'a AtomicUsize) -> Self {
        waits.fetch_add(1, Ordering::Relaxed);
        Self(waits)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Waiting {
    /// The session that is written to, if it is known.
    session: Option<SessionId>,
    task: Box<Task>,
    done: oneshot::Sender<(Result<Written, StoreError>, Box<Task>)>,
}

impl Waiting {
    /// Gives the task back with the result: to free it is left to whoever made it.
    fn answer(self, result: Result<Written, StoreError>) {
        // Whoever does not wait any more needs no answer.
        drop(self.done.send((result, self.task)));
    }
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

impl Writer {
    /// Starts the thread. The file is `lock`ed until it has ended.
    pub(super) fn start(connection: Connection, log: Arc<Log>, keys: Arc<Keys>, lock: Lock) -> std::io::Result<Self> {
        let (queue, receiver) = mpsc::channel(QUEUE);
        let waits = Arc::new(AtomicUsize::new(0));
        let waiting = Arc::clone(&waits);
        let thread = std::thread::Builder::new().name("workflow-sqlite".into()).spawn(move || {
            if let Err(error) = run(&connection, &log, keys, receiver, &waiting) {
                tracing::error!(%error, "SQLite is not written to any more");
            }
            drop((connection, lock));
        })?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: tokio::sync::Mutex::new(Some(thread)), waits })
    }

    pub(super) async fn write(&self, task: Box<Task>) -> Result<Written, StoreError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(StoreError::Closed)?;
        let (done, answer) = oneshot::channel();
        queue.send(Waiting { session: task.session(), task, done }).await.map_err(|_| StoreError::Closed)?;
        // Or closing would wait for a caller that does not look at its answer.
        drop(queue);
        let (result, _task) = self.watch(answer).await.map_err(|_| StoreError::Closed)?;
        result
    }

    /// Waits for the answer; awake at first when nobody else waits, as to be woken takes about as long as an `fsync`.
    async fn watch<T>(&self, mut answer: oneshot::Receiver<T>) -> Result<T, oneshot::error::RecvError> {
        let _waits = Waits::begin(&self.waits);
        let start = Instant::now();
        while self.waits.load(Ordering::Relaxed) == 1 && start.elapsed() < AWAKE {
            match answer.try_recv() {
                Ok(answer) => return Ok(answer),
                Err(oneshot::error::TryRecvError::Empty) => tokio::task::yield_now().await,
                Err(oneshot::error::TryRecvError::Closed) => break,
            }
        }
        answer.await
    }

    pub(super) async fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        // Kept locked meanwhile: who closes it a second time waits for the same.
        let mut thread = self.thread.lock().await;
        if let Some(thread) = thread.take()
            && tokio::task::spawn_blocking(move || thread.join()).await.is_err()
        {
            tracing::error!("the thread that writes to SQLite has ended in a panic");
        }
    }
}

impl Drop for Writer {
    /// Waits for the commits that were taken: whoever opens the file next finds them, and finds it free.
    fn drop(&mut self) {
        drop(self.queue.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(thread) = self.thread.get_mut().take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that writes to SQLite has ended in a panic");
        }
    }
}

fn run(
    connection: &Connection,
    log: &Log,
    keys: Arc<Keys>,
    queue: mpsc::Receiver<Waiting>,
    waits: &AtomicUsize,
) -> Result<(), Box<dyn std::error::Error>> {
    std::thread::scope(|scope| {
        let (unsafe_yet, batches) = blocking::channel();
        std::thread::Builder::new().name("workflow-fsync".into()).spawn_scoped(scope, move || sync(log, &batches))?;
        write(connection, log, keys, queue, waits, &unsafe_yet)?;
        Ok::<_, Box<dyn std::error::Error>>(())
    })?;
    Ok(connection.pragma_update(None, "wal_checkpoint", "TRUNCATE")?)
}

/// A batch that is committed, and not safe yet.
struct Unsafe {
    number: u64,
    batch: Vec<Waiting>,
    results: Vec<Written>,
}

/// Makes batches safe and answers them, while the writer goes on.
fn sync(log: &Log, batches: &blocking::Receiver<Unsafe>) {
    while let Ok(first) = batches.recv() {
        let mut number = first.number;
        let mut all = vec![first];
        for next in batches.try_iter() {
            number = next.number;
            all.push(next);
        }
        let synced = log.sync(number);
        for Unsafe { batch, results, .. } in all {
            answer(batch, synced.clone().map(|()| results));
        }
    }
}

fn write(
    connection: &Connection,
    log: &Log,
    keys: Arc<Keys>,
    mut queue: mpsc::Receiver<Waiting>,
    waits: &AtomicUsize,
    unsafe_yet: &blocking::Sender<Unsafe>,
) -> rusqlite::Result<()> {
    let mut statements = Statements::prepare(connection, keys)?;
    let mut pace = Pace::new();
    let mut idle = IDLE;
    loop {
        let can_catch_up = !statements.behind.is_empty() && log.failed().is_none();
        let first = match pace.first(&mut queue, can_catch_up.then_some(idle)) {
            First::Came(first) => first,
            First::Idle => {
                idle = if catch_up(connection, log, &mut statements, AT_ONCE) { IDLE } else { IDLE_AGAIN };
                continue;
            }
            First::Closed => break,
        };
        let mut batch = vec![first];
        if let Some(failed) = log.failed() {
            answer(batch, Err(failed));
            continue;
        }
        let begun = Instant::now();
        let more = |batch: &mut Vec<Waiting>| pace.fill(&mut queue, batch);
        match write_all(connection, log, &mut statements, &mut batch, more) {
            // The others must not suffer: each by itself.
            Err(Unwritten::One(_)) if batch.len() > 1 => {
                for waiting in batch {
                    let mut alone = vec![waiting];
                    let written = write_all(connection, log, &mut statements, &mut alone, |_| ());
                    let safe = written.map_err(Unwritten::into_text).and_then(|(number, results)| {
                        number.map_or(Ok(()), |number| log.sync(number))?;
                        Ok(results)
                    });
                    answer(alone, safe);
                }
            }
            Err(error) => answer(batch, Err(error.into_text())),
            Ok((None, results)) => answer(batch, Ok(results)),
            Ok((Some(number), results)) => {
                let (count, took) = (batch.len(), begun.elapsed());
                if pace.goes_on() {
                    drop(unsafe_yet.send(Unsafe { number, batch, results }));
                } else {
                    let synced = log.sync(number);
                    answer(batch, synced.map(|()| results));
                }
                pace.learn(count, waits.load(Ordering::Relaxed), took, log.took());
            }
        }
    }
    if !statements.behind.is_empty() && log.failed().is_none() {
        catch_up(connection, log, &mut statements, usize::MAX);
    }
    Ok(())
}

/// Has so many sessions catch up that are behind; gives whether they did. Their rows tell nothing that is not safe already,
/// and are found again without: nothing is synced for them.
fn catch_up(connection: &Connection, log: &Log, statements: &mut Statements<'_>, most: usize) -> bool {
    let caught_up =
        in_transaction(connection, log, statements, |statements| Ok((false, statements.behind.catch_up_first(most)?)));
    let failed = caught_up.err().map(Unwritten::into_text);
    if let Some(error) = &failed {
        tracing::warn!(error, "the rows of sessions stay behind their journal for now");
    }
    failed.is_none()
}

fn answer(batch: Vec<Waiting>, results: Result<Vec<Written>, String>) {
    match results {
        Ok(results) => batch.into_iter().zip(results).for_each(|(waiting, result)| waiting.answer(Ok(result))),
        Err(error) => {
            tracing::error!(%error, "commits were not written");
            batch.into_iter().for_each(|waiting| waiting.answer(Err(StoreError::Failed(error.clone().into()))));
        }
    }
}

/// Why nothing was written.
enum Unwritten {
    /// One of the tasks can't be.
    One(rusqlite::Error),
    /// Nothing can be.
    All(rusqlite::Error),
}

impl Unwritten {
    fn into_text(self) -> String {
        let (Self::One(error) | Self::All(error)) = self;
        error.to_string()
    }
}

/// Writes the batch in one transaction, and what `more` adds to it meanwhile. Gives the number of the commit; none when there
/// is nothing in it to be made safe.
fn write_all(
    connection: &Connection,
    log: &Log,
    statements: &mut Statements<'_>,
    batch: &mut Vec<Waiting>,
    mut more: impl FnMut(&mut Vec<Waiting>),
) -> Result<(Option<u64>, Vec<Written>), Unwritten> {
    in_transaction(connection, log, statements, |statements| {
        let mut results = Vec::with_capacity(batch.len());
        loop {
            let written = results.len();
            more(batch);
            let Some(unwritten_yet) = batch.get_mut(written..).filter(|rest| !rest.is_empty()) else { break };
            // Neighbours in the file are written one after the other. Any order will do: a session has one commit at a time.
            unwritten_yet.sort_by_key(|waiting| waiting.session);
            for waiting in unwritten_yet {
                results.push(statements.write(&waiting.task)?);
            }
        }
        statements.behind.catch_up_where_due()?;
        let tells_anything = batch.iter().any(|waiting| !matches!(*waiting.task, Task::CatchUp(_)));
        Ok((tells_anything, results))
    })
}

/// Writes in one transaction what is or is not to be made safe. Gives its number then.
fn in_transaction<T>(
    connection: &Connection,
    log: &Log,
    statements: &mut Statements<'_>,
    write: impl FnOnce(&mut Statements<'_>) -> rusqlite::Result<(bool, T)>,
) -> Result<(Option<u64>, T), Unwritten> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(Unwritten::All)?;
    // SQLite ends the transaction by itself when the disk is full or fails.
    let unwritten = |error| if connection.is_autocommit() { Unwritten::All(error) } else { Unwritten::One(error) };
    let committed = write(statements).map_err(unwritten).and_then(|(tells_anything, written)| {
        let number = tells_anything.then(|| log.begin());
        transaction.commit().map_err(|error| {
            if let Some(number) = number {
                // Or whoever reads would wait for it.
                drop(log.sync(number));
            }
            Unwritten::All(error)
        })?;
        Ok((number, written))
    });
    match &committed {
        Ok(_) => statements.behind.committed(),
        Err(_) => statements.behind.rolled_back(),
    }
    committed
}

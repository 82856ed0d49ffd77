//! The one thread that writes: whatever is waiting is written in one transaction, and answered after its `fsync`. That is
//! left to a second thread while there is more to write.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc as blocking};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::super::{Claim, Commit, Committed, Note, PendingId, Postponed, Shows, Slot, StoreError};
use super::Lock;
use super::log::Log;
use super::notes::Written as Noted;
use super::pace::Pace;
use super::statements::Statements;
use super::sweep::Old;
use crate::core::session::SessionId;

/// How many commits may wait for the writer; more wait for a place.
const QUEUE: usize = 4096;
/// How long the only one who waits stays awake for the answer.
const AWAKE: Duration = Duration::from_millis(1);

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
    pub(super) fn start(connection: Connection, log: Arc<Log>, lock: Lock) -> std::io::Result<Self> {
        let (queue, receiver) = mpsc::channel(QUEUE);
        let waits = Arc::new(AtomicUsize::new(0));
        let waiting = Arc::clone(&waits);
        let thread = std::thread::Builder::new().name("workflow-sqlite".into()).spawn(move || {
            if let Err(error) = run(&connection, &log, receiver, &waiting) {
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

/// What is written, serialized by whoever asks for it so that the one writer does not have to.
#[expect(clippy::large_enum_variant, reason = "tasks are boxed, and nearly all of them are commits")]
pub(super) enum Task {
    Commit(Rows),
    Claim { claims: Vec<Claim>, now: Timestamp, until: Timestamp },
    Renew { claims: Vec<Claim>, until: Timestamp },
    Postpone { claim: Claim, how: Postponed, payload: Option<String> },
    Finish(Claim),
    Revive { id: PendingId, now: Timestamp },
    Abandon { key: String, slot: Slot },
    Remove(Vec<Old>),
    Note { surface: String, notes: Vec<Noted> },
}

/// What came of a task.
pub(super) enum Written {
    Commit(Committed),
    /// The claims for which there was nothing to change.
    Missed(Vec<Claim>),
    /// So many rows were changed.
    Changed(usize),
}

/// The rows of one commit.
pub(super) struct Rows {
    pub(super) commit: Commit,
    pub(super) key: String,
    pub(super) answer: Option<String>,
    pub(super) data: String,
    pub(super) said: Option<String>,
    pub(super) view: String,
    /// What is done is done with these.
    pub(super) payloads: Vec<Option<String>>,
    /// What is shown to others.
    pub(super) views: Vec<String>,
    /// What is asked.
    pub(super) question: Option<String>,
}

impl Task {
    pub(super) fn prepare(commit: Commit) -> Result<Box<Self>, StoreError> {
        let rows = Rows::prepare(commit).map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Box::new(Self::Commit(rows)))
    }

    pub(super) fn note(surface: &str, notes: Vec<Note>) -> Result<Self, StoreError> {
        let text = |note: Note| Ok((note.name, note.value.map(|value| serde_json::to_string(&value)).transpose()?));
        let notes: serde_json::Result<_> = notes.into_iter().map(text).collect();
        let notes = notes.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Self::Note { surface: surface.to_owned(), notes })
    }

    pub(super) fn postpone(claim: Claim, how: Postponed) -> Result<Self, StoreError> {
        let payload = how.payload.as_ref().map(serde_json::to_string).transpose();
        let payload = payload.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Self::Postpone { claim, how, payload })
    }

    /// The session that is written to, if it is known.
    fn session(&self) -> Option<SessionId> {
        match self {
            Self::Commit(rows) => {
                let asks = rows.commit.asking.as_ref().map(|asking| asking.visit.session);
                rows.commit.moved.as_ref().map(|moved| moved.record.session).or(asks)
            }
            Self::Postpone { claim, .. } | Self::Finish(claim) => Some(claim.id.visit.session),
            Self::Revive { id, .. } => Some(id.visit.session),
            Self::Claim { .. } | Self::Renew { .. } | Self::Abandon { .. } | Self::Remove(_) | Self::Note { .. } => {
                None
            }
        }
    }
}

impl Rows {
    fn prepare(commit: Commit) -> serde_json::Result<Self> {
        let answer = commit.mark.as_ref().map(|(_, answer)| serde_json::to_string(answer)).transpose()?;
        let asked = commit.asking.as_ref().and_then(|asking| asking.asked.as_deref());
        let question = asked.map(serde_json::to_string).transpose()?;
        let mut rows = Self {
            key: commit.key.to_string(),
            answer,
            data: String::new(),
            said: None,
            view: String::new(),
            payloads: Vec::new(),
            views: Vec::new(),
            question,
            commit,
        };
        if let Some(moved) = &rows.commit.moved {
            rows.data = serde_json::to_string(&moved.record.stored.data)?;
            rows.said = moved.entry.said.as_ref().map(serde_json::to_string).transpose()?;
            rows.view = serde_json::to_string(&*moved.entry.view)?;
            for asks in &moved.asks {
                rows.payloads.push(asks.payload.as_ref().map(serde_json::to_string).transpose()?);
            }
            if moved.shows == Shows::Anew {
                for (_, view) in &moved.record.views {
                    rows.views.push(serde_json::to_string(&**view)?);
                }
            }
        }
        Ok(rows)
    }
}

fn run(
    connection: &Connection,
    log: &Log,
    queue: mpsc::Receiver<Waiting>,
    waits: &AtomicUsize,
) -> Result<(), Box<dyn std::error::Error>> {
    std::thread::scope(|scope| {
        let (unsafe_yet, batches) = blocking::channel();
        std::thread::Builder::new().name("workflow-fsync".into()).spawn_scoped(scope, move || sync(log, &batches))?;
        write(connection, log, queue, waits, &unsafe_yet)?;
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
    mut queue: mpsc::Receiver<Waiting>,
    waits: &AtomicUsize,
    unsafe_yet: &blocking::Sender<Unsafe>,
) -> rusqlite::Result<()> {
    let mut statements = Statements::prepare(connection)?;
    let mut pace = Pace::new();
    while let Some(first) = pace.first(&mut queue) {
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
                        log.sync(number)?;
                        Ok(results)
                    });
                    answer(alone, safe);
                }
            }
            Err(error) => answer(batch, Err(error.into_text())),
            Ok((number, results)) => {
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
    Ok(())
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

/// Writes the batch in one transaction, and what `more` adds to it meanwhile. Gives the number of the commit.
fn write_all(
    connection: &Connection,
    log: &Log,
    statements: &mut Statements<'_>,
    batch: &mut Vec<Waiting>,
    mut more: impl FnMut(&mut Vec<Waiting>),
) -> Result<(u64, Vec<Written>), Unwritten> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(Unwritten::All)?;
    // SQLite ends the transaction by itself when the disk is full or fails.
    let unwritten = |error| if transaction.is_autocommit() { Unwritten::All(error) } else { Unwritten::One(error) };
    let mut results = Vec::with_capacity(batch.len());
    loop {
        let written = results.len();
        more(batch);
        let Some(unwritten_yet) = batch.get_mut(written..).filter(|rest| !rest.is_empty()) else { break };
        // Neighbours in the file are written one after the other. Any order will do: a session has one commit at a time.
        unwritten_yet.sort_by_key(|waiting| waiting.session);
        for waiting in unwritten_yet {
            results.push(statements.write(&waiting.task).map_err(unwritten)?);
        }
    }
    let number = log.begin();
    transaction.commit().map_err(|error| {
        // Or whoever reads would wait for it.
        drop(log.sync(number));
        Unwritten::All(error)
    })?;
    Ok((number, results))
}

//! The one thread that writes: whatever is waiting is written in one transaction, and answered after its `fsync`.

use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot};

use super::super::{Answer, Commit, Committed, PendingWork, Slot, StoreError};
use super::Lock;
use super::pace::Pace;
use crate::core::session::SessionId;

/// How many commits may wait for the writer; more wait for a place.
const QUEUE: usize = 4096;

/// The writer thread, from outside.
#[derive(Debug)]
pub(super) struct Writer {
    /// None once it is closed.
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
    thread: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

struct Waiting {
    task: Task,
    done: oneshot::Sender<(Result<Committed, StoreError>, Task)>,
}

impl Waiting {
    /// Gives the task back with the result: to free it is left to whoever made it.
    fn answer(self, result: Result<Committed, StoreError>) {
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
    pub(super) fn start(connection: Connection, lock: Lock) -> std::io::Result<Self> {
        let (queue, receiver) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name("workflow-sqlite".into()).spawn(move || {
            run(connection, receiver);
            drop(lock);
        })?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: tokio::sync::Mutex::new(Some(thread)) })
    }

    pub(super) async fn commit(&self, task: Task) -> Result<Committed, StoreError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(StoreError::Closed)?;
        let (done, answer) = oneshot::channel();
        queue.send(Waiting { task, done }).await.map_err(|_| StoreError::Closed)?;
        // Or closing would wait for a caller that does not look at its answer.
        drop(queue);
        let (result, _task) = answer.await.map_err(|_| StoreError::Closed)?;
        result
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
pub(super) enum Task {
    Commit(Box<Rows>),
    Postpone(PendingWork),
    Abandon { key: String, slot: Slot },
}

/// The rows of one commit.
pub(super) struct Rows {
    commit: Commit,
    key: String,
    answer: Option<String>,
    data: String,
    said: Option<String>,
    view: String,
}

impl Task {
    pub(super) fn prepare(commit: Commit) -> Result<Self, StoreError> {
        let failed = |error: serde_json::Error| StoreError::Failed(error.into());
        let (mut data, mut said, mut view) = (String::new(), None, String::new());
        if let Some(moved) = &commit.moved {
            data = serde_json::to_string(&moved.record.stored.data).map_err(failed)?;
            said = moved.entry.said.as_ref().map(serde_json::to_string).transpose().map_err(failed)?;
            view = serde_json::to_string(&*moved.entry.view).map_err(failed)?;
        }
        let answer =
            commit.mark.as_ref().map(|(_, answer)| serde_json::to_string(answer)).transpose().map_err(failed)?;
        Ok(Self::Commit(Box::new(Rows { key: commit.key.to_string(), answer, data, said, view, commit })))
    }

    /// The session that is written to, if it is known.
    fn session(&self) -> Option<SessionId> {
        match self {
            Self::Commit(rows) => rows.commit.moved.as_ref().map(|moved| moved.record.session),
            Self::Postpone(work) => Some(work.id.visit.session),
            Self::Abandon { .. } => None,
        }
    }
}

fn run(mut connection: Connection, mut queue: mpsc::Receiver<Waiting>) {
    let mut pace = Pace::new();
    while let Some(first) = pace.first(&mut queue) {
        let mut batch = vec![first];
        let written = write_all(&mut connection, &mut batch, |batch| pace.fill(&mut queue, batch));
        match written {
            // The others must not suffer: each by itself.
            Err(Unwritten::One(_)) if batch.len() > 1 => {
                for waiting in batch {
                    let mut alone = vec![waiting];
                    let written = write_all(&mut connection, &mut alone, |_| ());
                    answer(alone, written.map(|written| written.results));
                }
            }
            Err(error) => answer(batch, Err(error)),
            Ok(Written { results, fill, commit }) => {
                pace.learn(batch.len(), queue.len(), fill, commit);
                answer(batch, Ok(results));
            }
        }
    }
    if let Err(error) = connection.pragma_update(None, "wal_checkpoint", "TRUNCATE") {
        tracing::warn!(%error, "the write-ahead log was not folded into the file");
    }
}

fn answer(batch: Vec<Waiting>, results: Result<Vec<Committed>, Unwritten>) {
    match results {
        Ok(results) => batch.into_iter().zip(results).for_each(|(waiting, result)| waiting.answer(Ok(result))),
        Err(Unwritten::One(error) | Unwritten::All(error)) => {
            tracing::error!(%error, "commits were not written");
            let text = error.to_string();
            batch.into_iter().for_each(|waiting| waiting.answer(Err(StoreError::Failed(text.clone().into()))));
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

/// What was written, and how long it took to write it and to commit it.
struct Written {
    results: Vec<Committed>,
    fill: Duration,
    commit: Duration,
}

/// Writes the batch in one transaction, and what `more` adds to it meanwhile.
fn write_all(
    connection: &mut Connection,
    batch: &mut Vec<Waiting>,
    mut more: impl FnMut(&mut Vec<Waiting>),
) -> Result<Written, Unwritten> {
    let begun = Instant::now();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Unwritten::All)?;
    // SQLite ends the transaction by itself when the disk is full or fails.
    let unwritten = |error| if transaction.is_autocommit() { Unwritten::All(error) } else { Unwritten::One(error) };
    let mut results = Vec::with_capacity(batch.len());
    loop {
        let written = results.len();
        more(batch);
        let Some(unwritten_yet) = batch.get_mut(written..).filter(|rest| !rest.is_empty()) else { break };
        // Neighbours in the file are written one after the other. Any order will do: a session has one commit at a time.
        unwritten_yet.sort_by_key(|waiting| waiting.task.session());
        for waiting in unwritten_yet {
            results.push(write(&transaction, &waiting.task).map_err(unwritten)?);
        }
    }
    let written = Instant::now();
    transaction.commit().map_err(Unwritten::All)?;
    Ok(Written { results, fill: written - begun, commit: written.elapsed() })
}

fn write(transaction: &Transaction<'_>, task: &Task) -> rusqlite::Result<Committed> {
    match task {
        Task::Commit(rows) => write_commit(transaction, rows),
        Task::Postpone(work) => postpone(transaction, work),
        Task::Abandon { key, slot } => make_room(transaction, key, slot.as_str()).map(|()| Committed::Done),
    }
}

/// Nothing is written before it is known that the delivery is new and the session where it is expected.
fn write_commit(transaction: &Transaction<'_>, rows: &Rows) -> rusqlite::Result<Committed> {
    let Rows { commit, key, answer, .. } = rows;
    let at = commit.at.as_millisecond();
    if let Some((delivery, _)) = &commit.mark
        && let Some(answer) = answered(transaction, key, delivery.as_str())?
    {
        return Ok(Committed::Repeated(answer));
    }
    if commit.moved.is_some() && !write_move(transaction, rows, at)? {
        return Ok(Committed::Conflict);
    }
    if let (Some((delivery, _)), Some(answer)) = (&commit.mark, answer) {
        transaction
            .prepare_cached("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![key, delivery.as_str(), at, answer])?;
    }
    Ok(Committed::Done)
}

fn answered(transaction: &Transaction<'_>, key: &str, delivery: &str) -> rusqlite::Result<Option<Answer>> {
    let answer: Option<String> = transaction
        .prepare_cached("SELECT answer FROM inbox WHERE key = ?1 AND delivery = ?2")?
        .query_row(params![key, delivery], |row| row.get(0))
        .optional()?;
    answer
        .map(|answer| serde_json::from_str(&answer))
        .transpose()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into()))
}

/// False when the session is not where it is expected.
fn write_move(transaction: &Transaction<'_>, rows: &Rows, at: i64) -> rusqlite::Result<bool> {
    let Some(moved) = &rows.commit.moved else { return Ok(true) };
    let (record, entry) = (&moved.record, &moved.entry);
    let (id, stored) = (record.session.as_uuid().as_bytes().as_slice(), &record.stored);
    let revision = number(record.revision);
    if moved.expected.get() == 0 {
        if transaction.prepare_cached("SELECT 1 FROM session WHERE id = ?1")?.exists(params![id])? {
            return Ok(false);
        }
        make_room(transaction, &rows.key, record.slot.as_str())?;
        transaction
            .prepare_cached(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
            )?
            .execute(params![
                id, rows.key, record.slot.as_str(), stored.workflow, stored.version, stored.step, rows.data, revision,
                record.ended, at
            ])?;
    } else {
        let changed = transaction
            .prepare_cached(
                "UPDATE session SET workflow = ?2, version = ?3, step = ?4, data = ?5, revision = ?6, ended = ?7, updated = ?8
                 WHERE id = ?1 AND revision = ?9 AND current = 1",
            )?
            .execute(params![
                id, stored.workflow, stored.version, stored.step, rows.data, revision, record.ended, at,
                number(moved.expected)
            ])?;
        if changed == 0 {
            return Ok(false);
        }
    }
    transaction
        .prepare_cached(
            "INSERT INTO journal (session, revision, at, delivery, edge, from_step, to_step, by, said, view)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            revision,
            at,
            entry.delivery.as_str(),
            entry.edge,
            entry.from,
            entry.to,
            entry.by.as_ref().map(|by| by.as_str()),
            rows.said,
            rows.view
        ])?;
    if moved.cancels {
        transaction.prepare_cached("DELETE FROM work WHERE session = ?1")?.execute(params![id])?;
    }
    for (position, name) in &moved.starts {
        transaction
            .prepare_cached(
                "INSERT INTO work (session, revision, position, name, attempts, due) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            )?
            .execute(params![id, revision, position, name, at])?;
    }
    Ok(true)
}

/// The session that had the place leaves it, with its work.
fn make_room(transaction: &Transaction<'_>, key: &str, slot: &str) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "DELETE FROM work WHERE session IN (SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1)",
        )?
        .execute(params![key, slot])?;
    transaction
        .prepare_cached("UPDATE session SET current = 0, ended = 1 WHERE key = ?1 AND slot = ?2 AND current = 1")?
        .execute(params![key, slot])?;
    Ok(())
}

fn postpone(transaction: &Transaction<'_>, work: &PendingWork) -> rusqlite::Result<Committed> {
    let visit = work.id.visit;
    transaction
        .prepare_cached(
            "UPDATE work SET attempts = ?4, due = ?5, reason = ?6 WHERE session = ?1 AND revision = ?2 AND position = ?3",
        )?
        .execute(params![
            visit.session.as_uuid().as_bytes().as_slice(), number(visit.revision), work.id.index, work.attempts,
            work.due.map(jiff::Timestamp::as_millisecond), work.reason
        ])?;
    Ok(Committed::Done)
}

/// SQLite's integers are signed.
fn number(revision: crate::core::session::Revision) -> i64 {
    i64::try_from(revision.get()).unwrap_or(i64::MAX)
}

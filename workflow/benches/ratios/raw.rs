//! The same rows by the same statements in a plain loop: all that a single writer with that many clients has to do. As the
//! store does, it writes the row of a session once for many of its moves. Its log is as SQLite makes it: it grows.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Statement, params};
use workflow::Workflow;

use crate::Failure;
use crate::order::Order;
use crate::rows::Row;

/// By how many moves of all the rows of sessions are behind.
const BEHIND: usize = 8192;

/// Writes the rows, a transaction for each batch, into a file that has the tables. The first batch, in which the sessions
/// begin, is not timed.
pub(crate) fn write(path: &Path, batches: &[Vec<Row>]) -> Result<Duration, Failure> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -32 * 1024)?;
    connection.pragma_update(None, "wal_autocheckpoint", 8192)?;
    let mut statements = Statements::prepare(&connection)?;
    let Some((first, rest)) = batches.split_first() else { return Err("there is nothing to write".into()) };
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut entries = first.iter().map(|row| statements.begin(row)).collect::<Result<Vec<_>, _>>()?;
    connection.execute_batch("COMMIT")?;
    let start = Instant::now();
    for (number, batch) in (1..).zip(rest) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for (row, entry) in batch.iter().zip(&mut entries) {
            *entry = statements.go_on(row, *entry)?;
            if number % (BEHIND / first.len()).max(1) == 0 {
                statements.catch_up(row, *entry)?;
            }
        }
        connection.execute_batch("COMMIT")?;
    }
    let took = start.elapsed();
    // As the store does when it is closed.
    for (row, entry) in rest.last().into_iter().flatten().zip(&entries) {
        statements.catch_up(row, *entry)?;
    }
    let last = "UPDATE meta SET value = (SELECT max(id) FROM journal) WHERE name = 'caught up'";
    connection.execute(last, [])?;
    Ok(took)
}

struct Statements<'a> {
    mark: Statement<'a>,
    leave: Statement<'a>,
    make_room: Statement<'a>,
    enter: Statement<'a>,
    begin: Statement<'a>,
    catch_up: Statement<'a>,
    left: Statement<'a>,
}

impl<'a> Statements<'a> {
    fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            mark: connection
                .prepare("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?,
            leave: connection.prepare(
                "DELETE FROM pending WHERE session IN (SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1)",
            )?,
            make_room: connection
                .prepare("UPDATE session SET current = 0, ended = 1 WHERE key = ?1 AND slot = ?2 AND current = 1")?,
            enter: connection.prepare(
                "INSERT INTO journal (session, revision, previous, at, delivery, edge, from_step, workflow, version, to_step,
                                      data, by, said, view, keeps)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?,
            begin: connection.prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated,
                                      entry)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
            )?,
            catch_up: connection.prepare(
                "UPDATE session SET (workflow, version, step, data, revision, updated) =
                        (SELECT workflow, version, to_step, data, revision, at FROM journal WHERE id = ?2),
                        entry = ?2, kept = ?3
                 WHERE id = ?1",
            )?,
            left: connection.prepare("DELETE FROM pending WHERE session = ?1 AND revision >= ?2 AND kind <> 'effect'")?,
        })
    }

    /// Gives the number of the journal's entry.
    fn begin(&mut self, row: &Row) -> rusqlite::Result<i64> {
        self.leave.execute(params![row.key, ""])?;
        self.make_room.execute(params![row.key, ""])?;
        self.mark.execute(params![row.key, row.delivery, row.at, row.answer])?;
        let entry = self.enter(row, None)?;
        self.begin.execute(params![
            bytes(row),
            row.key,
            "",
            Order::NAME,
            row.version,
            row.to,
            row.data,
            row.revision,
            false,
            row.at,
            entry
        ])?;
        Ok(entry)
    }

    /// The same.
    fn go_on(&mut self, row: &Row, previous: i64) -> rusqlite::Result<i64> {
        if self.mark.execute(params![row.key, row.delivery, row.at, row.answer])? == 0 {
            return Ok(previous);
        }
        let entry = self.enter(row, Some(previous))?;
        self.left.execute(params![bytes(row), row.revision - 1])?;
        Ok(entry)
    }

    fn catch_up(&mut self, row: &Row, entry: i64) -> rusqlite::Result<()> {
        self.catch_up.execute(params![bytes(row), entry, row.kept])?;
        Ok(())
    }

    fn enter(&mut self, row: &Row, previous: Option<i64>) -> rusqlite::Result<i64> {
        self.enter.insert(params![
            bytes(row),
            row.revision,
            previous,
            row.at,
            row.delivery,
            row.edge,
            row.from,
            Order::NAME,
            row.version,
            row.to,
            row.data,
            row.by,
            row.said,
            row.view,
            row.keeps
        ])
    }
}

fn bytes(row: &Row) -> &[u8] {
    row.session.as_uuid().as_bytes()
}

//! The same rows by the same statements in a plain loop: all that a single writer with that many clients has to do.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Statement, params};
use workflow::Workflow;

use crate::Failure;
use crate::order::Order;
use crate::rows::Row;

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
    first.iter().try_for_each(|row| statements.begin(row))?;
    connection.execute_batch("COMMIT")?;
    let start = Instant::now();
    for batch in rest {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        batch.iter().try_for_each(|row| statements.go_on(row))?;
        connection.execute_batch("COMMIT")?;
    }
    Ok(start.elapsed())
}

struct Statements<'a> {
    answered: Statement<'a>,
    leave: Statement<'a>,
    make_room: Statement<'a>,
    begin: Statement<'a>,
    stands: Statement<'a>,
    go_on: Statement<'a>,
    journal: Statement<'a>,
    left: Statement<'a>,
    inbox: Statement<'a>,
}

impl<'a> Statements<'a> {
    fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            answered: connection.prepare("SELECT answer FROM inbox WHERE delivery = ?2 AND key = ?1")?,
            leave: connection.prepare(
                "DELETE FROM pending WHERE session IN (SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1)",
            )?,
            make_room: connection
                .prepare("UPDATE session SET current = 0, ended = 1 WHERE key = ?1 AND slot = ?2 AND current = 1")?,
            begin: connection.prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated,
                                      entry)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
            )?,
            stands: connection.prepare("SELECT entry, kept FROM session WHERE id = ?1 AND revision = ?2 AND current = 1")?,
            go_on: connection.prepare(
                "UPDATE session SET workflow = ?2, version = ?3, step = ?4, data = ?5, revision = ?6, ended = ?7, updated = ?8,
                        entry = ?9, kept = ?10
                 WHERE id = ?1",
            )?,
            journal: connection.prepare(
                "INSERT INTO journal (session, revision, previous, at, delivery, edge, from_step, workflow, version, to_step,
                                      data, by, said, view)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?,
            left: connection.prepare("DELETE FROM pending WHERE session = ?1 AND revision >= ?2 AND kind <> 'effect'")?,
            inbox: connection.prepare("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4)")?,
        })
    }

    fn begin(&mut self, row: &Row) -> rusqlite::Result<()> {
        self.leave.execute(params![row.key, ""])?;
        self.make_room.execute(params![row.key, ""])?;
        let id = row.session.as_uuid().as_bytes().as_slice();
        let entry = self.mark(row, None)?;
        self.begin.execute(params![
            id,
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
        Ok(())
    }

    fn go_on(&mut self, row: &Row) -> rusqlite::Result<()> {
        let answer: Option<String> =
            self.answered.query_row(params![row.key, row.delivery], |row| row.get(0)).optional()?;
        if answer.is_some() {
            return Ok(());
        }
        let id = row.session.as_uuid().as_bytes().as_slice();
        let stands = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (previous, _kept): (i64, Option<String>) = self.stands.query_row(params![id, row.revision - 1], stands)?;
        let entry = self.mark(row, Some(previous))?;
        self.go_on.execute(params![
            id,
            Order::NAME,
            row.version,
            row.to,
            row.data,
            row.revision,
            false,
            row.at,
            entry,
            row.kept
        ])?;
        self.left.execute(params![id, row.revision - 1])?;
        Ok(())
    }

    fn mark(&mut self, row: &Row, previous: Option<i64>) -> rusqlite::Result<i64> {
        let id = row.session.as_uuid().as_bytes().as_slice();
        let entry = self.journal.insert(params![
            id,
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
            row.view
        ])?;
        self.inbox.execute(params![row.key, row.delivery, row.at, row.answer])?;
        Ok(entry)
    }
}

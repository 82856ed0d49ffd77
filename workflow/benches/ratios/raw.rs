//! The same rows by the same statements in a plain loop: all that a single writer with that many clients has to do.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Statement, params};
use workflow::Workflow;

use crate::Failure;
use crate::order::Order;
use crate::rows::{Row, Visit};

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
    go_on: Statement<'a>,
    journal: Statement<'a>,
    cancel: Statement<'a>,
    disarm: Statement<'a>,
    keep: Statement<'a>,
    forget: Statement<'a>,
    inbox: Statement<'a>,
}

impl<'a> Statements<'a> {
    fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            answered: connection.prepare("SELECT answer FROM inbox WHERE key = ?1 AND delivery = ?2")?,
            leave: connection.prepare(
                "DELETE FROM work WHERE session IN (SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1)",
            )?,
            make_room: connection
                .prepare("UPDATE session SET current = 0, ended = 1 WHERE key = ?1 AND slot = ?2 AND current = 1")?,
            begin: connection.prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
            )?,
            go_on: connection.prepare(
                "UPDATE session SET workflow = ?2, version = ?3, step = ?4, data = ?5, revision = ?6, ended = ?7, updated = ?8
                 WHERE id = ?1 AND revision = ?9 AND current = 1",
            )?,
            journal: connection.prepare(
                "INSERT INTO journal (session, revision, at, delivery, edge, from_step, to_step, by, said, view)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            cancel: connection.prepare("DELETE FROM work WHERE session = ?1 AND revision >= ?2")?,
            disarm: connection.prepare("DELETE FROM timer WHERE session = ?1 AND revision >= ?2")?,
            keep: connection.prepare(
                "INSERT INTO history (session, revision, workflow, version, step, data, way_back, around)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)
                 ON CONFLICT (session, revision) DO UPDATE SET way_back = ?7",
            )?,
            forget: connection.prepare("DELETE FROM history WHERE session = ?1 AND revision = ?2")?,
            inbox: connection.prepare("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4)")?,
        })
    }

    fn begin(&mut self, row: &Row) -> rusqlite::Result<()> {
        self.leave.execute(params![row.key, ""])?;
        self.make_room.execute(params![row.key, ""])?;
        let id = row.session.as_uuid().as_bytes().as_slice();
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
            row.at
        ])?;
        self.mark(row)
    }

    fn go_on(&mut self, row: &Row) -> rusqlite::Result<()> {
        let answer: Option<String> =
            self.answered.query_row(params![row.key, row.delivery], |row| row.get(0)).optional()?;
        if answer.is_some() {
            return Ok(());
        }
        let id = row.session.as_uuid().as_bytes().as_slice();
        self.go_on.execute(params![
            id,
            Order::NAME,
            row.version,
            row.to,
            row.data,
            row.revision,
            false,
            row.at,
            row.revision - 1
        ])?;
        self.cancel.execute(params![id, row.revision - 1])?;
        self.disarm.execute(params![id, row.revision - 1])?;
        for visit in &row.visits {
            match visit {
                Visit::Keep { revision, version, step, data, is_open } => {
                    self.keep.execute(params![id, revision, Order::NAME, version, step, data, is_open])?;
                }
                Visit::Drop(revision) => {
                    self.forget.execute(params![id, revision])?;
                }
            }
        }
        self.mark(row)
    }

    fn mark(&mut self, row: &Row) -> rusqlite::Result<()> {
        let id = row.session.as_uuid().as_bytes().as_slice();
        self.journal.execute(params![
            id,
            row.revision,
            row.at,
            row.delivery,
            row.edge,
            row.from,
            row.to,
            row.by,
            row.said,
            row.view
        ])?;
        self.inbox.execute(params![row.key, row.delivery, row.at, row.answer])?;
        Ok(())
    }
}

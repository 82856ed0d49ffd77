//! The same rows by the same statements in a plain loop: all that a single writer with that many clients has to do.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Statement, params};
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
    mark: Statement<'a>,
    leave: Statement<'a>,
    make_room: Statement<'a>,
    first_entry: Statement<'a>,
    begin: Statement<'a>,
    next_entry: Statement<'a>,
    go_on: Statement<'a>,
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
            first_entry: connection.prepare(
                "INSERT INTO journal (session, revision, at, delivery, edge, from_step, workflow, version, to_step, data, by, said,
                                      view)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?,
            begin: connection.prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated,
                                      entry)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
            )?,
            next_entry: connection.prepare(
                "INSERT INTO journal (session, revision, previous, at, delivery, edge, from_step, workflow, version, to_step,
                                      data, by, said, view)
                 SELECT ?1, ?2, entry, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
                 FROM session WHERE id = ?1 AND revision = ?2 - 1 AND current = 1",
            )?,
            go_on: connection.prepare(
                "UPDATE session SET workflow = ?2, version = ?3, step = ?4, data = ?5, revision = ?6, ended = ?7, updated = ?8,
                        entry = ?9, kept = ?10
                 WHERE id = ?1",
            )?,
            left: connection.prepare("DELETE FROM pending WHERE session = ?1 AND revision >= ?2 AND kind <> 'effect'")?,
        })
    }

    fn begin(&mut self, row: &Row) -> rusqlite::Result<()> {
        self.leave.execute(params![row.key, ""])?;
        self.make_room.execute(params![row.key, ""])?;
        self.mark.execute(params![row.key, row.delivery, row.at, row.answer])?;
        let entry = enter(&mut self.first_entry, row)?;
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
        Ok(())
    }

    fn go_on(&mut self, row: &Row) -> rusqlite::Result<()> {
        if self.mark.execute(params![row.key, row.delivery, row.at, row.answer])? == 0 {
            return Ok(());
        }
        let entry = enter(&mut self.next_entry, row)?;
        self.go_on.execute(params![
            bytes(row),
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
        self.left.execute(params![bytes(row), row.revision - 1])?;
        Ok(())
    }
}

/// Writes the journal's entry by a statement for it, and gives its number.
fn enter(journal: &mut Statement<'_>, row: &Row) -> rusqlite::Result<i64> {
    journal.insert(params![
        bytes(row),
        row.revision,
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
    ])
}

fn bytes(row: &Row) -> &[u8] {
    row.session.as_uuid().as_bytes()
}

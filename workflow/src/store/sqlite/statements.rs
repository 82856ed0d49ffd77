//! All that is written, by statements that are prepared once.

use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::super::{Answer, Committed, Moved, PendingWork};
use super::writer::{Rows, Task};
use crate::core::session::{Revision, SessionId};

/// Writes tasks, inside a transaction of the connection.
pub(super) struct Statements<'a> {
    answered: Statement<'a>,
    mark: Statement<'a>,
    exists: Statement<'a>,
    cancel_current: Statement<'a>,
    leave_current: Statement<'a>,
    begin: Statement<'a>,
    go_on: Statement<'a>,
    journal: Statement<'a>,
    cancel: Statement<'a>,
    start: Statement<'a>,
    postpone: Statement<'a>,
}

impl<'a> Statements<'a> {
    pub(super) fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        let prepare = |sql| connection.prepare(sql);
        Ok(Self {
            answered: prepare("SELECT answer FROM inbox WHERE key = ?1 AND delivery = ?2")?,
            mark: prepare("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4)")?,
            exists: prepare("SELECT 1 FROM session WHERE id = ?1")?,
            cancel_current: prepare(
                "DELETE FROM work WHERE session IN (SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1)",
            )?,
            leave_current: prepare(
                "UPDATE session SET current = 0, ended = 1 WHERE key = ?1 AND slot = ?2 AND current = 1",
            )?,
            begin: prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
            )?,
            go_on: prepare(
                "UPDATE session SET workflow = ?2, version = ?3, step = ?4, data = ?5, revision = ?6, ended = ?7, updated = ?8
                 WHERE id = ?1 AND revision = ?9 AND current = 1",
            )?,
            journal: prepare(
                "INSERT INTO journal (session, revision, at, delivery, edge, from_step, to_step, by, said, view)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            cancel: prepare("DELETE FROM work WHERE session = ?1")?,
            start: prepare(
                "INSERT INTO work (session, revision, position, name, attempts, due) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            )?,
            postpone: prepare(
                "UPDATE work SET attempts = ?4, due = ?5, reason = ?6 WHERE session = ?1 AND revision = ?2 AND position = ?3",
            )?,
        })
    }

    pub(super) fn write(&mut self, task: &Task) -> rusqlite::Result<Committed> {
        match task {
            Task::Commit(rows) => self.commit(rows),
            Task::Postpone(work) => self.postpone(work),
            Task::Abandon { key, slot } => self.make_room(key, slot.as_str()).map(|()| Committed::Done),
        }
    }

    /// Nothing is written before it is known that the delivery is new and the session where it is expected.
    fn commit(&mut self, rows: &Rows) -> rusqlite::Result<Committed> {
        let Rows { commit, key, answer, .. } = rows;
        let at = commit.at.as_millisecond();
        if let Some((delivery, _)) = &commit.mark
            && let Some(answer) = self.answered(key, delivery.as_str())?
        {
            return Ok(Committed::Repeated(answer));
        }
        if let Some(moved) = &commit.moved
            && !self.go(rows, moved, at)?
        {
            return Ok(Committed::Conflict);
        }
        if let (Some((delivery, _)), Some(answer)) = (&commit.mark, answer) {
            self.mark.execute(params![key, delivery.as_str(), at, answer])?;
        }
        Ok(Committed::Done)
    }

    fn answered(&mut self, key: &str, delivery: &str) -> rusqlite::Result<Option<Answer>> {
        let answer: Option<String> = self.answered.query_row(params![key, delivery], |row| row.get(0)).optional()?;
        answer
            .map(|answer| serde_json::from_str(&answer))
            .transpose()
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into()))
    }

    /// False when the session is not where it is expected.
    fn go(&mut self, rows: &Rows, moved: &Moved, at: i64) -> rusqlite::Result<bool> {
        let (record, entry) = (&moved.record, &moved.entry);
        let (id, stored) = (bytes(&record.session), &record.stored);
        let revision = number(record.revision);
        if moved.expected.get() == 0 {
            if self.exists.exists(params![id])? {
                return Ok(false);
            }
            self.make_room(&rows.key, record.slot.as_str())?;
            self.begin.execute(params![
                id,
                rows.key,
                record.slot.as_str(),
                stored.workflow,
                stored.version,
                stored.step,
                rows.data,
                revision,
                record.ended,
                at
            ])?;
        } else {
            let changed = self.go_on.execute(params![
                id,
                stored.workflow,
                stored.version,
                stored.step,
                rows.data,
                revision,
                record.ended,
                at,
                number(moved.expected)
            ])?;
            if changed == 0 {
                return Ok(false);
            }
        }
        self.journal.execute(params![
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
            self.cancel.execute(params![id])?;
        }
        for (position, name) in &moved.starts {
            self.start.execute(params![id, revision, position, name, at])?;
        }
        Ok(true)
    }

    /// The session that had the place leaves it, with its work.
    fn make_room(&mut self, key: &str, slot: &str) -> rusqlite::Result<()> {
        self.cancel_current.execute(params![key, slot])?;
        self.leave_current.execute(params![key, slot])?;
        Ok(())
    }

    fn postpone(&mut self, work: &PendingWork) -> rusqlite::Result<Committed> {
        let visit = work.id.visit;
        self.postpone.execute(params![
            bytes(&visit.session),
            number(visit.revision),
            work.id.index,
            work.attempts,
            work.due.map(jiff::Timestamp::as_millisecond),
            work.reason
        ])?;
        Ok(Committed::Done)
    }
}

fn bytes(session: &SessionId) -> &[u8] {
    session.as_uuid().as_bytes()
}

/// SQLite's integers are signed.
fn number(revision: Revision) -> i64 {
    i64::try_from(revision.get()).unwrap_or(i64::MAX)
}

//! All that is written, by statements that are prepared once.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, PrepFlags, Row, Statement, params};
use uuid::Uuid;

use super::super::{Answer, Asking, Committed, Moved, Shows};
use super::behind::{Behind, Keys, Stands};
use super::notes::Noting;
use super::pending::Claims;
use super::sweep;
use super::task::{Rows, Task, Written};
use super::visits::Visits;
use crate::core::session::{Revision, SessionId};

/// Writes tasks, inside a transaction of the connection.
pub(super) struct Statements<'a> {
    connection: &'a Connection,
    answered: Statement<'a>,
    mark: Statement<'a>,
    unmark: Statement<'a>,
    exists: Statement<'a>,
    stands: Statement<'a>,
    current: Statement<'a>,
    leave_current: Statement<'a>,
    begin: Statement<'a>,
    enter: Statement<'a>,
    go_on: Statement<'a>,
    question: Statement<'a>,
    bring: Statement<'a>,
    leave: Statement<'a>,
    ask: Statement<'a>,
    claims: Claims<'a>,
    show: Statement<'a>,
    hide: Statement<'a>,
    noting: Noting<'a>,
    pub(super) behind: Behind<'a>,
}

impl<'a> Statements<'a> {
    pub(super) fn prepare(connection: &'a Connection, keys: Arc<Keys>) -> rusqlite::Result<Self> {
        let prepare = |sql| lasting(connection, sql);
        Ok(Self {
            connection,
            answered: prepare("SELECT answer FROM inbox WHERE delivery = ?2 AND key = ?1")?,
            mark: prepare("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?,
            unmark: prepare("DELETE FROM inbox WHERE delivery = ?2 AND key = ?1")?,
            exists: prepare("SELECT 1 FROM session WHERE id = ?1")?,
            current: prepare("SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1")?,
            stands: prepare("SELECT entry, locale, ended FROM session WHERE id = ?1 AND revision = ?2 AND current = 1")?,
            leave_current: prepare("UPDATE session SET current = 0, ended = 1, kept = NULL, question = NULL WHERE id = ?1")?,
            begin: prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated,
                                      locale, entry, kept)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13)",
            )?,
            enter: prepare(
                "INSERT INTO journal (session, revision, previous, at, delivery, edge, from_step, workflow, version, to_step,
                                      data, by, said, view, keeps)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?,
            go_on: prepare("UPDATE session SET ended = ?2, locale = ?3 WHERE id = ?1")?,
            question: prepare("UPDATE session SET question = ?3 WHERE id = ?1 AND revision = ?2 AND current = 1")?,
            // The same file may come twice at once.
            bring: prepare("INSERT OR IGNORE INTO brought (media, session, revision) VALUES (?1, ?2, ?3)")?,
            leave: prepare("DELETE FROM pending WHERE session = ?1 AND revision >= ?2 AND kind <> 'effect'")?,
            ask: prepare(
                "INSERT INTO pending (session, revision, kind, position, workflow, name, payload, attempts, asked, due)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9)",
            )?,
            claims: Claims::prepare(connection)?,
            show: prepare("INSERT INTO shown (session, position, role, view) VALUES (?1, ?2, ?3, ?4)")?,
            hide: prepare("DELETE FROM shown WHERE session = ?1")?,
            noting: Noting::prepare(connection)?,
            behind: Behind::prepare(connection, keys)?,
        })
    }

    pub(super) fn write(&mut self, task: &Task) -> rusqlite::Result<Written> {
        let changed = |rows| Written::Changed(rows);
        match task {
            Task::Commit(rows) => self.commit(rows).map(Written::Commit),
            Task::Claim { claims, now, until } => self.claims.claim(claims, *now, *until).map(Written::Missed),
            Task::Renew { claims, until } => self.claims.renew(claims, *until).map(Written::Missed),
            Task::Postpone { claim, how, payload } => self.claims.postpone(claim, how, payload.as_deref()).map(changed),
            Task::Finish(claim) => self.claims.finish(claim).map(changed),
            Task::Revive { id, now } => self.claims.revive(*id, *now).map(changed),
            Task::CatchUp(key) => self.behind.catch_up_of(key.as_deref()).map(changed),
            Task::Remove(old) => {
                let removed = sweep::remove(self.connection, old)?;
                self.behind.removed()?;
                Ok(changed(removed))
            }
            Task::Note { surface, notes } => self.noting.note(surface, notes).map(changed),
            Task::Abandon { key, slot } => self.make_room(key, slot.as_str()).map(|()| Written::Changed(1)),
        }
    }

    /// That the delivery is new and the session where it is expected is asked by writing, as it nearly always is.
    fn commit(&mut self, rows: &Rows) -> rusqlite::Result<Committed> {
        let Rows { commit, key, answer, .. } = rows;
        let at = commit.at.as_millisecond();
        if let (Some((delivery, _)), Some(answer)) = (&commit.mark, answer)
            && self.mark.execute(params![key, delivery.as_str(), at, answer])? == 0
        {
            return self.answered(key, delivery.as_str()).map(Committed::Repeated);
        }
        let refused = self.move_on(rows, at)?;
        if let (Some((delivery, _)), Some(_)) = (&commit.mark, &refused) {
            self.unmark.execute(params![key, delivery.as_str()])?;
        }
        Ok(refused.unwrap_or(Committed::Done))
    }

    /// All but the mark; tells why nothing was written.
    fn move_on(&mut self, rows: &Rows, at: i64) -> rusqlite::Result<Option<Committed>> {
        let commit = &rows.commit;
        if let Some(claim) = &commit.claim
            && !self.claims.is_held(claim)?
        {
            return Ok(Some(Committed::NotHeld));
        }
        let is_where_expected = match (&commit.moved, &commit.asking) {
            (Some(moved), _) => self.go(rows, moved, at)?,
            (None, Some(asking)) => self.asks(rows, asking)?,
            (None, None) => true,
        };
        if !is_where_expected {
            return Ok(Some(Committed::Conflict));
        }
        if let Some(claim) = &commit.claim {
            self.claims.finish(claim)?;
        }
        Ok(None)
    }

    fn answered(&mut self, key: &str, delivery: &str) -> rusqlite::Result<Answer> {
        let answer: String = self.answered.query_row(params![key, delivery], |row| row.get(0))?;
        serde_json::from_str(&answer)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into()))
    }

    /// False when the session is not where it is expected.
    fn go(&mut self, rows: &Rows, moved: &Moved, at: i64) -> rusqlite::Result<bool> {
        let is_where_expected =
            if moved.expected == Revision::ZERO { self.begin(rows, moved, at)? } else { self.go_on(rows, moved, at)? };
        if is_where_expected {
            let (id, revision) = (bytes(&moved.record.session), number(moved.record.revision));
            for media in moved.entry.brings() {
                self.bring.execute(params![media.id().as_str(), id, revision])?;
            }
            self.follow(rows, moved, at)?;
        }
        Ok(is_where_expected)
    }

    /// False when the session has begun before.
    fn begin(&mut self, rows: &Rows, moved: &Moved, at: i64) -> rusqlite::Result<bool> {
        let record = &moved.record;
        let (id, stored, revision) = (bytes(&record.session), &record.stored, number(record.revision));
        if self.exists.exists(params![id])? {
            return Ok(false);
        }
        let mut kept = Visits::default();
        kept.change(&rows.changes, None).map_err(unwritable)?;
        self.make_room(&rows.key, record.slot.as_str())?;
        let entry_id = self.enter(rows, moved, at, None)?;
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
            at,
            record.locale.as_str(),
            entry_id,
            kept.to_text().map_err(unwritable)?
        ])?;
        Ok(true)
    }

    /// Writes the journal's entry, and gives its number.
    fn enter(&mut self, rows: &Rows, moved: &Moved, at: i64, previous: Option<i64>) -> rusqlite::Result<i64> {
        let (record, entry) = (&moved.record, &moved.entry);
        let stored = &record.stored;
        let id = self.enter.insert(params![
            bytes(&record.session),
            number(record.revision),
            previous,
            at,
            entry.delivery.as_str(),
            entry.edge,
            entry.from,
            stored.workflow,
            stored.version,
            stored.step,
            rows.data,
            entry.by.as_ref().map(|by| by.as_str()),
            rows.said,
            rows.view,
            rows.keeps
        ])?;
        self.behind.entered(id);
        Ok(id)
    }

    /// False when the session is not where it is expected.
    fn go_on(&mut self, rows: &Rows, moved: &Moved, at: i64) -> rusqlite::Result<bool> {
        let record = &moved.record;
        let Some(stood) = self.stands(record.session, number(moved.expected))? else { return Ok(false) };
        let entry = self.enter(rows, moved, at, Some(stood.entry))?;
        let stands = Stands { revision: number(record.revision), entry, ..stood.clone() };
        // What the entry does not say, and what is shown to others, which is read beside the row.
        let is_told = record.ended == stood.ended && *stood.locale == *record.locale.as_str();
        self.behind.moved(record.session, &rows.key, stood, stands, rows.changes.clone());
        if !is_told || moved.shows == Shows::Anew {
            self.behind.catch_up(record.session)?;
            self.go_on.execute(params![bytes(&record.session), record.ended, record.locale.as_str()])?;
        }
        Ok(true)
    }

    /// Where the session stands, if that is at this revision.
    fn stands(&mut self, session: SessionId, revision: i64) -> rusqlite::Result<Option<Stands>> {
        if let Some(stands) = self.behind.stands(session) {
            return Ok((stands.revision == revision).then(|| stands.clone()));
        }
        let stands =
            |row: &Row<'_>| Ok(Stands { revision, entry: row.get(0)?, locale: row.get(1)?, ended: row.get(2)? });
        self.stands.query_row(params![bytes(&session), revision], stands).optional()
    }

    /// False when the session is not where it is expected.
    fn asks(&mut self, rows: &Rows, asking: &Asking) -> rusqlite::Result<bool> {
        let (id, revision) = (bytes(&asking.visit.session), number(asking.visit.revision));
        self.behind.catch_up(asking.visit.session)?;
        if self.question.execute(params![id, revision, rows.question])? == 0 {
            return Ok(false);
        }
        for media in asking.brings() {
            self.bring.execute(params![media.id().as_str(), id, revision])?;
        }
        Ok(true)
    }

    /// Writes what hangs on a move: what the step that was left had is removed, what the new one has is added.
    fn follow(&mut self, rows: &Rows, moved: &Moved, at: i64) -> rusqlite::Result<()> {
        let (id, revision) = (bytes(&moved.record.session), number(moved.record.revision));
        if let Some(since) = moved.leaves.map(number) {
            self.leave.execute(params![id, since])?;
        }
        for (asks, payload) in moved.asks.iter().zip(&rows.payloads) {
            let due = asks.due.as_millisecond();
            self.ask.execute(params![
                id,
                revision,
                asks.kind.as_str(),
                asks.index,
                asks.workflow,
                asks.name,
                payload,
                at,
                due
            ])?;
        }
        if moved.shows == Shows::Anew {
            self.hide.execute(params![id])?;
            for (position, ((role, _), view)) in (0_u16..).zip(moved.record.views.iter().zip(&rows.views)) {
                self.show.execute(params![id, position, role, view])?;
            }
        }
        Ok(())
    }

    /// The session that had the place leaves it, with all that waits for it; its effects are done all the same.
    fn make_room(&mut self, key: &str, slot: &str) -> rusqlite::Result<()> {
        let current: Option<[u8; 16]> = self.current.query_row(params![key, slot], |row| row.get(0)).optional()?;
        let Some(id) = current else { return Ok(()) };
        self.behind.catch_up(SessionId::new(Uuid::from_bytes(id)))?;
        self.leave.execute(params![id, 0])?;
        self.hide.execute(params![id])?;
        self.leave_current.execute(params![id])?;
        Ok(())
    }
}

/// A statement that is kept for as long as the connection: it leaves the connection's quick memory, of which there is little,
/// to the values that are bound.
pub(super) fn lasting<'a>(connection: &'a Connection, sql: &str) -> rusqlite::Result<Statement<'a>> {
    connection.prepare_with_flags(sql, PrepFlags::SQLITE_PREPARE_PERSISTENT)
}

/// The visits in this column.
pub(super) fn visits(row: &Row<'_>, column: usize) -> rusqlite::Result<Visits> {
    let text: Option<String> = row.get(column)?;
    Visits::parse(text.as_deref())
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into()))
}

fn unwritable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

pub(super) fn bytes(session: &SessionId) -> &[u8] {
    session.as_uuid().as_bytes()
}

/// SQLite's integers are signed.
pub(super) fn number(revision: Revision) -> i64 {
    i64::try_from(revision.get()).unwrap_or(i64::MAX)
}

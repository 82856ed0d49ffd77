//! All that is written, by statements that are prepared once.

use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::super::{
    Answer, ArmedTimer, Committed, EffectId, Kept, Moved, PendingEffect, PendingWork, Shows, VisitChange,
};
use super::sweep;
use super::writer::{Rows, Task};
use crate::core::history::WayBack;
use crate::core::session::{Revision, SessionId, Visit};

/// Writes tasks, inside a transaction of the connection.
pub(super) struct Statements<'a> {
    connection: &'a Connection,
    answered: Statement<'a>,
    mark: Statement<'a>,
    exists: Statement<'a>,
    current: Statement<'a>,
    leave_current: Statement<'a>,
    begin: Statement<'a>,
    go_on: Statement<'a>,
    journal: Statement<'a>,
    bring: Statement<'a>,
    cancel: Statement<'a>,
    end: Statement<'a>,
    start: Statement<'a>,
    postpone: Statement<'a>,
    disarm: Statement<'a>,
    arm: Statement<'a>,
    postpone_timer: Statement<'a>,
    keep: Statement<'a>,
    forget: Statement<'a>,
    forget_all: Statement<'a>,
    ask: Statement<'a>,
    postpone_effect: Statement<'a>,
    finish_effect: Statement<'a>,
    show: Statement<'a>,
    hide: Statement<'a>,
}

impl<'a> Statements<'a> {
    pub(super) fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        let prepare = |sql| connection.prepare(sql);
        Ok(Self {
            connection,
            answered: prepare("SELECT answer FROM inbox WHERE key = ?1 AND delivery = ?2")?,
            mark: prepare("INSERT INTO inbox (key, delivery, at, answer) VALUES (?1, ?2, ?3, ?4)")?,
            exists: prepare("SELECT 1 FROM session WHERE id = ?1")?,
            current: prepare("SELECT id FROM session WHERE key = ?1 AND slot = ?2 AND current = 1")?,
            leave_current: prepare("UPDATE session SET current = 0, ended = 1 WHERE id = ?1")?,
            begin: prepare(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated, locale)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
            )?,
            go_on: prepare(
                "UPDATE session SET workflow = ?2, version = ?3, step = ?4, data = ?5, revision = ?6, ended = ?7, updated = ?8,
                        locale = ?10
                 WHERE id = ?1 AND revision = ?9 AND current = 1",
            )?,
            journal: prepare(
                "INSERT INTO journal (session, revision, at, delivery, edge, from_step, to_step, by, said, view)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            // The same file may come twice at once.
            bring: prepare("INSERT OR IGNORE INTO brought (media, session, revision) VALUES (?1, ?2, ?3)")?,
            cancel: prepare("DELETE FROM work WHERE session = ?1 AND revision >= ?2")?,
            end: prepare("DELETE FROM work WHERE session = ?1 AND revision = ?2 AND position = ?3")?,
            start: prepare(
                "INSERT INTO work (session, revision, position, name, attempts, due) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            )?,
            postpone: prepare(
                "UPDATE work SET attempts = ?4, due = ?5, reason = ?6 WHERE session = ?1 AND revision = ?2 AND position = ?3",
            )?,
            disarm: prepare("DELETE FROM timer WHERE session = ?1 AND revision >= ?2")?,
            arm: prepare("INSERT INTO timer (session, revision, edge, attempts, due) VALUES (?1, ?2, ?3, 0, ?4)")?,
            postpone_timer: prepare(
                "UPDATE timer SET attempts = ?4, due = ?5, reason = ?6 WHERE session = ?1 AND revision = ?2 AND edge = ?3",
            )?,
            keep: prepare(
                "INSERT INTO history (session, revision, workflow, version, step, data, way_back, around)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (session, revision) DO UPDATE SET way_back = ?7, around = ?8",
            )?,
            forget: prepare("DELETE FROM history WHERE session = ?1 AND revision = ?2")?,
            forget_all: prepare("DELETE FROM history WHERE session = ?1")?,
            ask: prepare(
                "INSERT INTO effect (session, revision, position, workflow, name, payload, attempts, due)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
            )?,
            postpone_effect: prepare(
                "UPDATE effect SET attempts = ?4, due = ?5, reason = ?6 WHERE session = ?1 AND revision = ?2 AND position = ?3",
            )?,
            finish_effect: prepare("DELETE FROM effect WHERE session = ?1 AND revision = ?2 AND position = ?3")?,
            show: prepare("INSERT INTO shown (session, position, role, view) VALUES (?1, ?2, ?3, ?4)")?,
            hide: prepare("DELETE FROM shown WHERE session = ?1")?,
        })
    }

    pub(super) fn write(&mut self, task: &Task) -> rusqlite::Result<Committed> {
        match task {
            Task::Commit(rows) => self.commit(rows),
            Task::Postpone(work) => self.postpone(work),
            Task::PostponeTimer(timer) => self.postpone_timer(timer),
            Task::PostponeEffect(effect) => self.postpone_effect(effect),
            Task::FinishEffect(id) => self.finish_effect(*id),
            Task::Remove(old) => sweep::remove(self.connection, old).map(|_| Committed::Done),
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
                at,
                record.locale.as_str()
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
                number(moved.expected),
                record.locale.as_str()
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
        for media in entry.brings() {
            self.bring.execute(params![media.id().as_str(), id, revision])?;
        }
        self.follow(rows, moved, at)?;
        Ok(true)
    }

    /// Writes what hangs on a move: what the step that was left had is removed, what the new one has is added.
    fn follow(&mut self, rows: &Rows, moved: &Moved, at: i64) -> rusqlite::Result<()> {
        let (id, revision) = (bytes(&moved.record.session), number(moved.record.revision));
        if let Some(since) = moved.leaves.map(number) {
            self.cancel.execute(params![id, since])?;
            self.disarm.execute(params![id, since])?;
        }
        if let Some(work) = moved.ends {
            self.end.execute(params![id, number(work.visit.revision), work.index])?;
        }
        for (position, name) in &moved.starts {
            self.start.execute(params![id, revision, position, name, at])?;
        }
        for timer in &moved.timers {
            self.arm.execute(params![id, revision, timer.edge, timer.due.as_millisecond()])?;
        }
        for (position, (effect, payload)) in (0_u16..).zip(moved.effects.iter().zip(&rows.payloads)) {
            self.ask.execute(params![id, revision, position, effect.workflow, effect.name, payload, at])?;
        }
        let mut kept = rows.kept.iter();
        for change in &moved.visits {
            match change {
                VisitChange::Drop(revision) => drop(self.forget.execute(params![id, number(*revision)])?),
                VisitChange::Keep(visit) => {
                    let (way_back, around) = match &visit.kept {
                        Kept::Past(way_back) => (*way_back == WayBack::Open, None),
                        Kept::Around(work) => (false, Some(work)),
                    };
                    let stored = &visit.stored;
                    self.keep.execute(params![
                        id,
                        number(visit.revision),
                        stored.workflow,
                        stored.version,
                        stored.step,
                        kept.next(),
                        way_back,
                        around
                    ])?;
                }
            }
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
        let current: Option<Vec<u8>> = self.current.query_row(params![key, slot], |row| row.get(0)).optional()?;
        let Some(id) = current else { return Ok(()) };
        self.cancel.execute(params![id, 0])?;
        self.disarm.execute(params![id, 0])?;
        self.forget_all.execute(params![id])?;
        self.hide.execute(params![id])?;
        self.leave_current.execute(params![id])?;
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

    fn postpone_timer(&mut self, timer: &ArmedTimer) -> rusqlite::Result<Committed> {
        self.postpone_timer.execute(params![
            bytes(&timer.visit.session),
            number(timer.visit.revision),
            timer.edge,
            timer.attempts,
            timer.due.map(jiff::Timestamp::as_millisecond),
            timer.reason
        ])?;
        Ok(Committed::Done)
    }

    fn postpone_effect(&mut self, effect: &PendingEffect) -> rusqlite::Result<Committed> {
        let EffectId { visit, index } = effect.id;
        self.postpone_effect.execute(params![
            bytes(&visit.session),
            number(visit.revision),
            index,
            effect.attempts,
            effect.due.map(jiff::Timestamp::as_millisecond),
            effect.reason
        ])?;
        Ok(Committed::Done)
    }

    fn finish_effect(
        &mut self,
        EffectId { visit: Visit { session, revision }, index }: EffectId,
    ) -> rusqlite::Result<Committed> {
        self.finish_effect.execute(params![bytes(&session), number(revision), index])?;
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

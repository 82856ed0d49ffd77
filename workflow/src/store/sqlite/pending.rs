//! What is pending: found on connections beside the writer's, claimed and given back by the writer.

use jiff::Timestamp;
use rusqlite::{Connection, Row, Statement, params};

use super::super::{Claim, Claimed, Pending, PendingId, PendingKind, Postponed, Queue, StoreError, Wanted, Which};
use super::reader::{failed, is_corrupt, json, locale, parse_key, revision, session, time};
use super::statements::{bytes, lasting, number};
use crate::core::session::Visit;

/// What can be claimed of what is wanted: of each kind what is due first. The rest says when the next is due.
pub(super) fn claimable(connection: &Connection, wanted: &[Wanted], now: Timestamp) -> Result<Claimed, StoreError> {
    let mut found = Claimed::default();
    for wanted in wanted {
        found.add(wanted.choose(now, |queue, most| {
            let pending = of_queue(connection, wanted.kind, queue, most)?.into_iter();
            Ok::<_, StoreError>(pending.filter_map(|pending| Some((pending.since()?, pending))).collect())
        })?);
    }
    Ok(found)
}

const PENDING: &str =
    "SELECT p.session, p.revision, p.kind, p.position, p.workflow, p.name, p.payload, p.attempts, p.due, p.reason,
            p.claim, p.until, s.key, s.locale
     FROM pending p CROSS JOIN session s ON s.id = p.session";

/// In the order of the index: the cross join keeps SQLite from looking at sessions first.
fn of_queue(
    connection: &Connection,
    kind: PendingKind,
    queue: &Queue,
    most: usize,
) -> Result<Vec<Pending>, StoreError> {
    read(connection, &queue_sql(), params![kind.as_str(), queue.workflow, queue.name], most)
}

fn queue_sql() -> String {
    format!(
        "{PENDING} WHERE p.kind = ?1 AND p.workflow = ?2 AND p.name = ?3 AND p.due IS NOT NULL
         ORDER BY coalesce(p.until, p.due)"
    )
}

pub(super) fn pending(connection: &Connection, which: Which, most: usize) -> Result<Vec<Pending>, StoreError> {
    let which = match which {
        Which::Due => "p.due IS NOT NULL ORDER BY p.due",
        Which::Dead => "p.due IS NULL ORDER BY p.session, p.revision, p.kind, p.position",
    };
    read(connection, &format!("{PENDING} WHERE {which}"), params![], most)
}

fn read(
    connection: &Connection,
    sql: &str,
    parameters: &[&dyn rusqlite::ToSql],
    most: usize,
) -> Result<Vec<Pending>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    let mut rows = statement.query(parameters).map_err(failed)?;
    let mut found = Vec::new();
    while found.len() < most
        && let Some(row) = rows.next().map_err(failed)?
    {
        // One row that can't be read must not keep all others from being done.
        match one(row) {
            Ok(Ok(pending)) => found.push(pending),
            Ok(Err(error)) => tracing::error!(%error, "what is pending for a session is left"),
            Err(error) if is_corrupt(&error) => tracing::error!(%error, "what is pending can't be read and is left"),
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(found)
}

fn one(row: &Row<'_>) -> rusqlite::Result<Result<Pending, StoreError>> {
    let key: String = row.get(12)?;
    let kind: String = row.get(2)?;
    let (key, kind) = match (parse_key(&key), PendingKind::parse(&kind)) {
        (Ok(key), Some(kind)) => (key, kind),
        (Err(error), _) => return Ok(Err(error)),
        (_, None) => {
            let source = format!("{kind:?} is none").into();
            return Ok(Err(StoreError::Corrupt { what: "the kind of what is pending".to_owned(), source }));
        }
    };
    let payload: Option<String> = row.get(6)?;
    let milliseconds = |column| row.get::<_, Option<i64>>(column)?.map(|at| time(column, at)).transpose();
    let claim: i64 = row.get(10)?;
    let visit = Visit { session: session(row, 0)?, revision: revision(row, 1)? };
    Ok(Ok(Pending {
        id: PendingId { visit, kind, index: row.get(3)? },
        workflow: row.get(4)?,
        name: row.get(5)?,
        payload: payload.map(|_| json(row, 6)).transpose()?,
        key,
        locale: locale(row, 13)?,
        attempts: row.get(7)?,
        due: milliseconds(8)?,
        reason: row.get(9)?,
        claim: claim.unsigned_abs(),
        until: milliseconds(11)?,
    }))
}

impl PendingKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Timer => "timer",
            Self::Effect => "effect",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What the writer does with claims.
pub(super) struct Claims<'a> {
    claim: Statement<'a>,
    renew: Statement<'a>,
    postpone: Statement<'a>,
    finish: Statement<'a>,
    revive: Statement<'a>,
    is_held: Statement<'a>,
}

/// The row of an id, which is the parameters 1 to 4.
const OF_ID: &str = "session = ?1 AND revision = ?2 AND kind = ?3 AND position = ?4";

impl<'a> Claims<'a> {
    pub(super) fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        let prepare = |sql: String| lasting(connection, &sql);
        Ok(Self {
            claim: prepare(format!(
                "UPDATE pending SET claim = claim + 1, until = ?6
                 WHERE {OF_ID} AND claim = ?5 AND coalesce(until, due) <= ?7"
            ))?,
            renew: prepare(format!(
                "UPDATE pending SET until = ?6 WHERE {OF_ID} AND claim = ?5 AND until IS NOT NULL"
            ))?,
            postpone: prepare(format!(
                "UPDATE pending SET attempts = ?6, due = ?7, reason = ?8, payload = ?9, until = NULL
                 WHERE {OF_ID} AND claim = ?5 AND until IS NOT NULL"
            ))?,
            finish: prepare(format!("DELETE FROM pending WHERE {OF_ID} AND claim = ?5 AND until IS NOT NULL"))?,
            revive: prepare(format!(
                "UPDATE pending SET attempts = 0, due = ?5, reason = NULL WHERE {OF_ID} AND due IS NULL"
            ))?,
            is_held: prepare(format!("SELECT 1 FROM pending WHERE {OF_ID} AND claim = ?5 AND until IS NOT NULL"))?,
        })
    }

    /// Claims what these claims would be the next on; gives those that somebody else was quicker with.
    pub(super) fn claim(&mut self, claims: &[Claim], now: Timestamp, until: Timestamp) -> rusqlite::Result<Vec<Claim>> {
        let (now, until) = (now.as_millisecond(), until.as_millisecond());
        missed(claims, |row| self.claim.execute(params![row.0, row.1, row.2, row.3, row.4, until, now]))
    }

    /// Gives those that are over.
    pub(super) fn renew(&mut self, claims: &[Claim], until: Timestamp) -> rusqlite::Result<Vec<Claim>> {
        let until = until.as_millisecond();
        missed(claims, |row| self.renew.execute(params![row.0, row.1, row.2, row.3, row.4, until]))
    }

    pub(super) fn postpone(
        &mut self,
        claim: &Claim,
        how: &Postponed,
        payload: Option<&str>,
    ) -> rusqlite::Result<usize> {
        let row = row(claim);
        let due = how.due.map(Timestamp::as_millisecond);
        self.postpone.execute(params![row.0, row.1, row.2, row.3, row.4, how.attempts, due, how.reason, payload])
    }

    pub(super) fn finish(&mut self, claim: &Claim) -> rusqlite::Result<usize> {
        let row = row(claim);
        self.finish.execute(params![row.0, row.1, row.2, row.3, row.4])
    }

    pub(super) fn revive(&mut self, id: PendingId, now: Timestamp) -> rusqlite::Result<usize> {
        let claim = Claim { id, number: 0 };
        let row = row(&claim);
        self.revive.execute(params![row.0, row.1, row.2, row.3, now.as_millisecond()])
    }

    pub(super) fn is_held(&mut self, claim: &Claim) -> rusqlite::Result<bool> {
        let row = row(claim);
        self.is_held.exists(params![row.0, row.1, row.2, row.3, row.4])
    }
}

/// Those for which no row was changed.
fn missed(
    claims: &[Claim],
    mut change: impl FnMut(Columns<'_>) -> rusqlite::Result<usize>,
) -> rusqlite::Result<Vec<Claim>> {
    let mut missed = Vec::new();
    for claim in claims {
        if change(row(claim))? == 0 {
            missed.push(*claim);
        }
    }
    Ok(missed)
}

/// The session, revision, kind, position and number of a claim.
type Columns<'a> = (&'a [u8], i64, &'static str, u16, i64);

fn row(claim: &Claim) -> Columns<'_> {
    let PendingId { visit, kind, index } = &claim.id;
    let claimed = i64::try_from(claim.number).unwrap_or(i64::MAX);
    (bytes(&visit.session), number(visit.revision), kind.as_str(), *index, claimed)
}

#[cfg(test)]
mod tests {
    use super::super::schema::{Synced, prepare};
    use super::*;

    #[test]
    fn g06_what_is_due_first_is_found_by_an_index_and_without_sorting() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = Connection::open(folder.path().join("bot.db")).unwrap();
        prepare(&mut connection, "bot.db", Synced::Always).unwrap();
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", queue_sql())).unwrap();
        let steps = plan.query_map(["timer", "make", "expire"], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).collect();
        let [pending, session] = steps.as_slice() else { panic!("{steps:?}") };
        assert_eq!(pending, "SEARCH p USING INDEX pending_due (kind=? AND workflow=? AND name=?)");
        assert_eq!(session, "SEARCH s USING PRIMARY KEY (id=?)");
    }
}

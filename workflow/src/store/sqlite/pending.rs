//! What is read of what is not done: work, timers and effects.

use rusqlite::{Connection, Row, params};

use super::super::{ArmedTimer, EffectId, PendingEffect, PendingWork, StoreError, Which, WorkId};
use super::reader::{failed, is_corrupt, json, locale, parse_key, revision, session, time};
use crate::core::session::{SessionKey, Visit};

pub(super) fn work(connection: &Connection) -> Result<Vec<PendingWork>, StoreError> {
    let sql = "SELECT w.session, w.revision, w.attempts, w.due, w.reason, s.key, w.position, w.name
               FROM work w JOIN session s ON s.id = w.session WHERE w.due IS NOT NULL ORDER BY w.due";
    read(connection, sql, NO_LIMIT, |row, waits, key| {
        let Waits { visit, attempts, due, reason } = waits;
        Ok(PendingWork { id: WorkId { visit, index: row.get(6)? }, name: row.get(7)?, key, attempts, due, reason })
    })
}

/// In the order of the index on `due`, as many as are asked for: a cross join keeps SQLite from looking at sessions first.
pub(super) fn timers(connection: &Connection, limit: usize) -> Result<Vec<ArmedTimer>, StoreError> {
    let sql = "SELECT t.session, t.revision, t.attempts, t.due, t.reason, s.key, t.edge
               FROM timer t CROSS JOIN session s ON s.id = t.session WHERE t.due IS NOT NULL ORDER BY t.due";
    read(connection, sql, i64::try_from(limit).unwrap_or(i64::MAX), |row, waits, key| {
        let Waits { visit, attempts, due, reason } = waits;
        Ok(ArmedTimer { visit, edge: row.get(6)?, key, attempts, due, reason })
    })
}

pub(super) fn effects(connection: &Connection, which: Which) -> Result<Vec<PendingEffect>, StoreError> {
    let which = match which {
        Which::Due => "e.due IS NOT NULL ORDER BY e.due",
        Which::Dead => "e.due IS NULL ORDER BY e.session, e.revision, e.position",
    };
    let sql = format!(
        "SELECT e.session, e.revision, e.attempts, e.due, e.reason, s.key, e.position, e.workflow, e.name, e.payload, s.locale
         FROM effect e JOIN session s ON s.id = e.session WHERE {which}"
    );
    read(connection, &sql, NO_LIMIT, |row, waits, key| {
        let Waits { visit, attempts, due, reason } = waits;
        let id = EffectId { visit, index: row.get(6)? };
        let (workflow, name, payload) = (row.get(7)?, row.get(8)?, json(row, 9)?);
        let locale = locale(row, 10)?;
        Ok(PendingEffect { id, workflow, name, payload, key, locale, attempts, due, reason })
    })
}

/// As many as there are.
const NO_LIMIT: i64 = -1;

/// What all that waits has, in the columns 0 to 4.
struct Waits {
    visit: Visit,
    attempts: u32,
    due: Option<jiff::Timestamp>,
    reason: Option<String>,
}

fn read<T>(
    connection: &Connection,
    sql: &str,
    limit: i64,
    make: impl Fn(&Row<'_>, Waits, SessionKey) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{sql} LIMIT ?1")).map_err(failed)?;
    let mut rows = statement.query(params![limit]).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        // One row that can't be read must not keep all others from being done.
        let key: rusqlite::Result<String> = row.get(5);
        let made = key.map(|key| match parse_key(&key) {
            Ok(key) => waits(row).and_then(|waits| make(row, waits, key)).map(Some),
            Err(error) => {
                tracing::error!(%error, "what waits for a session is left");
                Ok(None)
            }
        });
        match made.flatten() {
            Ok(made) => found.extend(made),
            Err(error) if is_corrupt(&error) => tracing::error!(%error, "what waits can't be read and is left"),
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(found)
}

fn waits(row: &Row<'_>) -> rusqlite::Result<Waits> {
    let due: Option<i64> = row.get(3)?;
    Ok(Waits {
        visit: Visit { session: session(row, 0)?, revision: revision(row, 1)? },
        attempts: row.get(2)?,
        due: due.map(|due| time(3, due)).transpose()?,
        reason: row.get(4)?,
    })
}

//! Removing what is old: table by table in the order of their keys, a few rows each time. What is old is found by a
//! reader, so that the writer is not held up by looking; it removes only what still is.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::super::{KeptSince, StoreError};
use super::reader::failed;

/// Where a collection is: in this table, after this key.
#[derive(Debug, Clone, Default)]
pub(super) enum Place {
    #[default]
    Begin,
    Answers(String, String),
    Journal(Vec<u8>, i64),
    Sessions(Vec<u8>),
    Pending(Vec<u8>, i64, String, i64),
}

/// A row that is old.
pub(super) enum Old {
    Answer(String, String),
    Entry(Vec<u8>, i64),
    /// A session whose last move was before this.
    Session(Vec<u8>, i64),
    Pending(Vec<u8>, i64, String, i64),
}

/// What is old among the next `rows` rows after `place`, and where the last of them is; `None` at the end of the table.
pub(super) fn find(
    connection: &Connection,
    since: &KeptSince,
    place: Place,
    rows: usize,
) -> Result<(Vec<Old>, Option<Place>), StoreError> {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let found = match place {
        Place::Begin => look(
            connection,
            "SELECT key, delivery, at FROM inbox ORDER BY key, delivery LIMIT ?1",
            params![rows],
            |row| answer(row, since.answers),
        ),
        Place::Answers(key, delivery) => look(
            connection,
            "SELECT key, delivery, at FROM inbox WHERE (key, delivery) > (?2, ?3) ORDER BY key, delivery LIMIT ?1",
            params![rows, key, delivery],
            |row| answer(row, since.answers),
        ),
        Place::Journal(session, revision) => look(
            connection,
            "SELECT j.session, j.revision, j.at, s.revision FROM journal j JOIN session s ON s.id = j.session
             WHERE (j.session, j.revision) > (?2, ?3) ORDER BY j.session, j.revision LIMIT ?1",
            params![rows, session, revision],
            |row| entry(row, since.journal),
        ),
        Place::Sessions(id) => look(
            connection,
            "SELECT id, ended, updated, EXISTS (SELECT 1 FROM pending WHERE session = id) FROM session
             WHERE id > ?2 ORDER BY id LIMIT ?1",
            params![rows, id],
            |row| session(row, since.ended),
        ),
        Place::Pending(session, revision, kind, position) => look(
            connection,
            "SELECT session, revision, kind, position, due, asked FROM pending
             WHERE (session, revision, kind, position) > (?2, ?3, ?4, ?5)
             ORDER BY session, revision, kind, position LIMIT ?1",
            params![rows, session, revision, kind, position],
            |row| pending(row, since.dead_effects),
        ),
    };
    found.map_err(failed)
}

/// A row that was looked at: where it is, and what is to be removed when it is old.
type Looked = (Place, Option<Old>);

fn look(
    connection: &Connection,
    sql: &str,
    parameters: &[&dyn rusqlite::ToSql],
    mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<Looked>,
) -> rusqlite::Result<(Vec<Old>, Option<Place>)> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let (mut old, mut last) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        let (place, is_old) = read(row)?;
        old.extend(is_old);
        last = Some(place);
    }
    Ok((old, last))
}

fn answer(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (key, delivery): (String, String) = (row.get(0)?, row.get(1)?);
    let old = is_before(row, 2, since)?.then(|| Old::Answer(key.clone(), delivery.clone()));
    Ok((Place::Answers(key, delivery), old))
}

fn entry(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (session, revision, last): (Vec<u8>, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
    let is_old = revision < last && is_before(row, 2, since)?;
    Ok((Place::Journal(session.clone(), revision), is_old.then_some(Old::Entry(session, revision))))
}

fn session(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (id, ended, has_effects): (Vec<u8>, bool, bool) = (row.get(0)?, row.get(1)?, row.get(3)?);
    let is_old = ended && !has_effects && is_before(row, 2, since)?;
    let old = since.filter(|_| is_old).map(|since| Old::Session(id.clone(), since.as_millisecond()));
    Ok((Place::Sessions(id), old))
}

/// What was given up.
fn pending(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (session, revision): (Vec<u8>, i64) = (row.get(0)?, row.get(1)?);
    let (kind, position, due): (String, i64, Option<i64>) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let is_old = kind == "effect" && due.is_none() && is_before(row, 5, since)?;
    let old = is_old.then(|| Old::Pending(session.clone(), revision, kind.clone(), position));
    Ok((Place::Pending(session, revision, kind, position), old))
}

fn is_before(row: &Row<'_>, column: usize, since: Option<Timestamp>) -> rusqlite::Result<bool> {
    let at: i64 = row.get(column)?;
    Ok(since.is_some_and(|since| at < since.as_millisecond()))
}

impl Place {
    /// The beginning of the table after that of this place; `None` after the last one.
    pub(super) fn next_table(&self) -> Option<Self> {
        match self {
            Self::Begin | Self::Answers(..) => Some(Self::Journal(Vec::new(), 0)),
            Self::Journal(..) => Some(Self::Sessions(Vec::new())),
            Self::Sessions(_) => Some(Self::Pending(Vec::new(), 0, String::new(), 0)),
            Self::Pending(..) => None,
        }
    }
}

/// Removes what still is old; gives how many.
pub(super) fn remove(connection: &Connection, old: &[Old]) -> rusqlite::Result<usize> {
    let execute = |sql: &str, parameters: &[&dyn rusqlite::ToSql]| connection.prepare_cached(sql)?.execute(parameters);
    let mut removed = 0;
    for row in old {
        removed += match row {
            Old::Answer(key, delivery) => {
                execute("DELETE FROM inbox WHERE key = ?1 AND delivery = ?2", params![key, delivery])?
            }
            Old::Entry(session, revision) => {
                execute("DELETE FROM journal WHERE session = ?1 AND revision = ?2", params![session, revision])?
            }
            Old::Pending(session, revision, kind, position) => execute(
                "DELETE FROM pending WHERE session = ?1 AND revision = ?2 AND kind = ?3 AND position = ?4 AND due IS NULL",
                params![session, revision, kind, position],
            )?,
            Old::Session(id, since) => {
                let removed = execute(
                    "DELETE FROM session WHERE id = ?1 AND ended = 1 AND updated < ?2
                     AND NOT EXISTS (SELECT 1 FROM pending WHERE session = ?1)",
                    params![id, since],
                )?;
                if removed > 0 {
                    for table in ["journal", "history", "shown"] {
                        execute(&format!("DELETE FROM {table} WHERE session = ?1"), params![id])?;
                    }
                }
                removed
            }
        };
    }
    Ok(removed)
}

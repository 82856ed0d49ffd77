//! Removing what is old: table by table in the order of their keys, a few rows each time. What is old is found by a
//! reader, so that the writer is not held up by looking; it removes only what still is.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{KeptSince, StoreError};
use super::reader::failed;
use super::statements::visits;

/// Where a collection is: in this table, after this key.
#[derive(Debug, Clone, Default)]
pub(super) enum Place {
    #[default]
    Begin,
    Answers(String, String),
    Journal(i64),
    Sessions(Vec<u8>),
    Pending(Vec<u8>, i64, String, i64),
}

/// A row that is old.
pub(super) enum Old {
    Answer(String, String),
    Entry(i64),
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
            "SELECT delivery, key, at FROM inbox ORDER BY delivery, key LIMIT ?1",
            params![rows],
            |row| answer(row, since.answers),
        ),
        Place::Answers(delivery, key) => look(
            connection,
            "SELECT delivery, key, at FROM inbox WHERE (delivery, key) > (?2, ?3) ORDER BY delivery, key LIMIT ?1",
            params![rows, delivery, key],
            |row| answer(row, since.answers),
        ),
        Place::Journal(after) => look(
            connection,
            "SELECT j.id, s.entry, j.at, s.kept FROM journal j LEFT JOIN session s ON s.id = j.session
             WHERE j.id > ?2 ORDER BY j.id LIMIT ?1",
            params![rows, after],
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

/// A row that was looked at: where it is, and what is to be removed when it is old. Nothing when no later one is old.
type Looked = Option<(Place, Option<Old>)>;

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
        let Some((place, is_old)) = read(row)? else { return Ok((old, None)) };
        old.extend(is_old);
        last = Some(place);
    }
    Ok((old, last))
}

fn answer(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (delivery, key): (String, String) = (row.get(0)?, row.get(1)?);
    let old = is_before(row, 2, since)?.then(|| Old::Answer(delivery.clone(), key.clone()));
    Ok(Some((Place::Answers(delivery, key), old)))
}

/// An entry that its session does not need: it is not the last that its row knows, nor later, and began no visit that is
/// kept. They were written in the order of their times.
fn entry(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (id, last): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
    if !is_before(row, 2, since)? {
        return Ok(None);
    }
    let is_needed = last.is_some_and(|last| last <= id) || visits(row, 3)?.has_entry(id);
    Ok(Some((Place::Journal(id), (!is_needed).then_some(Old::Entry(id)))))
}

fn session(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (id, ended, has_effects): (Vec<u8>, bool, bool) = (row.get(0)?, row.get(1)?, row.get(3)?);
    let is_old = ended && !has_effects && is_before(row, 2, since)?;
    let old = since.filter(|_| is_old).map(|since| Old::Session(id.clone(), since.as_millisecond()));
    Ok(Some((Place::Sessions(id), old)))
}

/// What was given up.
fn pending(row: &Row<'_>, since: Option<Timestamp>) -> rusqlite::Result<Looked> {
    let (session, revision): (Vec<u8>, i64) = (row.get(0)?, row.get(1)?);
    let (kind, position, due): (String, i64, Option<i64>) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let is_old = kind == "effect" && due.is_none() && is_before(row, 5, since)?;
    let old = is_old.then(|| Old::Pending(session.clone(), revision, kind.clone(), position));
    Ok(Some((Place::Pending(session, revision, kind, position), old)))
}

fn is_before(row: &Row<'_>, column: usize, since: Option<Timestamp>) -> rusqlite::Result<bool> {
    let at: i64 = row.get(column)?;
    Ok(since.is_some_and(|since| at < since.as_millisecond()))
}

impl Place {
    /// The beginning of the table after that of this place; `None` after the last one.
    pub(super) fn next_table(&self) -> Option<Self> {
        match self {
            Self::Begin | Self::Answers(..) => Some(Self::Journal(0)),
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
            Old::Answer(delivery, key) => {
                execute("DELETE FROM inbox WHERE delivery = ?1 AND key = ?2", params![delivery, key])?
            }
            Old::Entry(id) => execute("DELETE FROM journal WHERE id = ?1", params![id])?,
            Old::Pending(session, revision, kind, position) => execute(
                "DELETE FROM pending WHERE session = ?1 AND revision = ?2 AND kind = ?3 AND position = ?4 AND due IS NULL",
                params![session, revision, kind, position],
            )?,
            Old::Session(id, since) => {
                let last: Option<Option<i64>> = connection
                    .prepare_cached(
                        "DELETE FROM session WHERE id = ?1 AND ended = 1 AND updated < ?2
                         AND NOT EXISTS (SELECT 1 FROM pending WHERE session = ?1) RETURNING entry",
                    )?
                    .query_row(params![id, since], |row| row.get(0))
                    .optional()?;
                if let Some(last) = last {
                    remove_journal(connection, last)?;
                    execute("DELETE FROM shown WHERE session = ?1", params![id])?;
                }
                usize::from(last.is_some())
            }
        };
    }
    Ok(removed)
}

/// Removes the entry and those before it of the same session.
fn remove_journal(connection: &Connection, last: Option<i64>) -> rusqlite::Result<()> {
    let mut remove = connection.prepare_cached("DELETE FROM journal WHERE id = ?1 RETURNING previous")?;
    let mut next = last;
    while let Some(id) = next {
        next = remove.query_row(params![id], |row| row.get(0)).optional()?.flatten();
    }
    Ok(())
}

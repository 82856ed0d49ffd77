//! What is read, on connections beside the writer's.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::super::{Asked, Count, DeliveryId, JournalEntry, KeptVisit, Record, Slot, StoreError, stack};
use super::statements::visits;
use super::visits::Visits;
use crate::core::locale::Locale;
use crate::core::media::MediaId;
use crate::core::session::{Revision, SessionId, SessionKey, UserId};
use crate::core::stored::Stored;
use crate::core::view::View;

pub(super) fn current(connection: &Connection, key: &SessionKey) -> Result<Vec<Record>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{RECORDS} WHERE s.key = ?1 AND s.current = 1")).map_err(failed)?;
    let records = statement.query_map(params![key.to_string()], |row| record(connection, row, key.clone()));
    let corrupt =
        |error: rusqlite::Error| StoreError::Corrupt { what: format!("a session of {key}"), source: error.into() };
    let mut found = Vec::new();
    for record in records.map_err(failed)? {
        found.push(record.map_err(|error| if is_corrupt(&error) { corrupt(error) } else { failed(error) })?);
    }
    Ok(found)
}

pub(super) fn moved_since(
    connection: &Connection,
    surface: &str,
    since: Timestamp,
    after: Option<&SessionKey>,
    limit: usize,
) -> Result<Vec<SessionKey>, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT DISTINCT key FROM session WHERE key > ?1 AND current = 1 AND (updated >= ?2 OR question IS NOT NULL) ORDER BY key",
        )
        .map_err(failed)?;
    // A key begins with its surface, and no other surface's keys come between.
    let prefix = SessionKey::new(surface, "", "").to_string();
    let prefix = prefix.trim_end_matches('/').to_owned() + "/";
    let after = after.map_or_else(|| prefix.clone(), ToString::to_string);
    let mut rows = statement.query(params![after, since.as_millisecond()]).map_err(failed)?;
    let mut found = Vec::new();
    while found.len() < limit
        && let Some(row) = rows.next().map_err(failed)?
    {
        let key: String = row.get(0).map_err(failed)?;
        if !key.starts_with(&prefix) {
            break;
        }
        match parse_key(&key) {
            Ok(key) => found.push(key),
            Err(error) => tracing::error!(%error, "a key can't be read"),
        }
    }
    Ok(found)
}

pub(super) fn waiting_for(connection: &Connection, role: &str, limit: usize) -> Result<Vec<Record>, StoreError> {
    let mut statement = connection
        .prepare_cached(&format!(
            "{RECORDS} JOIN shown v ON v.session = s.id WHERE v.role = ?1 AND s.current = 1 AND s.ended = 0
             ORDER BY v.session DESC LIMIT ?2"
        ))
        .map_err(failed)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![role, limit]).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let key: String = row.get(9).map_err(failed)?;
        // One session that can't be read must not hide all others.
        match parse_key(&key).and_then(|key| record(connection, row, key).map_err(failed)) {
            Ok(record) => found.push(record),
            Err(error) => tracing::error!(%error, role, "a session that waits for somebody can't be read"),
        }
    }
    Ok(found)
}

const RECORDS: &str =
    "SELECT s.id, s.slot, s.workflow, s.version, s.step, s.data, s.revision, s.ended, j.view, s.key, s.locale,
            s.kept, s.question
     FROM session s JOIN journal j ON j.id = s.entry";

fn record(connection: &Connection, row: &Row<'_>, key: SessionKey) -> rusqlite::Result<Record> {
    let id = session(row, 0)?;
    let (below, history) = stack(kept_visits(connection, visits(row, 11)?)?);
    Ok(Record {
        session: id,
        key,
        locale: locale(row, 10)?,
        slot: slot(row, 1)?,
        stored: Arc::new(stored(row, 2)?),
        revision: revision(row, 6)?,
        history,
        below,
        // It is shown, and nothing hangs on it: the session goes on without.
        view: json(row, 8).map(Arc::new).unwrap_or_default(),
        views: views(connection, id)?,
        asked: asked(row, 12),
        ended: row.get(7)?,
    })
}

/// One that can't be read is asked no more: nothing hangs on it, and a command is asked about again.
fn asked(row: &Row<'_>, column: usize) -> Option<Arc<Asked>> {
    json(row, column).ok().map(Arc::new)
}

fn kept_visits(connection: &Connection, visits: Visits) -> rusqlite::Result<Vec<KeptVisit>> {
    let mut statement =
        connection.prepare_cached("SELECT workflow, version, to_step, data FROM journal WHERE id = ?1")?;
    visits
        .into_rows()
        .map(|(revision, entry, kept)| {
            let stored = Arc::new(statement.query_row(params![entry], |row| stored(row, 0))?);
            Ok(KeptVisit { revision, stored, kept })
        })
        .collect()
}

fn views(connection: &Connection, id: SessionId) -> rusqlite::Result<Vec<(Cow<'static, str>, Arc<View>)>> {
    let mut statement =
        connection.prepare_cached("SELECT role, view FROM shown WHERE session = ?1 ORDER BY position")?;
    let views = statement.query_map(params![id.as_uuid().as_bytes().as_slice()], |row| {
        let role: String = row.get(0)?;
        Ok((role.into(), json(row, 1).map(Arc::new).unwrap_or_default()))
    })?;
    views.collect()
}

/// The step in the columns workflow, version, step and data, the first of which is `column`.
fn stored(row: &Row<'_>, column: usize) -> rusqlite::Result<Stored> {
    let [workflow, step]: [String; 2] = [row.get(column)?, row.get(column + 2)?];
    let (version, data) = (row.get(column + 1)?, json(row, column + 3)?);
    Ok(Stored { workflow: workflow.into(), version, step: step.into(), data })
}

pub(super) fn owner(connection: &Connection, id: SessionId) -> Result<Option<SessionKey>, StoreError> {
    let key: Option<String> = connection
        .prepare_cached("SELECT key FROM session WHERE id = ?1")
        .and_then(|mut statement| {
            statement.query_row(params![id.as_uuid().as_bytes().as_slice()], |row| row.get(0)).optional()
        })
        .map_err(failed)?;
    key.map(|key| parse_key(&key)).transpose()
}

pub(super) fn journal(connection: &Connection, id: SessionId) -> Result<Vec<JournalEntry>, StoreError> {
    let id = id.as_uuid().as_bytes().as_slice();
    let last = connection
        .prepare_cached("SELECT entry FROM session WHERE id = ?1")
        .and_then(|mut statement| statement.query_row(params![id], |row| row.get(0)).optional())
        .map_err(failed)?;
    let mut entries = entries_until(connection, last, usize::MAX).map_err(failed)?;
    entries.reverse();
    Ok(entries)
}

/// The entries of a session from the last one on, newest first.
fn entries_until(connection: &Connection, last: Option<i64>, most: usize) -> rusqlite::Result<Vec<JournalEntry>> {
    let mut statement = connection.prepare_cached(ENTRY)?;
    let mut entries = Vec::new();
    let mut next = last;
    while let Some(id) = next.filter(|_| entries.len() < most) {
        // What came before may have been forgotten.
        let found = statement.query_row(params![id], |row| Ok((entry(row)?, row.get(11)?))).optional()?;
        let Some((entry, previous)) = found else { break };
        entries.push(entry);
        next = previous;
    }
    Ok(entries)
}

/// The sessions of a slot follow each other, those of two slots stand side by side. So slot by slot, session after
/// session, newest first, until there are enough: a key of thousands of sessions costs no more.
pub(super) fn transcript(
    connection: &Connection,
    key: &SessionKey,
    limit: usize,
) -> Result<Vec<JournalEntry>, StoreError> {
    let key = key.to_string();
    let mut slots =
        connection.prepare_cached("SELECT slot FROM session WHERE key = ?1 AND current = 1").map_err(failed)?;
    let slots: Vec<String> =
        slots.query_map(params![key], |row| row.get(0)).and_then(Iterator::collect).map_err(failed)?;
    let mut sessions = connection
        .prepare_cached("SELECT entry FROM session WHERE key = ?1 AND slot = ?2 ORDER BY id DESC")
        .map_err(failed)?;
    let mut entries: Vec<JournalEntry> = Vec::new();
    for slot in slots {
        let others = entries.len();
        let mut rows = sessions.query(params![key, slot]).map_err(failed)?;
        while entries.len() - others < limit
            && let Some(row) = rows.next().map_err(failed)?
        {
            let last = row.get(0).map_err(failed)?;
            entries.extend(entries_until(connection, last, limit).map_err(failed)?);
        }
    }
    entries.sort_by_key(|entry| (entry.at, entry.session, entry.revision));
    entries.drain(..entries.len().saturating_sub(limit));
    Ok(entries)
}

pub(super) fn count(connection: &Connection, key: Option<&SessionKey>) -> Result<Count, StoreError> {
    let key = key.map(SessionKey::to_string);
    let one = |sql: &str| -> rusqlite::Result<u64> {
        let count: i64 = connection.prepare_cached(sql)?.query_row(params![key], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    };
    let (sessions, work) = match key {
        Some(_) => (
            "SELECT count(*) FROM session WHERE key = ?1 AND current = 1 AND ended = 0",
            "SELECT count(*) FROM pending p JOIN session s ON s.id = p.session
             WHERE s.key = ?1 AND p.kind = 'work' AND p.due IS NOT NULL",
        ),
        None => (
            "SELECT count(*) FROM session WHERE ?1 IS NULL AND current = 1 AND ended = 0",
            "SELECT count(*) FROM pending WHERE ?1 IS NULL AND kind = 'work' AND due IS NOT NULL",
        ),
    };
    Ok(Count { sessions: one(sessions).map_err(failed)?, work: one(work).map_err(failed)? })
}

pub(super) fn brought(connection: &Connection, media: Vec<MediaId>) -> Result<Vec<MediaId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM brought WHERE media = ?1").map_err(failed)?;
    let mut found = Vec::new();
    for id in media {
        if statement.exists(params![id.as_str()]).map_err(failed)? {
            found.push(id);
        }
    }
    Ok(found)
}

const ENTRY: &str =
    "SELECT j.session, j.revision, j.at, j.delivery, j.edge, j.from_step, j.to_step, j.by, j.said, j.view,
            s.slot, j.previous
     FROM journal j JOIN session s ON s.id = j.session WHERE j.id = ?1";

fn entry(row: &Row<'_>) -> rusqlite::Result<JournalEntry> {
    let by: Option<String> = row.get(7)?;
    let said: Option<String> = row.get(8)?;
    Ok(JournalEntry {
        session: session(row, 0)?,
        revision: revision(row, 1)?,
        at: time(2, row.get(2)?)?,
        delivery: DeliveryId::internal(row.get(3)?),
        edge: row.get::<_, String>(4)?.into(),
        from: row.get::<_, Option<String>>(5)?.map(Cow::Owned),
        to: row.get::<_, String>(6)?.into(),
        by: by.map(UserId::from_stored),
        said: said.map(|said| parse(8, &said)).transpose()?,
        view: Arc::new(json(row, 9)?),
        slot: slot(row, 10)?,
    })
}

fn slot(row: &Row<'_>, column: usize) -> rusqlite::Result<Slot> {
    let name: String = row.get(column)?;
    Ok(Slot::aside(name))
}

/// One that is none is no reason to stop.
pub(super) fn locale(row: &Row<'_>, column: usize) -> rusqlite::Result<Locale> {
    let tag: String = row.get(column)?;
    Ok(Locale::parse(&tag).unwrap_or_default())
}

pub(super) fn session(row: &Row<'_>, column: usize) -> rusqlite::Result<SessionId> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(SessionId::new(Uuid::from_bytes(bytes)))
}

pub(super) fn revision(row: &Row<'_>, column: usize) -> rusqlite::Result<Revision> {
    let number: i64 = row.get(column)?;
    Ok(Revision::new(number.unsigned_abs()))
}

pub(super) fn time(column: usize, milliseconds: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, error.into()))
}

pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    parse(column, &text)
}

fn parse<T: DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into()))
}

pub(super) fn parse_key(key: &str) -> Result<SessionKey, StoreError> {
    key.parse().map_err(|error: crate::core::session::InvalidKey| StoreError::Corrupt {
        what: format!("the session key {key:?}"),
        source: error.into(),
    })
}

/// Whether the row is to blame, and not the connection.
pub(super) fn is_corrupt(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::Failed(error.into())
}

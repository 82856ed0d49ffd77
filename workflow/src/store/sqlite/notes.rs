//! What surfaces keep for themselves.

use rusqlite::{Connection, Statement, params};
use serde_json::Value;

use super::super::{Notes, StoreError};
use super::reader::{failed, json};
use super::statements::lasting;

/// A name, and what is kept under it: as text, so that the writer does not have to make it.
pub(super) type Written = (String, Option<String>);

/// Statements that are prepared once.
pub(super) struct Noting<'a> {
    keep: Statement<'a>,
    forget: Statement<'a>,
}

impl<'a> Noting<'a> {
    pub(super) fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            keep: lasting(
                connection,
                "INSERT INTO note (surface, name, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (surface, name) DO UPDATE SET value = excluded.value",
            )?,
            forget: lasting(connection, "DELETE FROM note WHERE surface = ?1 AND name = ?2")?,
        })
    }

    pub(super) fn note(&mut self, surface: &str, notes: &[Written]) -> rusqlite::Result<usize> {
        let mut changed = 0;
        for (name, value) in notes {
            changed += match value {
                Some(value) => self.keep.execute(params![surface, name, value])?,
                None => self.forget.execute(params![surface, name])?,
            };
        }
        Ok(changed)
    }
}

pub(super) fn find(
    connection: &Connection,
    surface: &str,
    prefix: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Notes, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT name, value FROM note WHERE surface = ?1 AND name >= ?2 AND name > ?3 ORDER BY name LIMIT ?4",
        )
        .map_err(failed)?;
    // Every name comes after the empty one, which is none.
    let parameters = params![surface, prefix, after.unwrap_or_default(), i64::try_from(limit).unwrap_or(i64::MAX)];
    let mut rows = statement.query(parameters).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let name: String = row.get(0).map_err(failed)?;
        if !name.starts_with(prefix) {
            break;
        }
        // One that can't be read must not hide all others.
        match json::<Value>(row, 1) {
            Ok(value) => found.push((name, value)),
            Err(error) => tracing::error!(%error, surface, name, "what a surface noted can't be read"),
        }
    }
    Ok(found)
}

//! Sessions whose rows are behind. Nearly every move changes nothing of its session's row but what its journal entry says
//! too: it is written to the journal alone, to its end, and the row catches up later, with all moves until then at once.
//! So a turn does not touch a page of its session, whichever of a million it is.
//!
//! The journal is enough to find out what is behind when the file is opened again.

use std::collections::{BTreeMap, HashMap, hash_map};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};

use super::reader::session;
use super::statements::{bytes, lasting};
use super::visits::{Change, Visits};
use crate::core::session::SessionId;

/// How many sessions may be behind, and by how many entries of the whole journal the longest: what a start has to catch up
/// with, after a kill.
const MOST: (usize, i64) = (2048, 8192);
/// By how many entries what the file says of it may be behind itself.
const MARK: i64 = MOST.1 / 4;

/// The keys whose sessions are behind: whoever reads their rows has them catch up before.
#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<HashMap<String, usize>>);

impl Keys {
    /// Whether a row of this key may be behind, or of any.
    pub(super) fn are_behind(&self, key: Option<&str>) -> bool {
        let keys = self.keys();
        key.map_or(!keys.is_empty(), |key| keys.contains_key(key))
    }

    fn add(&self, key: &str) {
        let mut keys = self.keys();
        match keys.get_mut(key) {
            Some(sessions) => *sessions += 1,
            None => drop(keys.insert(key.to_owned(), 1)),
        }
    }

    fn remove(&self, key: &str) {
        let mut keys = self.keys();
        if let Some(sessions) = keys.get_mut(key) {
            *sessions -= 1;
            if *sessions == 0 {
                keys.remove(key);
            }
        }
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a session stands, and what its journal does not say of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stands {
    pub(super) revision: i64,
    /// Its last journal entry.
    pub(super) entry: i64,
    pub(super) locale: Arc<str>,
    pub(super) ended: bool,
}

/// A session that is behind.
struct Late {
    key: String,
    /// The first entry that its row does not know.
    since: i64,
    /// Where each move left that the row does not know, and what it changes in the visits that are kept.
    moves: Vec<((i64, i64), Vec<Change>)>,
    stands: Stands,
}

impl Late {
    /// What is in the row of the visits that are kept, after all moves.
    fn kept(&self, before: &Value) -> Result<Value, Box<dyn std::error::Error>> {
        let before = match before {
            Value::Null => None,
            Value::Text(text) => Some(text.as_str()),
            _ => return Err("it is no text".into()),
        };
        let mut kept = Visits::parse(before)?;
        for (left, changes) in &self.moves {
            kept.change(changes, Some(*left))?;
        }
        Ok(kept.to_text()?.map_or(Value::Null, Value::Text))
    }
}

/// How a change is taken back.
enum Undo {
    /// It was not behind.
    Caught(SessionId),
    /// It stood there.
    Stood(SessionId, Stands),
    /// It was behind.
    Late(SessionId, Late),
}

/// The sessions whose rows are behind, and the statement by which they catch up.
pub(super) struct Behind<'a> {
    connection: &'a Connection,
    kept: Statement<'a>,
    catch_up: Statement<'a>,
    sessions: HashMap<SessionId, Late>,
    /// The same by the first entry that their row does not know.
    since: BTreeMap<i64, SessionId>,
    /// The last entry of the journal.
    last: i64,
    /// The entry up to which no session is behind, as the file says.
    marked: i64,
    /// What has changed since the transaction began, and the last two as they were then.
    undo: Vec<Undo>,
    before: (i64, i64),
    keys: Arc<Keys>,
}

/// Has the sessions catch up that were behind when the file was closed last.
pub(super) fn catch_up(connection: &Connection) -> rusqlite::Result<()> {
    let transaction = connection.unchecked_transaction()?;
    let mut behind = Behind::prepare(&transaction, Arc::default())?;
    behind.find()?;
    behind.catch_up_first(usize::MAX)?;
    drop(behind);
    transaction.commit()
}

impl<'a> Behind<'a> {
    /// None is behind.
    pub(super) fn prepare(connection: &'a Connection, keys: Arc<Keys>) -> rusqlite::Result<Self> {
        let number = |sql| connection.query_row(sql, [], |row| row.get(0));
        let marked = number("SELECT value FROM meta WHERE name = 'caught up'")?;
        let last = number("SELECT coalesce(max(id), 0) FROM journal")?;
        let kept = lasting(connection, "SELECT kept FROM session WHERE id = ?1")?;
        // What was asked before is not asked any more: it has moved.
        let catch_up = lasting(
            connection,
            "UPDATE session SET (workflow, version, step, data, revision, updated) =
                    (SELECT workflow, version, to_step, data, revision, at FROM journal WHERE id = ?2),
                    entry = ?2, question = NULL, kept = ?3
             WHERE id = ?1 AND EXISTS (SELECT 1 FROM journal WHERE id = ?2)",
        )?;
        Ok(Self {
            connection,
            kept,
            catch_up,
            sessions: HashMap::new(),
            since: BTreeMap::new(),
            last,
            marked,
            undo: Vec::new(),
            before: (last, marked),
            keys,
        })
    }

    /// Finds those that are behind in the file.
    fn find(&mut self) -> rusqlite::Result<()> {
        let mut stands = self.connection.prepare("SELECT revision, entry, locale, ended FROM session WHERE id = ?1")?;
        let mut later =
            self.connection.prepare("SELECT id, session, revision, keeps FROM journal WHERE id > ?1 ORDER BY id")?;
        let mut later = later.query(params![self.marked])?;
        while let Some(row) = later.next()? {
            let (id, session): (i64, SessionId) = (row.get(0)?, session(row, 1)?);
            let read = |row: &Row<'_>| {
                let (revision, entry) = (row.get(0)?, row.get(1)?);
                Ok(Stands { revision, entry, locale: row.get(2)?, ended: row.get(3)? })
            };
            let stood = self.stands(session).cloned().or_else(|| {
                let stood = stands.query_row(params![bytes(&session)], read).optional();
                stood.unwrap_or_else(|error| {
                    tracing::error!(%session, %error, "a session whose row can't be read is left as it is");
                    None
                })
            });
            // Its row may have caught up after the mark.
            if let Some(stood) = stood.filter(|stood| stood.entry < id) {
                let changes: Option<String> = row.get(3)?;
                let changes = Change::parse(changes.as_deref()).unwrap_or_else(|error| {
                    tracing::error!(%session, %error, "what a move changes in the visits that a session keeps is left out");
                    Vec::new()
                });
                let stands = Stands { revision: row.get(2)?, entry: id, ..stood.clone() };
                self.moved(session, "", stood, stands, changes);
            }
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Where the session stands, if its row is behind.
    pub(super) fn stands(&self, session: SessionId) -> Option<&Stands> {
        self.sessions.get(&session).map(|late| &late.stands)
    }

    /// The last entry of the journal is this one.
    pub(super) fn entered(&mut self, entry: i64) {
        self.last = entry;
    }

    /// The session has moved on, by a change of the visits that it keeps.
    pub(super) fn moved(&mut self, session: SessionId, key: &str, stood: Stands, stands: Stands, changes: Vec<Change>) {
        let left = (stood.revision, stood.entry);
        match self.sessions.entry(session) {
            hash_map::Entry::Occupied(mut late) => {
                let late = late.get_mut();
                late.moves.push((left, changes));
                late.stands = stands;
                self.undo.push(Undo::Stood(session, stood));
            }
            hash_map::Entry::Vacant(place) => {
                self.since.insert(stands.entry, session);
                self.keys.add(key);
                self.undo.push(Undo::Caught(session));
                place.insert(Late { key: key.to_owned(), since: stands.entry, moves: vec![(left, changes)], stands });
            }
        }
    }

    /// Has the session's row catch up, if it is behind.
    pub(super) fn catch_up(&mut self, session: SessionId) -> rusqlite::Result<()> {
        let Some(late) = self.sessions.get(&session) else { return Ok(()) };
        let kept: Option<Value> = self.kept.query_row(params![bytes(&session)], |row| row.get(0)).optional()?;
        if let Some(kept) = kept {
            let kept = late.kept(&kept).unwrap_or_else(|error| {
                tracing::error!(%session, %error, "the visits that a session keeps are left as they are");
                kept
            });
            self.catch_up.execute(params![bytes(&session), late.stands.entry, kept])?;
        }
        self.since.remove(&late.since);
        if let Some(late) = self.sessions.remove(&session) {
            self.undo.push(Undo::Late(session, late));
        }
        Ok(())
    }

    /// The same of all sessions of the key, or of all.
    pub(super) fn catch_up_of(&mut self, key: Option<&str>) -> rusqlite::Result<usize> {
        let Some(key) = key else { return self.catch_up_first(usize::MAX) };
        let late = self.sessions.iter().filter(|(_, late)| late.key == key);
        let late: Vec<_> = late.map(|(session, _)| *session).collect();
        late.iter().try_for_each(|session| self.catch_up(*session))?;
        Ok(late.len())
    }

    /// The same of the `most` that have been for longest.
    pub(super) fn catch_up_first(&mut self, most: usize) -> rusqlite::Result<usize> {
        let late: Vec<_> = self.since.values().copied().take(most).collect();
        late.iter().try_for_each(|session| self.catch_up(*session))?;
        self.mark(1)?;
        Ok(late.len())
    }

    /// The same of those that have been for too long.
    pub(super) fn catch_up_where_due(&mut self) -> rusqlite::Result<()> {
        while let Some((since, session)) = self.since.first_key_value()
            && (self.sessions.len() > MOST.0 || *since + MOST.1 <= self.last)
        {
            self.catch_up(*session)?;
        }
        self.mark(MARK)
    }

    /// Says in the file that no session is behind up to an entry, when that is so many more than it says.
    fn mark(&mut self, more: i64) -> rusqlite::Result<()> {
        let until = self.since.first_key_value().map_or(self.last, |(since, _)| since - 1);
        if until - self.marked >= more {
            self.connection.prepare_cached("UPDATE meta SET value = ?1 WHERE name = 'caught up'")?.execute([until])?;
            self.marked = until;
        }
        Ok(())
    }

    /// Entries were removed from the journal: the numbers of the last ones are given again.
    pub(super) fn removed(&mut self) -> rusqlite::Result<()> {
        let last = self.connection.query_row("SELECT coalesce(max(id), 0) FROM journal", [], |row| row.get(0))?;
        self.last = last;
        if self.marked > last {
            self.connection.execute("UPDATE meta SET value = ?1 WHERE name = 'caught up'", [last])?;
            self.marked = last;
        }
        Ok(())
    }

    /// What has changed is in the file.
    pub(super) fn committed(&mut self) {
        for undo in self.undo.drain(..) {
            if let Undo::Late(_, late) = undo {
                self.keys.remove(&late.key);
            }
        }
        self.before = (self.last, self.marked);
    }

    /// Nothing has changed in the file.
    pub(super) fn rolled_back(&mut self) {
        while let Some(undo) = self.undo.pop() {
            match undo {
                Undo::Caught(session) => {
                    if let Some(late) = self.sessions.remove(&session) {
                        self.since.remove(&late.since);
                        self.keys.remove(&late.key);
                    }
                }
                Undo::Stood(session, stood) => {
                    if let Some(late) = self.sessions.get_mut(&session) {
                        late.moves.pop();
                        late.stands = stood;
                    }
                }
                Undo::Late(session, late) => {
                    self.since.insert(late.since, session);
                    self.sessions.insert(session, late);
                }
            }
        }
        (self.last, self.marked) = self.before;
    }
}

#[cfg(test)]
mod tests;

//! What is kept in memory: the rows of a database, without the database.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::super::{
    Answer, Asks, Commit, Committed, Count, DeliveryId, JournalEntry, Kept, KeptSince, KeptVisit, Moved, Note, Notes,
    Pending, PendingId, PendingKind, Record, Shows, Slot, StoreError, VisitChange, Which, stack,
};
use super::pending::PendingRows;
use crate::core::locale::Locale;
use crate::core::media::MediaId;
use crate::core::session::{Revision, SessionId, SessionKey, Visit};
use crate::core::stored::Stored;

/// All that is kept.
#[derive(Debug)]
pub(super) struct Rows {
    secret: [u8; 32],
    brought: HashSet<MediaId>,
    sessions: BTreeMap<SessionId, Session>,
    current: HashMap<(SessionKey, Slot), SessionId>,
    inbox: HashMap<(SessionKey, DeliveryId), (Timestamp, Json)>,
    notes: BTreeMap<(String, String), Json>,
    pub(super) pending: PendingRows,
}

/// A value as it is written to a file.
type Json = String;

#[derive(Debug)]
struct Session {
    key: SessionKey,
    locale: Locale,
    slot: Slot,
    is_current: bool,
    stored: Json,
    revision: Revision,
    ended: bool,
    /// What they are kept for; what they were is in the journal.
    kept: BTreeMap<Revision, Kept>,
    shown: Vec<(String, Json)>,
    question: Option<Json>,
    journal: Vec<Entry>,
}

/// An entry, with the step that it led to and what was shown then.
#[derive(Debug)]
struct Entry {
    entry: JournalEntry,
    stored: Json,
    view: Json,
}

impl Rows {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            brought: HashSet::new(),
            sessions: BTreeMap::new(),
            current: HashMap::new(),
            inbox: HashMap::new(),
            notes: BTreeMap::new(),
            pending: PendingRows::default(),
        }
    }

    pub(super) fn secret(&self) -> [u8; 32] {
        self.secret
    }

    pub(super) fn current(&self, key: &SessionKey) -> Result<Vec<Record>, StoreError> {
        let current = self.current.iter().filter(|((owner, _), _)| owner == key);
        let mut ids: Vec<SessionId> = current.map(|(_, id)| *id).collect();
        ids.sort();
        ids.into_iter().filter_map(|id| self.sessions.get_key_value(&id)).map(|(id, row)| record(*id, row)).collect()
    }

    pub(super) fn owner(&self, session: SessionId) -> Option<SessionKey> {
        self.sessions.get(&session).map(|row| row.key.clone())
    }

    /// Nothing is written before it is known that all of it can be.
    pub(super) fn commit(&mut self, commit: &Commit) -> Result<Committed, StoreError> {
        let mark = commit.mark.as_ref().map(|(delivery, answer)| ((commit.key.clone(), delivery.clone()), answer));
        if let Some((name, _)) = &mark
            && let Some((_, answer)) = self.inbox.get(name)
        {
            return Ok(Committed::Repeated(read::<Answer>(answer, "an answer")?));
        }
        let answer =
            mark.map(|(name, answer)| Ok::<_, StoreError>((name, (commit.at, written(answer)?)))).transpose()?;
        if commit.claim.as_ref().is_some_and(|claim| !self.pending.is_held(claim)) {
            return Ok(Committed::NotHeld);
        }
        if let Some(moved) = &commit.moved {
            if !self.stands(moved) {
                return Ok(Committed::Conflict);
            }
            self.go(moved, commit.at)?;
        } else if let Some(asking) = &commit.asking {
            let question = asking.asked.as_deref().map(written).transpose()?;
            let row = self.sessions.get_mut(&asking.visit.session);
            let Some(row) = row.filter(|row| row.is_current && row.revision == asking.visit.revision) else {
                return Ok(Committed::Conflict);
            };
            row.question = question;
            self.brought.extend(asking.brings().iter().map(|media| media.id().clone()));
        }
        if let Some(claim) = commit.claim {
            self.pending.finish(claim);
        }
        self.inbox.extend(answer);
        Ok(Committed::Done)
    }

    /// Whether the session is where it is expected.
    fn stands(&self, moved: &Moved) -> bool {
        match self.sessions.get(&moved.record.session) {
            None => moved.expected == Revision::ZERO,
            Some(row) => moved.expected != Revision::ZERO && row.is_current && row.revision == moved.expected,
        }
    }

    fn go(&mut self, moved: &Moved, at: Timestamp) -> Result<(), StoreError> {
        let record = &moved.record;
        let (id, key, revision) = (record.session, &record.key, record.revision);
        let (stored, view) = (written(&*record.stored)?, written(&*moved.entry.view)?);
        let has_been = |revision: &Revision| {
            let journal = self.sessions.get(&id).into_iter().flat_map(|row| &row.journal);
            journal.into_iter().any(|row| row.entry.revision == *revision)
        };
        let is_kept = |change: &VisitChange| matches!(change, VisitChange::Keep(revision, _) if !has_been(revision));
        if moved.visits.iter().any(is_kept) {
            return Err(StoreError::Failed("a visit is kept that has not been".into()));
        }
        let shown = record.views.iter().map(|(role, view)| Ok((role.to_string(), written(&**view)?)));
        let shown = shown.collect::<Result<Vec<_>, StoreError>>()?;
        let visit = Visit { session: id, revision };
        let pending_id = |asks: &Asks| PendingId { visit, kind: asks.kind, index: asks.index };
        let mut ids = HashSet::new();
        if let Some(twice) =
            moved.asks.iter().find(|asks| self.pending.has(pending_id(asks)) || !ids.insert(pending_id(asks)))
        {
            return Err(StoreError::Failed(format!("`{}` is asked for twice", twice.name).into()));
        }
        if moved.expected == Revision::ZERO {
            self.make_room(key, &record.slot);
            self.current.insert((key.clone(), record.slot.clone()), id);
        }
        if let Some(since) = moved.leaves {
            self.pending.leave(id, since);
        }
        for asks in &moved.asks {
            let pending = Pending {
                id: pending_id(asks),
                workflow: asks.workflow.to_owned(),
                name: asks.name.to_owned(),
                payload: asks.payload.clone(),
                key: key.clone(),
                locale: record.locale.clone(),
                attempts: 0,
                due: Some(asks.due),
                reason: None,
                claim: 0,
                until: None,
            };
            self.pending.insert(pending, at);
        }
        let row = self.sessions.entry(id).or_insert_with(|| Session {
            key: key.clone(),
            locale: Locale::default(),
            slot: record.slot.clone(),
            is_current: true,
            stored: Json::new(),
            revision,
            ended: false,
            kept: BTreeMap::new(),
            shown: Vec::new(),
            question: None,
            journal: Vec::new(),
        });
        (row.stored, row.revision, row.ended) = (stored.clone(), revision, record.ended);
        (row.locale, row.question) = (record.locale.clone(), None);
        for change in &moved.visits {
            match change {
                VisitChange::Drop(revision) => drop(row.kept.remove(revision)),
                VisitChange::Keep(revision, kept) => drop(row.kept.insert(*revision, kept.clone())),
            }
        }
        if moved.shows == Shows::Anew {
            row.shown = shown;
        }
        row.journal.push(Entry { entry: moved.entry.clone(), stored, view });
        self.brought.extend(moved.entry.brings().iter().map(|media| media.id().clone()));
        Ok(())
    }

    /// The session that had the place leaves it, with all that waits for it; its effects are done all the same.
    pub(super) fn make_room(&mut self, key: &SessionKey, slot: &Slot) {
        let Some(id) = self.current.remove(&(key.clone(), slot.clone())) else { return };
        self.pending.leave(id, Revision::ZERO);
        if let Some(row) = self.sessions.get_mut(&id) {
            (row.is_current, row.ended, row.question) = (false, true, None);
            row.kept.clear();
            row.shown.clear();
        }
    }

    pub(super) fn pending(&self, which: Which, limit: usize) -> Vec<Pending> {
        let mut pending = self.pending.all(which);
        pending.truncate(limit);
        self.spoken(pending)
    }

    /// In the language that is spoken now.
    pub(super) fn spoken(&self, mut pending: Vec<Pending>) -> Vec<Pending> {
        for pending in &mut pending {
            let session = self.sessions.get(&pending.id.visit.session);
            pending.locale = session.map(|row| row.locale.clone()).unwrap_or_default();
        }
        pending
    }

    pub(super) fn waiting_for(&self, role: &str, limit: usize) -> Result<Vec<Record>, StoreError> {
        let shows = |row: &Session| row.is_current && !row.ended && row.shown.iter().any(|(shown, _)| shown == role);
        let waiting = self.sessions.iter().rev().filter(|(_, row)| shows(row)).take(limit);
        waiting.map(|(id, row)| record(*id, row)).collect()
    }

    pub(super) fn note(&mut self, surface: &str, notes: Vec<Note>) {
        for Note { name, value } in notes {
            let name = (surface.to_owned(), name);
            match value {
                Some(value) => drop(self.notes.insert(name, value.to_string())),
                None => drop(self.notes.remove(&name)),
            }
        }
    }

    pub(super) fn notes(&self, surface: &str, prefix: &str, after: Option<&str>, limit: usize) -> Notes {
        let of_surface = self.notes.iter().filter(|((of, _), _)| of == surface);
        let wanted = of_surface.filter(|((_, name), _)| name.starts_with(prefix) && after < Some(name));
        let notes = wanted.map(|((_, name), value)| Some((name.clone(), read(value, "a note").ok()?)));
        notes.flatten().take(limit).collect()
    }

    pub(super) fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> Vec<SessionKey> {
        let last = |row: &Session| row.journal.last().map(|last| last.entry.at);
        let moved = |row: &&Session| {
            row.is_current && row.key.surface() == surface && (last(row) >= Some(since) || row.question.is_some())
        };
        let keys = self.sessions.values().filter(moved).map(|row| (row.key.to_string(), &row.key));
        let keys: BTreeMap<String, &SessionKey> = keys.collect();
        let after = after.map(ToString::to_string);
        keys.into_iter()
            .filter(|(name, _)| after.as_ref() < Some(name))
            .take(limit)
            .map(|(_, key)| key.clone())
            .collect()
    }

    pub(super) fn journal(&self, session: SessionId) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = self.sessions.get(&session).into_iter().flat_map(|row| &row.journal);
        rows.map(entry).collect()
    }

    pub(super) fn transcript(&self, key: &SessionKey, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        // Those of a slot that has no session any more are not shown.
        let in_use = |row: &&Session| row.key == *key && self.current.contains_key(&(key.clone(), row.slot.clone()));
        let mut rows: Vec<_> = self.sessions.values().filter(in_use).flat_map(|row| &row.journal).collect();
        rows.sort_by_key(|row| (row.entry.at, row.entry.session, row.entry.revision));
        rows.drain(..rows.len().saturating_sub(limit));
        rows.into_iter().map(entry).collect()
    }

    /// Removes what is older than it is to be kept; gives how many.
    pub(super) fn collect(&mut self, since: &KeptSince) -> usize {
        let before = |at: Timestamp, since: Option<Timestamp>| since.is_some_and(|since| at < since);
        let mut removed = self.inbox.extract_if(|_, (at, _)| before(*at, since.answers)).count();
        for row in self.sessions.values_mut() {
            let last = row.revision;
            let kept = &row.kept;
            let is_needed = |revision: Revision| revision == last || kept.contains_key(&revision);
            let is_old = |row: &mut Entry| before(row.entry.at, since.journal) && !is_needed(row.entry.revision);
            removed += row.journal.extract_if(.., is_old).count();
        }
        let pending = &self.pending;
        let last_move = |row: &Session| row.journal.last().map_or(Timestamp::MAX, |row| row.entry.at);
        let is_old =
            |id: &SessionId, row: &mut Session| row.ended && !pending.is_of(*id) && before(last_move(row), since.ended);
        let ended: Vec<SessionId> = self.sessions.extract_if(.., is_old).map(|(id, _)| id).collect();
        self.current.retain(|_, id| !ended.contains(id));
        removed + ended.len() + self.pending.collect(since.dead_effects)
    }

    pub(super) fn brought(&self, mut media: Vec<MediaId>) -> Vec<MediaId> {
        media.retain(|id| self.brought.contains(id));
        media
    }

    pub(super) fn count(&self, key: Option<&SessionKey>) -> Count {
        let is_of = |other: &SessionKey| key.is_none_or(|key| key == other);
        let sessions = self.sessions.values().filter(|row| row.is_current && !row.ended && is_of(&row.key)).count();
        let pending = self.pending.all(Which::Due);
        let work = pending.iter().filter(|it| it.id.kind == PendingKind::Work && is_of(&it.key)).count();
        Count { sessions: sessions as u64, work: work as u64 }
    }
}

fn record(session: SessionId, row: &Session) -> Result<Record, StoreError> {
    let what = || format!("a session of {}", row.key);
    let visits = row.kept.iter().filter_map(|(revision, kept)| {
        let began = row.journal.iter().find(|row| row.entry.revision == *revision)?;
        let visit = |stored| KeptVisit { revision: *revision, stored: Arc::new(stored), kept: kept.clone() };
        Some(step(&began.stored, &what()).map(visit))
    });
    let (below, history) = stack(visits.collect::<Result<_, StoreError>>()?);
    let views = row.shown.iter().map(|(role, view)| Ok((role.clone().into(), Arc::new(read(view, &what())?))));
    let view = row.journal.last().map(|row| read(&row.view, &what())).transpose()?.unwrap_or_default();
    Ok(Record {
        session,
        key: row.key.clone(),
        locale: row.locale.clone(),
        slot: row.slot.clone(),
        stored: Arc::new(step(&row.stored, &what())?),
        revision: row.revision,
        history,
        below,
        view: Arc::new(view),
        views: views.collect::<Result<_, StoreError>>()?,
        asked: row.question.as_ref().map(|question| read(question, &what()).map(Arc::new)).transpose()?,
        ended: row.ended,
    })
}

fn step(stored: &Json, what: &str) -> Result<Stored, StoreError> {
    read(stored, what)
}

fn entry(row: &Entry) -> Result<JournalEntry, StoreError> {
    Ok(JournalEntry { view: Arc::new(read(&row.view, "a view of the journal")?), ..row.entry.clone() })
}

fn written(value: &impl serde::Serialize) -> Result<Json, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.into()))
}

fn read<T: serde::de::DeserializeOwned>(json: &Json, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Corrupt { what: what.to_owned(), source: error.into() })
}

//! What is kept in memory: the rows of a database, without the database.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::super::{
    Answer, ArmedTimer, Commit, Committed, Count, DeliveryId, EffectId, JournalEntry, Kept, KeptSince, KeptVisit,
    Moved, PendingEffect, PendingWork, Record, Shows, Slot, StoreError, VisitChange, Which, WorkId, stack,
};
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
    work: BTreeMap<(SessionId, Revision, u16), PendingWork>,
    timers: BTreeMap<TimerId, ArmedTimer>,
    /// The timers by their time, so that those that are due first are found however many there are.
    due: BTreeSet<(Timestamp, TimerId)>,
    effects: BTreeMap<(SessionId, Revision, u16), PendingEffect>,
}

type TimerId = (SessionId, Revision, String);

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
    kept: BTreeMap<Revision, (Json, Kept)>,
    shown: Vec<(String, Json)>,
    journal: Vec<(JournalEntry, Json)>,
}

impl Rows {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            brought: HashSet::new(),
            sessions: BTreeMap::new(),
            current: HashMap::new(),
            inbox: HashMap::new(),
            work: BTreeMap::new(),
            timers: BTreeMap::new(),
            due: BTreeSet::new(),
            effects: BTreeMap::new(),
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
        if let Some(moved) = &commit.moved {
            if !self.stands(moved) {
                return Ok(Committed::Conflict);
            }
            self.go(moved, commit.at)?;
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
        let kept = moved.visits.iter().map(kept_json).collect::<Result<Vec<_>, _>>()?;
        let shown = record.views.iter().map(|(role, view)| Ok((role.to_string(), written(&**view)?)));
        let shown = shown.collect::<Result<Vec<_>, StoreError>>()?;
        for (at, (position, _)) in moved.starts.iter().enumerate() {
            if moved.starts.iter().take(at).any(|(other, _)| other == position) {
                return Err(StoreError::Failed(format!("the work at {position} is asked for twice").into()));
            }
        }
        if moved.expected == Revision::ZERO {
            self.make_room(key, &record.slot);
            self.current.insert((key.clone(), record.slot.clone()), id);
        }
        if let Some(since) = moved.leaves {
            self.leave(id, since);
        }
        if let Some(WorkId { visit, index }) = moved.ends {
            self.work.remove(&(id, visit.revision, index));
        }
        let visit = Visit { session: id, revision };
        for (index, name) in &moved.starts {
            let (id, name) = (WorkId { visit, index: *index }, (*name).to_owned());
            let work = PendingWork { id, name, key: key.clone(), attempts: 0, due: Some(at), reason: None };
            self.work.insert((id.visit.session, revision, *index), work);
        }
        for arms in &moved.timers {
            let (edge, due) = (arms.edge.to_owned(), Some(arms.due));
            self.arm(ArmedTimer { visit, edge, key: key.clone(), attempts: 0, due, reason: None });
        }
        for (index, asks) in (0..).zip(&moved.effects) {
            let effect = PendingEffect {
                id: EffectId { visit, index },
                workflow: asks.workflow.to_owned(),
                name: asks.name.to_owned(),
                payload: asks.payload.clone(),
                key: key.clone(),
                locale: record.locale.clone(),
                attempts: 0,
                due: Some(at),
                reason: None,
            };
            self.effects.insert((id, revision, index), effect);
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
            journal: Vec::new(),
        });
        (row.stored, row.revision, row.ended) = (stored, revision, record.ended);
        row.locale = record.locale.clone();
        for change in kept {
            match change {
                (revision, None) => drop(row.kept.remove(&revision)),
                (revision, Some((stored, kept))) => {
                    // What a visit was is never written anew: only what it is kept for.
                    row.kept.entry(revision).and_modify(|was| was.1 = kept.clone()).or_insert((stored, kept));
                }
            }
        }
        if moved.shows == Shows::Anew {
            row.shown = shown;
        }
        row.journal.push((moved.entry.clone(), view));
        self.brought.extend(moved.entry.brings().iter().map(|media| media.id().clone()));
        Ok(())
    }

    /// The session that had the place leaves it, with all that waits for it; its effects are done all the same.
    pub(super) fn make_room(&mut self, key: &SessionKey, slot: &Slot) {
        let Some(id) = self.current.remove(&(key.clone(), slot.clone())) else { return };
        self.leave(id, Revision::ZERO);
        if let Some(row) = self.sessions.get_mut(&id) {
            (row.is_current, row.ended) = (false, true);
            row.kept.clear();
            row.shown.clear();
        }
    }

    /// Work and timers of the visits since then are over.
    fn leave(&mut self, session: SessionId, since: Revision) {
        self.work.retain(|(id, revision, _), _| *id != session || *revision < since);
        let over = self.timers.range((session, since, String::new())..);
        let over: Vec<TimerId> = over.map(|(id, _)| id.clone()).take_while(|id| id.0 == session).collect();
        for id in over {
            if let Some(timer) = self.timers.remove(&id)
                && let Some(due) = timer.due
            {
                self.due.remove(&(due, id));
            }
        }
    }

    fn arm(&mut self, timer: ArmedTimer) {
        let id = (timer.visit.session, timer.visit.revision, timer.edge.clone());
        // A file keeps milliseconds.
        let due = timer.due.map(|due| Timestamp::from_millisecond(due.as_millisecond()).unwrap_or(due));
        self.due.extend(due.map(|due| (due, id.clone())));
        self.timers.insert(id, ArmedTimer { due, ..timer });
    }

    pub(super) fn pending_work(&self) -> Vec<PendingWork> {
        let mut pending: Vec<_> = self.work.values().filter(|work| work.due.is_some()).cloned().collect();
        pending.sort_by_key(|work| work.due);
        pending
    }

    pub(super) fn postpone(&mut self, work: PendingWork) {
        if let Some(row) = self.work.get_mut(&(work.id.visit.session, work.id.visit.revision, work.id.index)) {
            (row.attempts, row.due, row.reason) = (work.attempts, work.due, work.reason);
        }
    }

    pub(super) fn timers(&self, limit: usize) -> Vec<ArmedTimer> {
        self.due.iter().take(limit).filter_map(|(_, id)| self.timers.get(id)).cloned().collect()
    }

    pub(super) fn postpone_timer(&mut self, timer: ArmedTimer) {
        let id = (timer.visit.session, timer.visit.revision, timer.edge.clone());
        let Some(row) = self.timers.remove(&id) else { return };
        self.due.retain(|(_, other)| *other != id);
        self.arm(ArmedTimer { attempts: timer.attempts, due: timer.due, reason: timer.reason, ..row });
    }

    pub(super) fn effects(&self, which: Which) -> Vec<PendingEffect> {
        let wanted = |effect: &&PendingEffect| effect.due.is_some() == (which == Which::Due);
        // In the language that is spoken now.
        let spoken = |effect: &PendingEffect| {
            let locale = self.sessions.get(&effect.id.visit.session).map(|row| row.locale.clone());
            PendingEffect { locale: locale.unwrap_or_default(), ..effect.clone() }
        };
        let mut effects: Vec<_> = self.effects.values().filter(wanted).map(spoken).collect();
        effects.sort_by_key(|effect| effect.due);
        effects
    }

    pub(super) fn postpone_effect(&mut self, effect: PendingEffect) {
        if let Some(row) = self.effects.get_mut(&effect_id(effect.id)) {
            (row.attempts, row.due, row.reason) = (effect.attempts, effect.due, effect.reason);
        }
    }

    pub(super) fn finish_effect(&mut self, id: EffectId) {
        self.effects.remove(&effect_id(id));
    }

    pub(super) fn waiting_for(&self, role: &str, limit: usize) -> Result<Vec<Record>, StoreError> {
        let shows = |row: &Session| row.is_current && !row.ended && row.shown.iter().any(|(shown, _)| shown == role);
        let waiting = self.sessions.iter().rev().filter(|(_, row)| shows(row)).take(limit);
        waiting.map(|(id, row)| record(*id, row)).collect()
    }

    pub(super) fn journal(&self, session: SessionId) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = self.sessions.get(&session).into_iter().flat_map(|row| &row.journal);
        rows.map(entry).collect()
    }

    pub(super) fn transcript(&self, key: &SessionKey, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        // Those of a slot that has no session any more are not shown.
        let in_use = |row: &&Session| row.key == *key && self.current.contains_key(&(key.clone(), row.slot.clone()));
        let mut rows: Vec<_> = self.sessions.values().filter(in_use).flat_map(|row| &row.journal).collect();
        rows.sort_by_key(|(entry, _)| (entry.at, entry.session, entry.revision));
        rows.drain(..rows.len().saturating_sub(limit));
        rows.into_iter().map(entry).collect()
    }

    /// Removes what is older than it is to be kept; gives how many.
    pub(super) fn collect(&mut self, since: &KeptSince) -> usize {
        let before = |at: Timestamp, since: Option<Timestamp>| since.is_some_and(|since| at < since);
        let mut removed = self.inbox.extract_if(|_, (at, _)| before(*at, since.answers)).count();
        for row in self.sessions.values_mut() {
            let last = row.revision;
            let is_old =
                |(entry, _): &mut (JournalEntry, Json)| entry.revision < last && before(entry.at, since.journal);
            removed += row.journal.extract_if(.., is_old).count();
        }
        let effects = &self.effects;
        let has_effects = |id: SessionId| effects.keys().any(|(session, ..)| *session == id);
        let last_move = |row: &Session| row.journal.last().map_or(Timestamp::MAX, |(entry, _)| entry.at);
        let is_old =
            |id: &SessionId, row: &mut Session| row.ended && !has_effects(*id) && before(last_move(row), since.ended);
        let ended: Vec<SessionId> = self.sessions.extract_if(.., is_old).map(|(id, _)| id).collect();
        self.current.retain(|_, id| !ended.contains(id));
        let sessions = &self.sessions;
        let asked_at = |(session, revision, _): &(SessionId, Revision, u16)| {
            let entries = sessions.get(session).into_iter().flat_map(|row| &row.journal);
            entries
                .map(|(entry, _)| entry)
                .find(|entry| entry.revision == *revision)
                .map_or(Timestamp::MIN, |entry| entry.at)
        };
        let is_old = |id: &(SessionId, Revision, u16), effect: &mut PendingEffect| {
            effect.due.is_none() && before(asked_at(id), since.dead_effects)
        };
        removed + ended.len() + self.effects.extract_if(.., is_old).count()
    }

    pub(super) fn brought(&self, mut media: Vec<MediaId>) -> Vec<MediaId> {
        media.retain(|id| self.brought.contains(id));
        media
    }

    pub(super) fn count(&self, key: Option<&SessionKey>) -> Count {
        let is_of = |other: &SessionKey| key.is_none_or(|key| key == other);
        let sessions = self.sessions.values().filter(|row| row.is_current && !row.ended && is_of(&row.key)).count();
        let work = self.work.values().filter(|work| work.due.is_some() && is_of(&work.key)).count();
        Count { sessions: sessions as u64, work: work as u64 }
    }
}

fn record(session: SessionId, row: &Session) -> Result<Record, StoreError> {
    let what = || format!("a session of {}", row.key);
    let visits = row.kept.iter().map(|(revision, (stored, kept))| {
        Ok(KeptVisit { revision: *revision, stored: Arc::new(step(stored, &what())?), kept: kept.clone() })
    });
    let (below, history) = stack(visits.collect::<Result<_, StoreError>>()?);
    let views = row.shown.iter().map(|(role, view)| Ok((role.clone().into(), Arc::new(read(view, &what())?))));
    let view = row.journal.last().map(|(_, view)| read(view, &what())).transpose()?.unwrap_or_default();
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
        ended: row.ended,
    })
}

fn step(stored: &Json, what: &str) -> Result<Stored, StoreError> {
    read(stored, what)
}

fn entry((entry, view): &(JournalEntry, Json)) -> Result<JournalEntry, StoreError> {
    Ok(JournalEntry { view: Arc::new(read(view, "a view of the journal")?), ..entry.clone() })
}

type Change = (Revision, Option<(Json, Kept)>);

fn kept_json(change: &VisitChange) -> Result<Change, StoreError> {
    Ok(match change {
        VisitChange::Drop(revision) => (*revision, None),
        VisitChange::Keep(visit) => (visit.revision, Some((written(&*visit.stored)?, visit.kept.clone()))),
    })
}

fn effect_id(EffectId { visit, index }: EffectId) -> (SessionId, Revision, u16) {
    (visit.session, visit.revision, index)
}

fn written(value: &impl serde::Serialize) -> Result<Json, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.into()))
}

fn read<T: serde::de::DeserializeOwned>(json: &Json, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Corrupt { what: what.to_owned(), source: error.into() })
}

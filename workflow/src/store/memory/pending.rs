//! What is pending, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use jiff::Timestamp;

use super::super::{Claim, Claimed, Pending, PendingId, PendingKind, Postponed, Queue, Wanted, Which};
use crate::core::session::{Revision, SessionId, Visit};

/// What is pending.
#[derive(Debug, Default)]
pub(super) struct PendingRows {
    rows: BTreeMap<PendingId, Row>,
    /// Queue by queue, by the time from which on it can be claimed: so that what is due first is found however much there
    /// is.
    due: BTreeSet<(Line, Timestamp, PendingId)>,
}

/// The kind, the workflow and the function.
type Line = (PendingKind, String, String);

#[derive(Debug)]
struct Row {
    pending: Pending,
    asked: Timestamp,
}

impl PendingRows {
    pub(super) fn insert(&mut self, pending: Pending, asked: Timestamp) {
        let due = pending.due.map(milliseconds);
        self.put(Row { pending: Pending { due, ..pending }, asked });
    }

    /// Work and timers of the visits since then are over.
    pub(super) fn leave(&mut self, session: SessionId, since: Revision) {
        let first = PendingId { visit: Visit { session, revision: since }, kind: PendingKind::Work, index: 0 };
        let later = self.rows.range(first..).map(|(id, _)| *id).take_while(|id| id.visit.session == session);
        for id in later.filter(|id| id.kind != PendingKind::Effect).collect::<Vec<_>>() {
            self.take(id);
        }
    }

    pub(super) fn has(&self, id: PendingId) -> bool {
        self.rows.contains_key(&id)
    }

    pub(super) fn is_of(&self, session: SessionId) -> bool {
        let first = Visit { session, revision: Revision::ZERO };
        let first = PendingId { visit: first, kind: PendingKind::Work, index: 0 };
        self.rows.range(first..).next().is_some_and(|(id, _)| id.visit.session == session)
    }

    pub(super) fn claim(&mut self, wanted: &[Wanted], now: Timestamp, until: Timestamp) -> Claimed {
        let mut claimed = Claimed::default();
        for wanted in wanted {
            let of_queue = |queue: &_, most| Ok(self.of_queue(wanted.kind, queue).take(most).collect());
            let Ok::<_, Infallible>((chosen, next)) = wanted.choose(now, of_queue);
            let chosen = chosen.into_iter().filter_map(|id| {
                self.change(id, |pending| {
                    (pending.claim, pending.until) = (pending.claim + 1, Some(milliseconds(until)));
                })
            });
            claimed.add((chosen, next));
        }
        claimed
    }

    fn of_queue(&self, kind: PendingKind, queue: &Queue) -> impl Iterator<Item = (Timestamp, PendingId)> {
        let line: Line = (kind, queue.workflow.to_owned(), queue.name.to_owned());
        let visit = Visit { session: SessionId::new(uuid::Uuid::nil()), revision: Revision::ZERO };
        let first = (line.clone(), Timestamp::MIN, PendingId { visit, kind, index: 0 });
        self.due.range(first..).take_while(move |(other, ..)| *other == line).map(|(_, since, id)| (*since, *id))
    }

    /// Gives those that are over.
    pub(super) fn renew(&mut self, claims: Vec<Claim>, until: Timestamp) -> Vec<Claim> {
        let (held, over): (Vec<_>, Vec<_>) = claims.into_iter().partition(|claim| self.is_held(claim));
        for claim in held {
            self.change(claim.id, |pending| pending.until = Some(milliseconds(until)));
        }
        over
    }

    pub(super) fn postpone(&mut self, claim: Claim, how: Postponed) -> bool {
        let is_held = self.is_held(&claim);
        if is_held {
            let Postponed { attempts, due, reason, payload } = how;
            self.change(claim.id, |pending| {
                (pending.attempts, pending.due, pending.until) = (attempts, due.map(milliseconds), None);
                (pending.reason, pending.payload) = (reason, payload);
            });
        }
        is_held
    }

    pub(super) fn finish(&mut self, claim: Claim) -> bool {
        self.is_held(&claim) && self.take(claim.id).is_some()
    }

    pub(super) fn revive(&mut self, id: PendingId, now: Timestamp) -> bool {
        let is_dead = self.rows.get(&id).is_some_and(|row| row.pending.due.is_none());
        is_dead
            && self
                .change(id, |pending| {
                    (pending.attempts, pending.due, pending.reason) = (0, Some(milliseconds(now)), None);
                })
                .is_some()
    }

    pub(super) fn is_held(&self, claim: &Claim) -> bool {
        let row = self.rows.get(&claim.id);
        row.is_some_and(|row| row.pending.claim == claim.number && row.pending.until.is_some())
    }

    /// Nobody has claims any more.
    pub(super) fn release(&mut self) {
        let claimed: Vec<PendingId> =
            self.rows.iter().filter(|(_, row)| row.pending.until.is_some()).map(|(id, _)| *id).collect();
        for id in claimed {
            self.change(id, |pending| pending.until = None);
        }
    }

    pub(super) fn all(&self, which: Which) -> Vec<Pending> {
        let rows = self.rows.values().map(|row| &row.pending);
        let mut pending: Vec<_> =
            rows.filter(|pending| pending.due.is_some() == (which == Which::Due)).cloned().collect();
        pending.sort_by_key(|pending| pending.due);
        pending
    }

    /// Removes the effects that were given up and asked for before then; gives how many.
    pub(super) fn collect(&mut self, since: Option<Timestamp>) -> usize {
        let is_old = |id: &PendingId, row: &mut Row| {
            let is_dead = id.kind == PendingKind::Effect && row.pending.due.is_none();
            is_dead && since.is_some_and(|since| row.asked < since)
        };
        // What was given up is in no line.
        self.rows.extract_if(.., is_old).count()
    }

    fn change(&mut self, id: PendingId, change: impl FnOnce(&mut Pending)) -> Option<Pending> {
        let mut row = self.take(id)?;
        change(&mut row.pending);
        let changed = row.pending.clone();
        self.put(row);
        Some(changed)
    }

    fn put(&mut self, row: Row) {
        self.due.extend(place(&row.pending));
        self.rows.insert(row.pending.id, row);
    }

    fn take(&mut self, id: PendingId) -> Option<Row> {
        let row = self.rows.remove(&id)?;
        if let Some(place) = place(&row.pending) {
            self.due.remove(&place);
        }
        Some(row)
    }
}

fn place(pending: &Pending) -> Option<(Line, Timestamp, PendingId)> {
    let since = pending.until.or(pending.due).filter(|_| pending.due.is_some())?;
    Some(((pending.id.kind, pending.workflow.clone(), pending.name.clone()), since, pending.id))
}

/// A file keeps milliseconds.
fn milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

//! The visits that a session keeps, as its row holds them: each points to the journal entry of the move that began it.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

use super::super::{Kept, VisitChange};
use super::statements::number;
use crate::core::history::WayBack;
use crate::core::session::Revision;

/// The visits that a session keeps, oldest first.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Visits(Vec<Row>);

/// The revision at which the visit began, the entry of the move that began it, and what it is kept for.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Row(i64, i64, Purpose);

/// What a move changes in the visits that its session keeps, as its journal entry holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Change {
    /// The one of this revision is not kept any more.
    Drop(i64),
    /// The one of this revision is kept for this.
    Keep(i64, Purpose),
}

impl Change {
    pub(super) fn all(changes: &[VisitChange]) -> Vec<Self> {
        let change = |change: &VisitChange| match change {
            VisitChange::Drop(revision) => Self::Drop(number(*revision)),
            VisitChange::Keep(revision, kept) => Self::Keep(number(*revision), Purpose::of(kept)),
        };
        changes.iter().map(change).collect()
    }

    /// What is stored; nothing when nothing changes.
    pub(super) fn to_text(changes: &[Self]) -> serde_json::Result<Option<String>> {
        if changes.is_empty() { Ok(None) } else { serde_json::to_string(changes).map(Some) }
    }

    pub(super) fn parse(text: Option<&str>) -> serde_json::Result<Vec<Self>> {
        text.map_or(Ok(Vec::new()), serde_json::from_str)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Purpose {
    /// 1 when the user can go back to it.
    Past(u8),
    /// The work that another workflow runs inside of it for.
    Around(String),
}

impl Purpose {
    fn of(kept: &Kept) -> Self {
        match kept {
            Kept::Past(way_back) => Self::Past(u8::from(*way_back == WayBack::Open)),
            Kept::Around(work) => Self::Around(work.clone()),
        }
    }
}

/// Told by what it is, as each commit reads it: `untagged` would first keep a copy.
impl<'de> Deserialize<'de> for Purpose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Told;
        impl Visitor<'_> for Told {
            type Value = Purpose;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("0, 1 or the name of work")
            }

            fn visit_u64<E>(self, number: u64) -> Result<Purpose, E> {
                Ok(Purpose::Past(u8::from(number == 1)))
            }

            fn visit_str<E>(self, work: &str) -> Result<Purpose, E> {
                Ok(Purpose::Around(work.to_owned()))
            }
        }
        deserializer.deserialize_any(Told)
    }
}

impl Visits {
    pub(super) fn parse(text: Option<&str>) -> serde_json::Result<Self> {
        text.map_or(Ok(Self::default()), serde_json::from_str)
    }

    /// What is stored; nothing when none is kept.
    pub(super) fn to_text(&self) -> serde_json::Result<Option<String>> {
        if self.0.is_empty() { Ok(None) } else { serde_json::to_string(self).map(Some) }
    }

    /// What a move changes that leaves the visit which `left` began, as a revision and its entry.
    ///
    /// # Errors
    ///
    /// When a visit is to be kept that the session has not been at.
    pub(super) fn change(&mut self, changes: &[Change], left: Option<(i64, i64)>) -> Result<(), &'static str> {
        for change in changes {
            match change {
                Change::Drop(revision) => self.0.retain(|row| row.0 != *revision),
                Change::Keep(revision, purpose) => {
                    if let Some(row) = self.0.iter_mut().find(|row| row.0 == *revision) {
                        row.2 = purpose.clone();
                    } else {
                        let left = left.filter(|(left, _)| left == revision);
                        let (_, entry) = left.ok_or("a visit is kept that has not been")?;
                        self.0.push(Row(*revision, entry, purpose.clone()));
                    }
                }
            }
        }
        Ok(())
    }

    /// The revision at which each began, the entry of the move that began it, and what it is kept for.
    pub(super) fn into_rows(self) -> impl Iterator<Item = (Revision, i64, Kept)> {
        self.0.into_iter().map(|Row(revision, entry, purpose)| {
            let kept = match purpose {
                Purpose::Past(1) => Kept::Past(WayBack::Open),
                Purpose::Past(_) => Kept::Past(WayBack::Closed),
                Purpose::Around(work) => Kept::Around(work),
            };
            (Revision::new(revision.unsigned_abs()), entry, kept)
        })
    }

    /// Whether the entry began one of them.
    pub(super) fn has_entry(&self, entry: i64) -> bool {
        self.0.iter().any(|row| row.1 == entry)
    }
}

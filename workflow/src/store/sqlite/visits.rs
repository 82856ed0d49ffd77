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

#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Purpose {
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

    /// What the visit that is `left` is kept for, as text, when all that changes is that it is kept as well.
    pub(super) fn added(changes: &[VisitChange], left: Revision) -> Option<String> {
        match changes {
            [VisitChange::Keep(revision, kept)] if *revision == left => serde_json::to_string(&Purpose::of(kept)).ok(),
            _ => None,
        }
    }

    /// What is stored; nothing when none is kept.
    pub(super) fn to_text(&self) -> serde_json::Result<Option<String>> {
        if self.0.is_empty() { Ok(None) } else { serde_json::to_string(self).map(Some) }
    }

    /// What is kept from a move on that leaves the visit which `left` began, as a revision and its entry.
    ///
    /// # Errors
    ///
    /// When a visit is to be kept that the session has not been at.
    pub(super) fn change(mut self, changes: &[VisitChange], left: Option<(i64, i64)>) -> Result<Self, &'static str> {
        for change in changes {
            match change {
                VisitChange::Drop(revision) => self.0.retain(|row| row.0 != number(*revision)),
                VisitChange::Keep(revision, kept) => {
                    let revision = number(*revision);
                    let purpose = Purpose::of(kept);
                    if let Some(row) = self.0.iter_mut().find(|row| row.0 == revision) {
                        row.2 = purpose;
                    } else {
                        let left = left.filter(|(left, _)| *left == revision);
                        let (_, entry) = left.ok_or("a visit is kept that has not been")?;
                        self.0.push(Row(revision, entry, purpose));
                    }
                }
            }
        }
        Ok(self)
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

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

    /// The text of what is kept, changed as by [`Self::change`]. Nearly every move does nothing but add the visit that it
    /// leaves: what is kept already is not read for that.
    pub(super) fn change_text(
        text: Option<String>,
        changes: &[VisitChange],
        left: Option<(i64, i64)>,
    ) -> serde_json::Result<Option<Option<String>>> {
        let added = match changes {
            [] => return Ok(Some(text)),
            [VisitChange::Keep(revision, kept)] => left.filter(|(left, _)| *left == number(*revision)).zip(Some(kept)),
            _ => None,
        };
        if let (Some(before), Some(((revision, entry), kept))) =
            (text.as_ref().and_then(|text| text.strip_suffix(']')), added)
        {
            let row = serde_json::to_string(&Row(revision, entry, Purpose::of(kept)))?;
            return Ok(Some(Some(format!("{before},{row}]"))));
        }
        Self::parse(text.as_deref())?.change(changes, left).map(|visits| visits.to_text()).transpose()
    }

    /// What is stored; nothing when none is kept.
    fn to_text(&self) -> serde_json::Result<Option<String>> {
        if self.0.is_empty() { Ok(None) } else { serde_json::to_string(self).map(Some) }
    }

    /// What is kept from a move on that leaves the visit which `left` began, as a revision and its entry. `None` when a visit
    /// is to be kept that the session has not been at.
    fn change(mut self, changes: &[VisitChange], left: Option<(i64, i64)>) -> Option<Self> {
        for change in changes {
            match change {
                VisitChange::Drop(revision) => self.0.retain(|row| row.0 != number(*revision)),
                VisitChange::Keep(revision, kept) => {
                    let revision = number(*revision);
                    let purpose = Purpose::of(kept);
                    if let Some(row) = self.0.iter_mut().find(|row| row.0 == revision) {
                        row.2 = purpose;
                    } else {
                        let (_, entry) = left.filter(|(left, _)| *left == revision)?;
                        self.0.push(Row(revision, entry, purpose));
                    }
                }
            }
        }
        Some(self)
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

//! The moves of each session, and what comes of them.

use std::collections::BTreeMap;

use rusqlite::Connection;
use workflow_tests::load::number_of;

use super::work_key;

/// One move, as it is in the journal.
pub(super) struct Entry {
    pub(super) revision: i64,
    pub(super) delivery: String,
    pub(super) edge: String,
    pub(super) from: Option<String>,
    pub(super) to: String,
    pub(super) said: Option<String>,
    pub(super) key: String,
    pub(super) at: i64,
}

/// The moves of each session.
pub(super) type Journal = BTreeMap<String, Vec<Entry>>;

pub(super) fn journal(file: &Connection) -> Journal {
    let mut journal = Journal::new();
    let mut statement = file
        .prepare(
            "SELECT lower(hex(j.session)), j.revision, j.delivery, j.edge, j.from_step, j.to_step, j.said, s.key, j.at
             FROM journal j LEFT JOIN session s ON s.id = j.session ORDER BY j.session, j.revision",
        )
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        journal.entry(row.get(0).unwrap()).or_default().push(Entry {
            revision: row.get(1).unwrap(),
            delivery: row.get(2).unwrap(),
            edge: row.get(3).unwrap(),
            from: row.get(4).unwrap(),
            to: row.get(5).unwrap(),
            said: row.get(6).unwrap(),
            key: row.get(7).unwrap(),
            at: row.get(8).unwrap(),
        });
    }
    journal
}

/// A stay at a step, as it comes of the journal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stay {
    pub(super) revision: i64,
    pub(super) step: String,
    pub(super) data: serde_json::Value,
    /// Whether the user may go back to it.
    pub(super) open: bool,
}

/// Where a session stands and what it can go back to, by the journal alone.
#[derive(Default)]
pub(super) struct Model {
    pub(super) at: Option<Stay>,
    pub(super) past: Vec<Stay>,
}

impl Model {
    /// How far the user can go back.
    const BOUND: usize = 32;

    pub(super) fn take(&mut self, session: &str, entry: &Entry) {
        let zero = || serde_json::json!({ "sum": 0, "numbers": 0, "receipts": [], "failures": 0 });
        let before = self.at.take();
        let mut data = before.as_ref().map_or_else(zero, |stay| stay.data.clone());
        let number = |data: &serde_json::Value, field: &str| data[field].as_u64().unwrap();
        match entry.edge.as_str() {
            "start" | "ship" | "forget" | "stop" | "rest" => {}
            "awake" => {
                let stay = before.as_ref().unwrap();
                let id = uuid::Uuid::parse_str(session).unwrap();
                assert_eq!(entry.delivery, format!("timer:{id}:{}:awake", stay.revision));
            }
            "add" => {
                let said: BTreeMap<String, String> = serde_json::from_str(entry.said.as_ref().unwrap()).unwrap();
                data["sum"] = (number(&data, "sum") + said["text"].parse::<u64>().unwrap()).into();
                data["numbers"] = (number(&data, "numbers") + 1).into();
            }
            "sent" => {
                let receipt = number_of(&work_key(session, entry.revision - 1));
                data["receipts"].as_array_mut().unwrap().push(receipt.into());
            }
            "not_sent" => data["failures"] = (number(&data, "failures") + 1).into(),
            "(back)" => {
                let stay = self.past.pop().expect("there was something to go back to");
                assert!(stay.open, "{session} went back over what is closed at {}", entry.revision);
                assert_eq!(stay.step, entry.to);
                self.at = Some(Stay { revision: entry.revision, ..stay });
                return;
            }
            other => panic!("the edge {other}"),
        }
        let by_user = !matches!(entry.edge.as_str(), "sent" | "not_sent" | "awake");
        self.at = Some(Stay { revision: entry.revision, step: entry.to.clone(), data, open: false });
        if entry.edge == "stop" {
            self.past.clear();
        } else if let Some(before) = before {
            self.past.push(Stay { open: by_user, ..before });
            let far = self.past.len().saturating_sub(Self::BOUND);
            let is_superseded = |at: &usize| self.past[at + 1..].iter().any(|stay| stay.step == self.past[*at].step);
            if let Some(at) = (0..far).find(is_superseded) {
                self.past.remove(at);
                if at > 0 {
                    self.past[at - 1].open = false;
                }
            }
        }
    }
}

//! `/status`: how things stand, beside whatever is under way.

use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use workflow::Stored;
use workflow::prelude::*;
use workflow::store::{Count, Store};

use crate::data::{Balance, Ledger, Owner};
use crate::holders::Holders;

/// How things stand.
#[workflow(version = 2, upgrade = upgrade)]
pub enum Status {
    /// Status
    Showing { report: Report, at: Time },
    /// Status closed.
    #[step(end)]
    Closed,
}

#[workflow]
impl Status {
    /// How things stand
    #[command("/status")]
    async fn show(user: User, key: SessionKey, Now(at): Now, State(gauge): State<Gauge>) -> Result<Showing> {
        Ok(Showing { report: gauge.read(&user, &key).await?, at: Time(at.as_millisecond()) })
    }

    /// Refresh
    async fn refresh(
        self: Showing,
        user: User,
        key: SessionKey,
        Now(at): Now,
        State(gauge): State<Gauge>,
    ) -> Result<Showing> {
        let now = Time(at.as_millisecond());
        if now.0 < self.at.0 + 1000 {
            return Err(reject("That was just now: wait a second."));
        }
        Ok(Showing { report: gauge.read(&user, &key).await?, at: now })
    }

    /// Close
    fn close(self: Showing) -> Closed {
        Closed
    }

    #[view]
    fn report(self: &Showing) -> View {
        let Report { uptime, mine, all, balance } = &self.report;
        let (hours, minutes, seconds) = (uptime / 3600, uptime / 60 % 60, uptime % 60);
        let up = match (hours, minutes) {
            (0, 0) => format!("{seconds} s"),
            (0, _) => format!("{minutes} min {seconds} s"),
            _ => format!("{hours} h {minutes} min"),
        };
        let counted = |tally: &Tally| format!("{} open, {} in work", tally.sessions, tally.work);
        let everybody = all.as_ref().map_or_else(String::new, |all| format!("\nEverybody's: {}", counted(all)));
        let points = format!("\nPoints: {}, {} held", balance.free, balance.held);
        let lines = format!("\nUp for {up}\nYours: {}{points}{everybody}", counted(mine));
        View::text(Markup::default().bold("Status").plain(lines))
            .argument("free", balance.free.get())
            .argument("held", balance.held.get())
            .argument("totals", usize::from(all.is_some()))
            .argument("sessions", all.unwrap_or_default().sessions)
            .argument("work", all.unwrap_or_default().work)
            .argument("hours", hours)
            .argument("minutes", minutes)
            .argument("seconds", seconds)
    }
}

/// Milliseconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

/// What the status shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// In seconds.
    uptime: u64,
    mine: Tally,
    /// For operators.
    all: Option<Tally>,
    #[serde(default)]
    balance: Balance,
}

/// How many sessions are under way, and how much work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    sessions: u64,
    work: u64,
}

/// Reads how things stand.
#[derive(Clone)]
pub struct Gauge {
    started: Instant,
    store: Arc<dyn Store>,
    ledger: Ledger,
    operators: Holders,
}

impl Gauge {
    /// A gauge of what is in `store` and `ledger`, started now; operators are told of everybody.
    pub fn new(store: Arc<dyn Store>, ledger: Ledger, operators: Holders) -> Self {
        Self { started: Instant::now(), store, ledger, operators }
    }

    async fn read(&self, user: &User, key: &SessionKey) -> Result<Report> {
        let tally = |count: Count| Tally { sessions: count.sessions, work: count.work };
        let mine = tally(self.store.count(Some(key)).await?);
        let all = if self.operators.holds(user) { Some(tally(self.store.count(None).await?)) } else { None };
        let balance = self.ledger.balance(&Owner::from(key)).await?;
        Ok(Report { uptime: self.started.elapsed().as_secs(), mine, all, balance })
    }
}

/// Version 1 kept the report as words: where they stood, the next refresh counts anew.
fn upgrade(_from: u32, mut step: Stored) -> Result<Stored> {
    if step.step == "Showing" {
        let none = Report { uptime: 0, mine: Tally::default(), all: None, balance: Balance::default() };
        step.data.insert("report".into(), serde_json::to_value(none)?);
    }
    Ok(step)
}

//! `/status`: how things stand, beside whatever is under way.

use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use workflow::prelude::*;
use workflow::store::{Count, Store};

/// How things stand.
#[workflow]
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
    async fn show(key: SessionKey, Now(at): Now, State(gauge): State<Gauge>) -> Result<Showing> {
        Ok(Showing { report: gauge.read(&key).await?, at: Time(at.as_millisecond()) })
    }

    /// Refresh
    async fn refresh(self: Showing, key: SessionKey, Now(at): Now, State(gauge): State<Gauge>) -> Result<Showing> {
        let now = Time(at.as_millisecond());
        if now.0 < self.at.0 + 1000 {
            return Err(reject("That was just now: wait a second."));
        }
        Ok(Showing { report: gauge.read(&key).await?, at: now })
    }

    /// Close
    fn close(self: Showing) -> Closed {
        Closed
    }

    #[view]
    fn report(self: &Showing) -> View {
        let Report { uptime, mine, all } = &self.report;
        View::text(
            Markup::default().bold("Status").plain(format!("\nUp for {uptime}\nYours: {mine}\nEverybody's: {all}")),
        )
    }
}

/// Milliseconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

/// What the status shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    uptime: String,
    mine: String,
    all: String,
}

/// Reads how things stand.
#[derive(Clone)]
pub struct Gauge {
    started: Instant,
    store: Arc<dyn Store>,
}

impl Gauge {
    /// A gauge of what is in `store`, started now.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { started: Instant::now(), store }
    }

    async fn read(&self, key: &SessionKey) -> Result<Report> {
        let (mine, all) = (self.store.count(Some(key)).await?, self.store.count(None).await?);
        let words = |count: Count| format!("{} open, {} in work", count.sessions, count.work);
        Ok(Report { uptime: uptime(self.started.elapsed().as_secs()), mine: words(mine), all: words(all) })
    }
}

fn uptime(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

//! Which edges of a workflow tests have taken.
//!
//! Every edge that a [`Chat`](super::Chat) or a [walk](super::walk()) takes is counted twice: for itself
//! ([`Chat::coverage`](super::Chat::coverage), [`Walked::coverage`](super::Walked::coverage)), and for the process
//! ([`taken`]).
//!
//! Tests of one binary run side by side in any order, and some runners give each a process of its own. So a test that
//! fails for a missed edge should look only at what it did itself: a walk, or chats whose coverage is put together.
//!
//! ```
//! # use workflow::prelude::*;
//! use workflow::testing::{Chat, Coverage};
//! # #[workflow]
//! # pub enum Greet {
//! #     /// What is your name?
//! #     Ask,
//! #     /// Hello!
//! #     #[step(end)]
//! #     Hello { name: String },
//! # }
//! # #[workflow]
//! # impl Greet {
//! #     #[command("/greet")]
//! #     fn start() -> Ask { Ask }
//! #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
//! # }
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! let mut chat = Chat::new::<Greet>(()).await;
//! chat.say("/greet").await;
//! assert_eq!(chat.coverage::<Greet>().missed(), ["Ask → name → Hello"]);
//!
//! chat.say("Ann").await;
//! chat.coverage::<Greet>().assert_all_edges();
//! # });
//! ```
//!
//! For all tests together, run them one after the other in one process, and look at the end: one `#[test]` that calls
//! the others and then [`assert_all_edges`].

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::core::graph::{From, Graph};
use crate::core::step::Workflow;

/// An edge that was taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Taken {
    pub(super) workflow: &'static str,
    pub(super) from: Option<String>,
    pub(super) edge: &'static str,
    pub(super) to: String,
}

static TAKEN: Mutex<BTreeSet<Taken>> = Mutex::new(BTreeSet::new());

pub(super) fn record(taken: Taken) {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner).insert(taken);
}

/// What chats and walks of this process have taken of `W` so far.
///
/// ```
/// # use workflow::prelude::*;
/// # #[workflow]
/// # pub enum Untested {
/// #     Ask,
/// #     #[step(end)]
/// #     Over,
/// # }
/// # #[workflow]
/// # impl Untested {
/// #     #[command("/ask")]
/// #     fn ask() -> Ask { Ask }
/// #     fn end(self: Ask) -> Over { Over }
/// # }
/// use workflow::testing::coverage;
///
/// assert_eq!(coverage::taken::<Untested>().missed(), ["(start) → ask → Ask", "Ask → end → Over"]);
/// ```
pub fn taken<W: Workflow>() -> Coverage {
    let mut coverage = Coverage::of::<W>();
    for taken in &*TAKEN.lock().unwrap_or_else(PoisonError::into_inner) {
        coverage.take(taken);
    }
    coverage
}

/// The report on what this process has taken of `W` so far: see [`Coverage`].
pub fn report<W: Workflow>() -> String {
    taken::<W>().to_string()
}

/// Fails and names the edges of `W` that nothing in this process has taken so far.
///
/// # Panics
/// When there is one. See the [module](self) for when to call it.
#[track_caller]
pub fn assert_all_edges<W: Workflow>() {
    taken::<W>().assert_all_edges();
}

/// Which edges of a workflow were taken. Shown as a list, with a mark at each that was.
///
/// An edge counts for each step that it may lead to. One of every step (plain `self`) need not be taken from each of
/// them, but to each of its targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    workflow: &'static str,
    ways: Vec<Way>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Way {
    from: From,
    from_name: &'static str,
    edge: &'static str,
    to: &'static str,
    is_taken: bool,
}

impl Coverage {
    /// Of `W`, with nothing taken.
    pub fn of<W: Workflow>() -> Self {
        let graph: &'static Graph = W::GRAPH;
        let ways = graph.edges().iter().flat_map(|edge| {
            let from_name = match edge.from {
                From::Entry => "(start)",
                From::Step(from) => graph.steps().get(from).map_or("", |step| step.name),
                From::Any => "(any)",
            };
            let way = |to| Way { from: edge.from, from_name, edge: edge.name, to, is_taken: false };
            graph.targets(edge).map(move |to| way(to.name))
        });
        Self { workflow: W::NAME, ways: ways.collect() }
    }

    pub(super) fn take(&mut self, taken: &Taken) {
        if taken.workflow != self.workflow {
            return;
        }
        for way in &mut self.ways {
            let from = match way.from {
                From::Entry => taken.from.is_none(),
                From::Step(_) => taken.from.as_deref() == Some(way.from_name),
                From::Any => taken.from.is_some(),
            };
            way.is_taken |= from && way.edge == taken.edge && way.to == taken.to;
        }
    }

    /// What either of them took.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for way in &mut self.ways {
            way.is_taken |= other.ways.iter().any(|other| other.is_taken && other.is_same(way));
        }
        self
    }

    /// The same, but for the edge of this function name: no test can take it, or it is left to another one.
    #[must_use]
    pub fn except(mut self, edge: &str) -> Self {
        self.ways.retain(|way| way.edge != edge);
        self
    }

    /// The edges that were taken, as `from → edge → to`.
    pub fn taken(&self) -> Vec<String> {
        self.ways.iter().filter(|way| way.is_taken).map(Way::to_string).collect()
    }

    /// The edges that were not taken, as `from → edge → to`.
    pub fn missed(&self) -> Vec<String> {
        self.ways.iter().filter(|way| !way.is_taken).map(Way::to_string).collect()
    }

    /// Fails and names the edges that were not taken.
    ///
    /// # Panics
    /// When there is one.
    #[track_caller]
    #[expect(clippy::panic, reason = "that is how a test fails")]
    pub fn assert_all_edges(&self) {
        let missed = self.missed();
        if !missed.is_empty() {
            let all = self.ways.len();
            let workflow = self.workflow;
            let count = missed.len();
            panic!("no test has taken {count} of the {all} edges of `{workflow}`:\n  {}\n", missed.join("\n  "));
        }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = self.ways.iter().filter(|way| way.is_taken).count();
        writeln!(f, "`{}`: {taken} of {} edges", self.workflow, self.ways.len())?;
        for way in &self.ways {
            writeln!(f, "  {} {way}", if way.is_taken { "✓" } else { "✗" })?;
        }
        Ok(())
    }
}

impl Way {
    fn is_same(&self, other: &Self) -> bool {
        (self.from_name, self.edge, self.to) == (other.from_name, other.edge, other.to)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {} → {}", self.from_name, self.edge, self.to)
    }
}

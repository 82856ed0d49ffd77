//! Random walks over a workflow.

mod act;
mod model;
mod run;
mod shrink;
mod throw;

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::chat::{Chat, Serves};
use super::coverage::Coverage;
use super::world::World;
use crate::Builder;
use crate::core::media::Media;
use crate::core::step::Workflow;
use crate::store::Store;

/// Random conversations with the workflow `W`: see [`Walk`].
///
/// `app` makes the application of each conversation.
///
/// ```
/// # use workflow::prelude::*;
/// use workflow::testing::walk;
///
/// #[workflow]
/// pub enum Count {
///     /// How many?
///     PickCount,
///     /// Sure?
///     Sure { count: u8 },
///     #[step(end)]
///     Done { count: u8 },
/// }
///
/// #[workflow]
/// impl Count {
///     #[command("/count")]
///     fn start() -> PickCount { PickCount }
///     fn count(self: PickCount, Text(count): Text<u8>) -> Sure { Sure { count } }
///     fn yes(self: Sure) -> Done { Done { count: self.count } }
///     fn no(self: Sure) -> PickCount { PickCount }
/// }
///
/// let walked = walk::<Count>(|| ()).text("PickCount", ["1", "two"]).run();
/// walked.coverage().assert_all_edges();
/// ```
pub fn walk<W: Workflow>(app: impl Opens<W>) -> Walk<W> {
    Walk::open(app.into_open())
}

/// A function that makes an application which can give what `W` takes. Implemented for all such functions and closures.
pub trait Opens<W> {
    #[doc(hidden)]
    fn into_open(self) -> Open;
}

impl<W, F, App> Opens<W> for F
where
    F: Fn() -> App + Send + Sync + 'static,
    App: Serves<W>,
{
    fn into_open(self) -> Open {
        Open(Box::new(move || {
            let app = self();
            World::new(Box::new(move |world| world.build(app.clone().into_builder())))
        }))
    }
}

/// Makes what a conversation happens in.
#[doc(hidden)]
pub struct Open(Box<dyn Fn() -> World + Send + Sync>);

/// Random conversations with the workflow `W` on a real engine: buttons, commands, texts, time that passes, going back,
/// results and failures of work, messages that are delivered twice, restarts and crashes.
///
/// After each step it is checked that
///
/// - no user code failed or panicked,
/// - what is stored loads, to what the engine goes on with, and again after a restart,
/// - the revision has risen by one for each move, with an entry in the journal,
/// - Back and Rewind have brought back exactly the visit that there was,
/// - and what [`Walk::check`] asks for.
///
/// A conversation in which something does not hold is made as short as it can be and still fails; the test then fails with
/// it, written as a test.
///
/// The walks of a seed are the same each time, but for the spread of waits before retries. The environment variables
/// `WORKFLOW_WALK_SEED` and `WORKFLOW_WALK_RUNS` go before what the test says.
#[must_use = "nobody walks before `run`"]
pub struct Walk<W> {
    open: Open,
    texts: HashMap<String, Vec<String>>,
    uploads: HashMap<String, Vec<Media>>,
    results: HashMap<String, Vec<Value>>,
    work: Work,
    check: Vec<Check>,
    seed: u64,
    runs: usize,
    length: usize,
    workflow: PhantomData<fn() -> W>,
}

type Check = Box<dyn Fn(&mut Chat) -> Result<(), String> + Send + Sync>;

/// How work ends of which the test says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Fails,
    Real,
}

/// The variable that gives the seed.
const SEED: &str = "WORKFLOW_WALK_SEED";
/// The variable that gives how many conversations there are.
const RUNS: &str = "WORKFLOW_WALK_RUNS";

impl<W: Workflow> Walk<W> {
    /// Walks on the engine that `build` makes of the store that it is given, as [`Chat::with`] does: for workflows that
    /// need others beside or inside them.
    pub fn with<App: Clone + Send + Sync + 'static>(
        build: impl Fn(Arc<dyn Store>) -> Builder<App> + Send + Sync + 'static,
    ) -> Self {
        let build = Arc::new(build);
        Self::open(Open(Box::new(move || {
            let build = Arc::clone(&build);
            World::new(Box::new(move |world| world.build(build(world.store()))))
        })))
    }

    fn open(open: Open) -> Self {
        Self {
            open,
            texts: HashMap::new(),
            uploads: HashMap::new(),
            results: HashMap::new(),
            work: Work::Fails,
            check: Vec::new(),
            seed: 0,
            runs: 128,
            length: 40,
            workflow: PhantomData,
        }
    }

    /// What the user, or somebody in a role, may write at this step; or behind this command, when it begins with a slash. Without it they write
    /// a few words and numbers.
    pub fn text<T: Into<String>>(mut self, step: &str, texts: impl IntoIterator<Item = T>) -> Self {
        self.texts.entry(step.to_owned()).or_default().extend(texts.into_iter().map(Into::into));
        self
    }

    /// What the user, or somebody in a role, may send at this step, one file at a time. Without it they send none.
    pub fn media(mut self, step: &str, media: impl IntoIterator<Item = Media>) -> Self {
        self.uploads.entry(step.to_owned()).or_default().extend(media);
        self
    }

    /// What this work may give. Without it, it only fails.
    ///
    /// # Panics
    /// When a result can't be stored.
    #[track_caller]
    #[expect(clippy::panic, reason = "that is how a test fails")]
    pub fn gives<T: Serialize>(mut self, work: &str, results: impl IntoIterator<Item = T>) -> Self {
        for result in results {
            match serde_json::to_value(result) {
                Ok(result) => self.results.entry(work.to_owned()).or_default().push(result),
                Err(error) => panic!("a result of `{work}` can't be stored: {error}"),
            }
        }
        self
    }

    /// Work of which nothing is said by [`Walk::gives`] is done by its own function.
    pub fn real_work(mut self) -> Self {
        self.work = Work::Real;
        self
    }

    /// Checks this after each step, too.
    pub fn check(mut self, check: impl Fn(&mut Chat) -> Result<(), String> + Send + Sync + 'static) -> Self {
        self.check.push(Box::new(check));
        self
    }

    /// Walks where this seed leads, instead of 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Has so many conversations, instead of 128.
    pub fn runs(mut self, runs: usize) -> Self {
        self.runs = runs;
        self
    }

    /// Conversations have up to so many steps, instead of 40.
    pub fn length(mut self, length: usize) -> Self {
        self.length = length;
        self
    }

    /// Walks, on a thread of its own, and waits for the end.
    ///
    /// # Panics
    /// When something did not hold: with the shortest conversation in which it doesn't.
    #[track_caller]
    #[expect(clippy::panic, reason = "that is how a test fails")]
    pub fn run(mut self) -> Walked {
        self.seed = from_environment(SEED).unwrap_or(self.seed);
        self.runs = from_environment(RUNS).unwrap_or(self.runs);
        // The test may have a runtime already, and one can't be in another.
        let walked = std::thread::scope(|scope| scope.spawn(|| shrink::walk(&self)).join());
        match walked {
            Ok(Ok(walked)) => walked,
            Ok(Err(why)) => panic!("{why}"),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl<W> std::fmt::Debug for Walk<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Walk").field("seed", &self.seed).field("runs", &self.runs).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Open")
    }
}

/// Where a walk has been.
#[derive(Debug, Clone)]
pub struct Walked {
    coverage: Coverage,
    steps: usize,
}

impl Walked {
    /// The edges that were taken.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// How many steps were taken, in all conversations.
    pub fn steps(&self) -> usize {
        self.steps
    }
}

fn from_environment<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

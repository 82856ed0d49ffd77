//! The lock file: what is stored, so that a change of it is seen by a test before a user meets it.
//!
//! `workflows.lock` is committed beside the code. It has one line of JSON for each step of each version, with the names
//! and types of its fields as they are written, and sample values of steps, payloads of effects and results of work. A
//! test compares it with the program:
//!
//! ```no_run
//! # use workflow::prelude::*;
//! # #[workflow]
//! # pub enum Make { Ask, #[step(end)] Done }
//! # #[workflow]
//! # impl Make {
//! #     fn start() -> Ask { Ask }
//! #     fn done(self: Ask) -> Done { Done }
//! # }
//! #[test]
//! fn what_is_stored_still_loads() {
//!     workflow::assert_locked!(Make);
//! }
//! # fn main() {}
//! ```
//!
//! It fails when the fields of a step changed and the workflow's version did not, when a step of that version is gone, and
//! when a sample of any version does not load. What is new is added by `WORKFLOWS_LOCK=write cargo test`; nothing is ever
//! taken out.

mod entry;
mod file;
mod recording;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde_json::Value;

pub use entry::{Entry, Holds, Part};
pub use file::{Lock, LockError};

use crate::core::dispatch::{StoredPart, Transitions};
use crate::core::error::Result as Outcome;
use crate::core::graph::Graph;
use crate::core::step::Workflow;
use crate::core::stored::{LoadError, Stored};

/// A workflow of this program, as the lock file looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Locked {
    graph: &'static Graph,
    version: u32,
    load: fn(&Stored) -> Result<(), LoadError>,
    fits: fn(StoredPart, Value) -> Outcome<()>,
}

impl Locked {
    /// The workflow `W`.
    pub fn of<W: Workflow + Transitions>() -> Self {
        Self { graph: W::GRAPH, version: W::VERSION, load: |stored| W::load(stored).map(drop), fits: W::fits }
    }

    /// The lines for its steps, as they are now.
    fn shapes(&self) -> impl Iterator<Item = Entry> {
        self.graph.steps().iter().map(|step| Entry {
            workflow: self.graph.name().into(),
            version: self.version,
            part: Part::Step(step.name.into()),
            holds: Holds::Shape(step.fields.iter().map(|field| (field.name.into(), field.ty.into())).collect()),
        })
    }

    /// Why a sample does not load, if it does not.
    fn refuses(&self, entry: &Entry, sample: &Value) -> Option<String> {
        let missing = |what: &str, name: &str| Some(format!("there is no {what} `{name}` any more"));
        let fits = |part| (self.fits)(part, sample.clone()).err().map(|error| error.to_string());
        match &entry.part {
            Part::Step(step) => {
                let Value::Object(data) = sample else { return Some("the data of a step is an object".into()) };
                let (workflow, step) = (entry.workflow.clone().into(), step.clone().into());
                let stored = Stored { workflow, version: entry.version, step, data: data.clone() };
                (self.load)(&stored).err().map(|error| error.to_string())
            }
            Part::Effect(name) => match self.graph.effects().iter().position(|effect| effect.name == name) {
                Some(effect) => fits(StoredPart::Effect(effect)),
                None => missing("effect", name),
            },
            Part::Result(name) => match self.graph.work().iter().position(|work| work.name == name) {
                Some(work) => fits(StoredPart::Result(work)),
                None => missing("work", name),
            },
        }
    }
}

/// What differs between a lock file and a program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// A step is stored otherwise than before, in the same version.
    #[error("step `{step}` of `{workflow}` was stored as {was} and is now {is}, both in version {version}: put it back, or write `#[workflow(version = {next}, upgrade = …)]` on the enum, for the sessions that are stored", next = version + 1)]
    Changed {
        /// The workflow.
        workflow: String,
        /// Its version.
        version: u32,
        /// The step's stored name.
        step: String,
        /// The fields in the lock file.
        was: Shape,
        /// The fields in the program.
        is: Shape,
    },
    /// A step is gone, in the same version.
    #[error("step `{step}` of `{workflow}` version {version} is gone, and sessions may stand there: keep it, give the step that takes its place `#[step(name = \"{step}\")]`, or write `#[workflow(version = {next}, upgrade = …)]`", next = version + 1)]
    Gone {
        /// The workflow.
        workflow: String,
        /// Its version.
        version: u32,
        /// The step's stored name.
        step: String,
    },
    /// A workflow is gone.
    #[error(
        "`{workflow}` is in the lock file and not among the workflows that are checked: its sessions would be stuck"
    )]
    NoWorkflow {
        /// The workflow.
        workflow: String,
    },
    /// A step is not in the lock file yet.
    #[error(
        "step `{step}` of `{workflow}` version {version} is not locked yet: `WORKFLOWS_LOCK=write cargo test` adds it"
    )]
    New {
        /// The workflow.
        workflow: String,
        /// Its version.
        version: u32,
        /// The step's stored name.
        step: String,
    },
    /// The program is older than the lock file.
    #[error("`{workflow}` is at version {is} here, and version {locked} is in the lock file")]
    Older {
        /// The workflow.
        workflow: String,
        /// The version in the program.
        is: u32,
        /// The version in the lock file.
        locked: u32,
    },
    /// What was stored once does not load.
    #[error("the {entry} does not load any more: {reason}")]
    Unloadable {
        /// The line.
        entry: Entry,
        /// Why.
        reason: String,
    },
}

/// Names and types of fields, as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Shape(BTreeMap<String, String>);

impl FromIterator<(String, String)> for Shape {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<String> = self.0.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        if fields.is_empty() { f.write_str("{}") } else { write!(f, "{{ {} }}", fields.join(", ")) }
    }
}

/// All that differs between `lock` and these workflows, in the order of the file.
pub fn compare(lock: &Lock, workflows: &[Locked]) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut absent = BTreeSet::new();
    for entry in lock.entries() {
        let Some(locked) = workflows.iter().find(|locked| locked.graph.name() == entry.workflow) else {
            if absent.insert(&entry.workflow) {
                found.push(Mismatch::NoWorkflow { workflow: entry.workflow.clone() });
            }
            continue;
        };
        if entry.version > locked.version {
            let older = Mismatch::Older { workflow: entry.workflow.clone(), is: locked.version, locked: entry.version };
            if !found.contains(&older) {
                found.push(older);
            }
            continue;
        }
        match (&entry.part, &entry.holds) {
            (Part::Step(step), Holds::Shape(was)) if entry.version == locked.version => {
                found.extend(differs(locked, step, was));
            }
            (_, Holds::Shape(_)) => {}
            (_, Holds::Sample(sample)) => {
                let reason = locked.refuses(entry, sample);
                found.extend(reason.map(|reason| Mismatch::Unloadable { entry: entry.clone(), reason }));
            }
        }
    }
    for entry in workflows.iter().flat_map(Locked::shapes) {
        if let (Part::Step(step), false) = (&entry.part, lock.has_shape_of(&entry)) {
            let (workflow, version, step) = (entry.workflow.clone(), entry.version, step.clone());
            found.push(Mismatch::New { workflow, version, step });
        }
    }
    found
}

fn differs(locked: &Locked, step: &str, was: &Shape) -> Option<Mismatch> {
    let (workflow, version, step_name) = (locked.graph.name().to_owned(), locked.version, step.to_owned());
    let now = locked.shapes().find(|entry| entry.part == Part::Step(step.into()));
    match now.map(|entry| entry.holds) {
        Some(Holds::Shape(is)) if is == *was => None,
        Some(Holds::Shape(is)) => Some(Mismatch::Changed { workflow, version, step: step_name, was: was.clone(), is }),
        _ => Some(Mismatch::Gone { workflow, version, step: step_name }),
    }
}

/// Adds to the file at `path` what these workflows store and it does not have, and those of `samples` that have another
/// form than the ones in it. What it has stays as it is. Gives the number of lines that were added.
///
/// # Errors
/// When the file can't be read or written.
pub fn write(
    path: impl AsRef<Path>,
    workflows: &[Locked],
    samples: impl IntoIterator<Item = Entry>,
) -> Result<usize, LockError> {
    Lock::change(path.as_ref(), |lock| {
        let shapes = workflows.iter().flat_map(Locked::shapes);
        shapes.chain(samples).filter(|entry| lock.add(entry.clone())).count()
    })
}

/// Fails when these workflows do not store and load what the file at `path` says. With `WORKFLOWS_LOCK=write` in the
/// environment, what is new is added to it first.
///
/// Called by [`assert_locked!`](crate::assert_locked).
///
/// # Panics
/// With all that differs, and when the file can't be read or written.
#[expect(clippy::panic, reason = "for tests")]
#[track_caller]
pub fn assert_locked(path: impl AsRef<Path>, workflows: &[Locked]) {
    let path = path.as_ref();
    if std::env::var_os(WRITE).is_some_and(|wish| wish == "write")
        && let Err(error) = recording::begin(path, workflows)
    {
        panic!("{error}");
    }
    let lock = match Lock::read(path) {
        Ok(lock) => lock,
        Err(error) => panic!("{error}"),
    };
    let found = compare(&lock, workflows);
    if !found.is_empty() {
        let lines: Vec<String> = found.iter().map(|mismatch| format!("- {mismatch}")).collect();
        panic!("{} does not fit the program:\n{}", path.display(), lines.join("\n"));
    }
}

#[cfg(feature = "testing")]
pub(crate) use recording::sampled;

/// The variable that asks for what is new to be added.
pub const WRITE: &str = "WORKFLOWS_LOCK";

/// Fails when what these workflows store is not what `workflows.lock`, beside the crate's `Cargo.toml`, says: see
/// [`lock`](crate::lock). Another file is named first: `assert_locked!("stored/all.lock"; Make, Train)`.
#[macro_export]
macro_rules! assert_locked {
    ($file:literal; $($workflow:ty),+ $(,)?) => {
        $crate::lock::assert_locked(
            concat!(env!("CARGO_MANIFEST_DIR"), "/", $file),
            &[$($crate::lock::Locked::of::<$workflow>()),+],
        )
    };
    ($($workflow:ty),+ $(,)?) => { $crate::assert_locked!("workflows.lock"; $($workflow),+) };
}

//! The subcommands that every bot has: `graph`, `lock` and `i18n`.
//!
//! A bot adds them to its own, and gives what it was asked for to its [`Program`]:
//!
//! ```
//! use clap::Parser;
//! use workflow::cli::{Program, Subcommand};
//! use workflow::prelude::*;
//!
//! /// Order a pizza.
//! #[workflow]
//! pub enum Order {
//!     /// Which pizza would you like?
//!     Ask,
//!     #[step(end)]
//!     Ordered { pizza: String },
//! }
//!
//! #[workflow]
//! impl Order {
//!     #[command("/order")]
//!     fn start() -> Ask { Ask }
//!
//!     fn pizza(self: Ask, Text(pizza): Text) -> Ordered { Ordered { pizza } }
//! }
//!
//! #[derive(clap::Parser)]
//! #[command(name = "pizza")]
//! struct Arguments {
//!     #[command(subcommand)]
//!     task: Task,
//! }
//!
//! #[derive(clap::Subcommand)]
//! enum Task {
//!     /// Takes orders
//!     Run,
//!     #[command(flatten)]
//!     Workflow(Subcommand),
//! }
//!
//! # fn main() {
//! let arguments = Arguments::try_parse_from(["pizza", "graph", "order", "--format", "json"]).unwrap();
//! let Task::Workflow(subcommand) = arguments.task else { panic!("not to be run") };
//! let written = Program::new("pizza").workflow::<Order>().run(subcommand);
//! # assert_eq!(written, std::process::ExitCode::SUCCESS);
//! # }
//! ```

mod graph;
mod i18n;
mod lock;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

pub use graph::GraphArguments;
pub use i18n::I18nArguments;
pub use lock::LockArguments;

use crate::core::dispatch::Transitions;
use crate::core::graph::Graph;
use crate::core::step::Workflow;
use crate::lock::{LockError, Locked};
use crate::texts::Texts;

/// A subcommand, as the user gave it.
#[derive(Debug, Clone, PartialEq, Eq, clap::Subcommand)]
#[non_exhaustive]
pub enum Subcommand {
    /// Shows the workflows: their steps and the ways between them, as tables, drawings or data
    Graph(GraphArguments),
    /// Adds to the lock file what the workflows store and it does not have, or checks that it still loads
    Lock(LockArguments),
    /// Writes what the texts in other languages lack, as fluent files to be filled in, or checks that they lack nothing
    I18n(I18nArguments),
}

/// A bot, as far as its subcommands need to know it.
#[derive(Debug, Clone)]
pub struct Program {
    name: &'static str,
    graphs: Vec<&'static Graph>,
    locked: Vec<Locked>,
    texts: Arc<Texts>,
    says: Vec<&'static str>,
}

/// Why a subcommand could not do what it was asked for: in one line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubcommandError {
    /// There is no such workflow.
    #[error("there is no workflow `{name}`: there is {known}")]
    UnknownWorkflow {
        /// What was asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// The format holds one graph, and several were asked for.
    #[error("{format} holds one workflow, and these are {count}: name one of {known}, or a folder with `--write`")]
    Several {
        /// The format's name.
        format: &'static str,
        /// How many were asked for.
        count: usize,
        /// Their names.
        known: String,
    },
    /// A file could not be written.
    #[error("can't write {}: {source}", path.display())]
    Write {
        /// The file or its folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Standard output could not be written.
    #[error("can't write to standard output: {0}")]
    Print(#[source] io::Error),
    /// The lock file could not be read or written.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The lock file and the program differ.
    #[error("{} does not fit the program:\n{told}", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// A line for each thing that differs.
        told: String,
    },
    /// There are no texts in this language.
    #[error("there are no texts in `{language}`: there is {known}")]
    UnknownLanguage {
        /// What was asked for.
        language: String,
        /// The languages that there are.
        known: String,
    },
    /// Texts are missing.
    #[error("not all is translated: {told}")]
    Untranslated {
        /// How much, by language.
        told: String,
    },
}

impl Program {
    /// The program of this name, as its user starts it.
    pub fn new(name: &'static str) -> Self {
        Self { name, graphs: Vec::new(), locked: Vec::new(), texts: Arc::default(), says: Vec::new() }
    }

    /// Adds the workflow `W`.
    #[must_use]
    pub fn workflow<W: Workflow + Transitions>(mut self) -> Self {
        self.graphs.push(W::GRAPH);
        self.locked.push(Locked::of::<W>());
        self
    }

    /// Adds the texts that it says in other languages.
    #[must_use]
    pub fn texts(mut self, texts: Texts) -> Self {
        self.texts = Arc::new(texts);
        self
    }

    /// Adds what it says beside the texts in its workflows' own functions, as the errors of what is parsed and the labels of
    /// progress: they are to be translated too.
    #[must_use]
    pub fn says(mut self, phrases: impl IntoIterator<Item = &'static str>) -> Self {
        self.says.extend(phrases);
        self
    }

    /// The graphs of its workflows, in the order in which they were added.
    pub fn graphs(&self) -> &[&'static Graph] {
        &self.graphs
    }

    /// Does what `subcommand` says; what went wrong is told on standard error.
    ///
    /// The code is 2 when the subcommand asked for what there is not, 1 when it could not be done, as with clap.
    pub fn run(&self, subcommand: Subcommand) -> ExitCode {
        match self.try_run(subcommand) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{}: {error}", self.name);
                error.exit_code()
            }
        }
    }

    /// Does what `subcommand` says.
    ///
    /// # Errors
    /// When it asks for what there is not, or a file or standard output can't be written.
    pub fn try_run(&self, subcommand: Subcommand) -> Result<(), SubcommandError> {
        match subcommand {
            Subcommand::Graph(arguments) => graph::run(self, &arguments),
            Subcommand::Lock(arguments) => lock::run(&self.locked, &arguments),
            Subcommand::I18n(arguments) => i18n::run(self, &arguments),
        }
    }
}

impl SubcommandError {
    /// 2 for what the user can put right in the subcommand, else 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::UnknownWorkflow { .. } | Self::UnknownLanguage { .. } | Self::Several { .. } => ExitCode::from(2),
            Self::Write { .. } | Self::Print(_) | Self::Lock(_) | Self::Locked { .. } | Self::Untranslated { .. } => {
                ExitCode::FAILURE
            }
        }
    }
}

//! `lock`: what the workflows store, and the file that says what they stored.

use std::io::Write;
use std::path::PathBuf;

use super::SubcommandError;
use crate::lock::{Lock, Locked, Mismatch, compare, write};

/// What `lock` is asked for.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct LockArguments {
    /// Changes nothing, and fails when the file and the program differ
    #[arg(long)]
    check: bool,
    /// The lock file
    #[arg(long, value_name = "FILE", default_value = "workflows.lock")]
    file: PathBuf,
}

pub(super) fn run(workflows: &[Locked], arguments: &LockArguments) -> Result<(), SubcommandError> {
    let path = &arguments.file;
    let added = if arguments.check { 0 } else { write(path, workflows, [])? };
    let lock = Lock::read(path)?;
    let found = compare(&lock, workflows);
    if !found.is_empty() {
        let told: Vec<String> = found.iter().map(Mismatch::to_string).collect();
        return Err(SubcommandError::Locked { path: path.clone(), told: told.join("\n") });
    }
    let lines = lock.entries().len();
    let said = if added > 0 {
        format!("{added} lines were added to {}: it has {lines} now\n", path.display())
    } else {
        format!("all {lines} lines of {} load\n", path.display())
    };
    std::io::stdout().write_all(said.as_bytes()).map_err(SubcommandError::Print)
}

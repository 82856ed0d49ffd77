//! The file: a line of JSON for each entry, sorted.

use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::entry::{Entry, Holds, Part, form};

/// How many samples of one thing are kept, each of another form.
const SAMPLES: usize = 16;

const HEAD: &str = "\
# What is stored, by workflow and version: fields as they are written, and samples. Written by the tests, with
# WORKFLOWS_LOCK=write in the environment; nothing is ever taken out.
";

/// What a lock file holds.
///
/// ```
/// use workflow::lock::Lock;
///
/// let lock = Lock::parse(r#"{"workflow":"make","version":1,"step":"Ask","shape":{"prompt":"Prompt"}}"#)?;
/// assert_eq!(lock.entries()[0].to_string(), "step `Ask` of `make` version 1, { prompt: Prompt }");
/// # Ok::<(), workflow::lock::LockError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    entries: Vec<Entry>,
}

/// Why a lock file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// There is none yet.
    #[error("there is no lock file {}: `WORKFLOWS_LOCK=write cargo test` writes it", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("the lock file {} can't be used: {source}", path.display())]
    File {
        /// Where it is.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is no entry.
    #[error("line {line} of the lock file is not one of its lines: {source}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
}

impl Lock {
    /// The lock of this text.
    ///
    /// # Errors
    /// When a line is no entry.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let entries = lines.map(|(number, line)| {
            serde_json::from_str(line).map_err(|source| LockError::Line { line: number + 1, source })
        });
        Ok(Self { entries: entries.collect::<Result<_, _>>()? })
    }

    /// The lock in the file at `path`.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    pub fn read(path: &Path) -> Result<Self, LockError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                Err(LockError::Missing { path: path.into() })
            }
            Err(source) => Err(LockError::File { path: path.into(), source }),
        }
    }

    /// Reads the file at `path`, which need not be there, lets `change` change it, and writes it; nobody else does so at
    /// the same time.
    pub(super) fn change<T>(path: &Path, change: impl FnOnce(&mut Self) -> T) -> Result<T, LockError> {
        let failed = |source| LockError::File { path: path.into(), source };
        let options = std::fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = options.map_err(failed)?;
        file.lock().map_err(failed)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(failed)?;
        let mut lock = Self::parse(&text)?;
        let result = change(&mut lock);
        let changed = lock.to_string();
        if changed != text {
            file.rewind().and_then(|()| file.set_len(0)).map_err(failed)?;
            file.write_all(changed.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        }
        Ok(result)
    }

    /// The entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether there is a line for the shape of the same step of the same version.
    pub(super) fn has_shape_of(&self, entry: &Entry) -> bool {
        self.same_part(entry).any(|other| matches!(other.holds, Holds::Shape(_)))
    }

    /// Adds a line, unless it says nothing new: a shape that is there, a sample of a form that is there, one of too many.
    pub(super) fn add(&mut self, entry: Entry) -> bool {
        let says_nothing_new = match &entry.holds {
            Holds::Shape(_) => self.has_shape_of(&entry),
            Holds::Sample(sample) => {
                let form_of = form(sample);
                let samples: Vec<_> = self
                    .same_part(&entry)
                    .filter_map(|other| match &other.holds {
                        Holds::Sample(sample) => Some(form(sample)),
                        Holds::Shape(_) => None,
                    })
                    .collect();
                samples.len() >= SAMPLES || samples.contains(&form_of)
            }
        };
        if !says_nothing_new {
            self.entries.push(entry);
            self.entries.sort_by(|a, b| key(a).cmp(&key(b)));
        }
        !says_nothing_new
    }

    fn same_part(&self, entry: &Entry) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |other| {
            other.workflow == entry.workflow && other.version == entry.version && other.part == entry.part
        })
    }
}

/// By what lines are sorted; samples of one thing stay in the order in which they came.
fn key(entry: &Entry) -> (&str, u32, &Part, bool) {
    (&entry.workflow, entry.version, &entry.part, matches!(entry.holds, Holds::Sample(_)))
}

impl std::fmt::Display for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(HEAD)?;
        for entry in &self.entries {
            let line = serde_json::to_string(entry).map_err(|_| std::fmt::Error)?;
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

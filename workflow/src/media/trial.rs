//! The media of a folder that are on trial: an empty file for each, named by its id, since when it was written.

use std::fs::{File, FileTimes};
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::core::media::MediaId;

/// Whether a medium is received on trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trial {
    Yes,
    No,
}

/// The marks in a folder.
#[derive(Debug, Clone)]
pub(super) struct Trials {
    folder: PathBuf,
}

/// Held while a medium comes or goes, so that none goes that has just come again: by whoever uses the folder.
pub(super) struct Guard(#[expect(dead_code, reason = "locked for as long as it is open")] File);

impl Trials {
    pub(super) fn of(folder: &Path) -> Self {
        Self { folder: folder.join("trial") }
    }

    pub(super) fn guard(&self) -> Result<Guard> {
        std::fs::create_dir_all(&self.folder)?;
        let file = File::options().create(true).truncate(false).write(true).open(self.folder.join("lock"))?;
        file.lock()?;
        Ok(Guard(file))
    }

    /// Begins a trial, or begins it anew.
    pub(super) fn begin(&self, id: &MediaId, _guard: &Guard) -> Result<()> {
        File::create(self.mark(id))?.set_times(FileTimes::new().set_modified(SystemTime::now()))
    }

    pub(super) fn end(&self, id: &MediaId) -> Result<()> {
        match std::fs::remove_file(self.mark(id)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// How long the trial has been; `None` when there is none.
    pub(super) fn age(&self, id: &MediaId) -> Result<Option<Duration>> {
        match std::fs::metadata(self.mark(id)) {
            Ok(mark) => Ok(Some(since(mark.modified()?))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Up to `limit` that have been for at least `age`.
    pub(super) fn list(&self, age: Duration, limit: usize) -> Result<Vec<MediaId>> {
        let marks = match std::fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            marks => marks?,
        };
        let mut found = Vec::new();
        for mark in marks {
            let Ok(id) = MediaId::parse(mark?.file_name().to_string_lossy()) else { continue };
            if found.len() < limit && self.age(&id)?.is_some_and(|been| been >= age) {
                found.push(id);
            }
        }
        Ok(found)
    }

    fn mark(&self, id: &MediaId) -> PathBuf {
        self.folder.join(id.as_str())
    }
}

/// Nothing, when the clock was set back.
fn since(time: SystemTime) -> Duration {
    time.elapsed().unwrap_or_default()
}

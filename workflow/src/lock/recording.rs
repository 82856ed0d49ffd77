//! Writing while tests run: what their chats and walks store becomes samples, whichever test comes first.

#[cfg(feature = "testing")]
use std::path::PathBuf;
#[cfg(feature = "testing")]
use std::sync::{Mutex, PoisonError};

use std::path::Path;

use super::{LockError, Locked, write};

/// The files that are written by this process, each with its workflows.
#[cfg(feature = "testing")]
static FILES: Mutex<Vec<(PathBuf, Vec<Locked>)>> = Mutex::new(Vec::new());

/// Writes what there is to the file, and what comes from now on.
pub(super) fn begin(path: &Path, workflows: &[Locked]) -> Result<(), LockError> {
    #[cfg(feature = "testing")]
    let samples = {
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        files.push((path.to_owned(), workflows.to_vec()));
        drop(files);
        let known = |entry: &super::Entry| workflows.iter().any(|locked| locked.graph.name() == entry.workflow);
        crate::testing::sample_entries().into_iter().filter(known).collect::<Vec<_>>()
    };
    #[cfg(not(feature = "testing"))]
    let samples = [];
    write(path, workflows, samples).map(|_| ())
}

/// Adds a sample to the files of its workflow.
#[cfg(feature = "testing")]
pub(crate) fn sampled(entry: &super::Entry) {
    let files = FILES.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for (path, workflows) in files {
        if workflows.iter().any(|locked| locked.graph.name() == entry.workflow)
            && let Err(error) = write(&path, &workflows, [entry.clone()])
        {
            tracing::error!(%error, "a sample was not written");
        }
    }
}

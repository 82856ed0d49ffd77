//! Files that the user sends: kept as they are read, never whole in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::io::AsyncReadExt;

use crate::core::input::Kind;
use crate::core::media::Media;
use crate::media::{MediaError, MediaStore, too_many_pixels};

/// Takes files into a media store.
pub(super) struct Outbox {
    store: Arc<dyn MediaStore>,
    /// How many bytes may be sent at once.
    most: u64,
}

/// How many bytes are read at once.
const PART: usize = 64 * 1024;

impl Outbox {
    pub(super) fn new(store: Arc<dyn MediaStore>, most: u64) -> Self {
        Self { store, most }
    }

    /// Keeps the files.
    ///
    /// # Errors
    /// What the user is told.
    pub(super) async fn take(&self, paths: &[PathBuf]) -> Result<Vec<Media>, String> {
        let most = Kind::Album.most_files();
        if paths.len() > most {
            return Err(format!("These are {} files: {most} is the most.", paths.len()));
        }
        let mut left = self.most;
        let mut media = Vec::new();
        for path in paths {
            let name = path.display();
            let medium = self.receive(path, left).await.map_err(|refused| match refused {
                Refused::NoFile => format!("{name} is no file."),
                Refused::Read(error) => format!("{name} can't be read: {error}."),
                Refused::Keep(MediaError::Empty) => format!("{name} is empty."),
                Refused::Keep(MediaError::TooLarge { .. }) => {
                    format!("{name} is too large: {} bytes in all is the most.", self.most)
                }
                Refused::Keep(MediaError::TooManyPixels { most }) => {
                    format!("{name}: {}", too_many_pixels(most))
                }
                Refused::Keep(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "a file could not be kept");
                    format!("{name} could not be kept. Please try again in a moment.")
                }
            })?;
            left = left.saturating_sub(medium.size());
            media.push(medium);
        }
        Ok(media)
    }

    async fn receive(&self, path: &Path, most: u64) -> Result<Media, Refused> {
        // A pipe would be waited for.
        if !tokio::fs::metadata(path).await.map_err(Refused::Read)?.is_file() {
            return Err(Refused::NoFile);
        }
        let mut file = tokio::fs::File::open(path).await.map_err(Refused::Read)?;
        let mut receiving = self.store.receive_on_trial(most).await.map_err(Refused::Keep)?;
        let mut part = Vec::with_capacity(PART);
        while file.read_buf(&mut part).await.map_err(Refused::Read)? > 0 {
            receiving.write(&part).await.map_err(Refused::Keep)?;
            part.clear();
        }
        let medium = receiving.finish().await.map_err(Refused::Keep)?;
        Ok(match path.file_name() {
            Some(name) => medium.with_name(&name.to_string_lossy()),
            None => medium,
        })
    }
}

/// Why a file is not taken.
enum Refused {
    NoFile,
    Read(std::io::Error),
    Keep(MediaError),
}

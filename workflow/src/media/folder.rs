//! A folder with one file a medium.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::sniff::{HEAD, content_type, sniff};
use super::trial::{Trial, Trials};
use super::{Blob, MediaError, MediaStore, Receiving};
use crate::core::dispatch::BoxFuture;
use crate::core::media::{Media, MediaId};

/// Media in a folder: a file named by the SHA-256 of its content, in a folder named by its first two digits.
///
/// ```
/// use workflow::media::{Folder, MediaStore};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let temporary = tempfile::tempdir()?;
/// let folder = Folder::open(temporary.path()).await?;
/// let note = folder.put(b"a note".to_vec()).await?;
/// assert_eq!(note, folder.put(b"a note".to_vec()).await?);
/// assert_eq!(folder.open(note.id()).await?.map(|blob| blob.size), Some(6));
///
/// // In parts, and of no more than 1,000 bytes.
/// let mut receiving = folder.receive(1000).await?;
/// receiving.write(b"a ").await?;
/// receiving.write(b"note").await?;
/// assert_eq!(receiving.finish().await?, note);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Folder {
    path: Arc<Path>,
    largest_picture: u64,
}

/// How many pixels a picture on trial may have, unless told: as many as the cameras of telephones make.
const LARGEST_PICTURE: u64 = 50_000_000;

/// What a part's name begins with.
const PART: &str = ".part-";

/// When a part was left behind by a program that was killed.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

impl Folder {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// When it can't be made or written to.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, MediaError> {
        let path: PathBuf = path.into();
        let folder = Self { path: path.clone().into(), largest_picture: LARGEST_PICTURE };
        on_blocking_thread(path, |path| {
            std::fs::create_dir_all(path)?;
            sweep(path)?;
            part_in(path).map(drop)
        })
        .await?;
        Ok(folder)
    }

    /// Refuses pictures on trial that have more pixels than this, width times height as the file says it: 50 million unless
    /// told. What the application keeps there itself is not measured.
    #[must_use]
    pub fn largest_picture(mut self, pixels: u64) -> Self {
        self.largest_picture = pixels;
        self
    }

    async fn arriving(&self, most: u64, trial: Trial) -> Result<Box<dyn Receiving>, MediaError> {
        let (file, part) = on_blocking_thread(self.path.to_path_buf(), part_in).await?;
        let file = tokio::fs::File::from_std(file);
        let (folder, hash, head) = (self.clone(), Sha256::new(), Vec::new());
        Ok(Box::new(Arriving { folder, file, part, hash, head, size: 0, most, trial }))
    }

    fn file(&self, id: &MediaId) -> PathBuf {
        let (head, rest) = id.as_str().split_at_checked(2).unwrap_or((id.as_str(), ""));
        self.path.join(head).join(rest)
    }
}

impl MediaStore for Folder {
    fn put(&self, bytes: Vec<u8>) -> BoxFuture<'_, Result<Media, MediaError>> {
        Box::pin(async move {
            let mut receiving = self.receive(u64::MAX).await?;
            receiving.write(&bytes).await?;
            receiving.finish().await
        })
    }

    fn receive(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>> {
        Box::pin(self.arriving(most, Trial::No))
    }

    fn receive_on_trial(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>> {
        Box::pin(self.arriving(most, Trial::Yes))
    }

    fn on_trial(&self, age: Duration, limit: usize) -> BoxFuture<'_, Result<Vec<MediaId>, MediaError>> {
        let list = move |path: &Path| Trials::of(path).list(age, limit);
        Box::pin(on_blocking_thread(self.path.to_path_buf(), list))
    }

    fn keep(&self, id: &MediaId) -> BoxFuture<'_, Result<(), MediaError>> {
        let id = id.clone();
        Box::pin(on_blocking_thread(self.path.to_path_buf(), move |path| Trials::of(path).end(&id)))
    }

    fn remove(&self, id: &MediaId, age: Duration) -> BoxFuture<'_, Result<(), MediaError>> {
        let (id, kept) = (id.clone(), self.file(id));
        Box::pin(on_blocking_thread(self.path.to_path_buf(), move |path| {
            let trials = Trials::of(path);
            let _guard = trials.guard()?;
            // It may have come again meanwhile, or been kept for good.
            if trials.age(&id)?.is_none_or(|been| been < age) {
                return Ok(());
            }
            match std::fs::remove_file(kept) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => trials.end(&id),
            }
        }))
    }

    fn open(&self, id: &MediaId) -> BoxFuture<'_, Result<Option<Blob>, MediaError>> {
        let path = self.file(id);
        Box::pin(async move {
            let failed = |source| MediaError::Folder { path: path.display().to_string(), source };
            let mut file = match tokio::fs::File::open(&path).await {
                Ok(file) => file,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(failed(error)),
            };
            let size = file.metadata().await.map_err(failed)?.len();
            let mut head = vec![0; HEAD];
            let mut filled = 0;
            while let Some(rest) = head.get_mut(filled..)
                && !rest.is_empty()
            {
                match file.read(rest).await.map_err(failed)? {
                    0 => break,
                    count => filled += count,
                }
            }
            head.truncate(filled);
            let content_type = content_type(&head);
            let bytes = Box::pin(std::io::Cursor::new(head).chain(file));
            Ok(Some(Blob { size, content_type, bytes }))
        })
    }
}

/// A medium on its way into a folder: written beside and renamed, so that a file is there whole or not at all.
struct Arriving {
    folder: Folder,
    file: tokio::fs::File,
    part: Part,
    hash: Sha256,
    /// The first bytes.
    head: Vec<u8>,
    size: u64,
    most: u64,
    trial: Trial,
}

impl Arriving {
    fn failed(&self) -> impl Fn(std::io::Error) -> MediaError + use<> {
        let path = self.part.0.display().to_string();
        move |source| MediaError::Folder { path: path.clone(), source }
    }
}

impl Receiving for Arriving {
    fn write<'a>(&'a mut self, part: &'a [u8]) -> BoxFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            self.size = self.size.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
            if self.size > self.most {
                return Err(MediaError::TooLarge { most: self.most });
            }
            self.head.extend(part.iter().take(HEAD.saturating_sub(self.head.len())));
            self.hash.update(part);
            self.file.write_all(part).await.map_err(self.failed())
        })
    }

    fn finish(mut self: Box<Self>) -> BoxFuture<'static, Result<Media, MediaError>> {
        Box::pin(async move {
            if self.size == 0 {
                return Err(MediaError::Empty);
            }
            self.file.flush().await.map_err(self.failed())?;
            let Self { folder, file, part, hash, head, size, trial, .. } = *self;
            let most = folder.largest_picture;
            let id = MediaId::of_digest(hash.finalize().into());
            let (file, kept) = (file.into_std().await, folder.file(&id));
            on_blocking_thread(part.0.clone(), move |path| {
                let sniffed = sniff(&head, std::fs::File::open(path)?);
                if trial == Trial::Yes && sniffed.area > most {
                    return Ok(None);
                }
                file.sync_all()?;
                let trials = Trials::of(&folder.path);
                let guard = trials.guard()?;
                match trial {
                    Trial::No => trials.end(&id)?,
                    Trial::Yes if kept.exists() && trials.age(&id)?.is_none() => {}
                    Trial::Yes => trials.begin(&id, &guard)?,
                }
                if !kept.exists() {
                    let folder = kept.parent().unwrap_or(Path::new("."));
                    std::fs::create_dir_all(folder)?;
                    std::fs::rename(path, &kept)?;
                    std::fs::File::open(folder)?.sync_all()?;
                }
                drop(part);
                let media = Media::new(id, sniffed.kind, sniffed.content_type, size);
                Ok(Some(match sniffed.pixels {
                    Some(pixels) => media.with_pixels(pixels),
                    None => media,
                }))
            })
            .await?
            .ok_or(MediaError::TooManyPixels { most })
        })
    }
}

/// The path of a new file that is gone when this is dropped, unless it was renamed.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // It is not there any more when it was renamed.
        let _renamed = std::fs::remove_file(&self.0);
    }
}

fn part_in(folder: &Path) -> std::io::Result<(std::fs::File, Part)> {
    let path = folder.join(format!("{PART}{}", uuid::Uuid::now_v7()));
    Ok((std::fs::File::create_new(&path)?, Part(path)))
}

/// Removes the parts that were left behind.
fn sweep(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // What has been finished meanwhile is not there any more.
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok()).unwrap_or_default();
        if entry.file_name().to_string_lossy().starts_with(PART) && age > LEFT_BEHIND {
            drop(Part(entry.path()));
        }
    }
    Ok(())
}

async fn on_blocking_thread<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce(&Path) -> std::io::Result<T> + Send + 'static,
) -> Result<T, MediaError> {
    let shown = path.display().to_string();
    let done = tokio::task::spawn_blocking(move || work(&path)).await;
    done.unwrap_or_else(|panic| Err(std::io::Error::other(panic)))
        .map_err(|source| MediaError::Folder { path: shown, source })
}

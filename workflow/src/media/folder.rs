//! A folder with one file a medium.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use super::{Blob, MediaError, MediaStore};
use crate::core::dispatch::BoxFuture;
use crate::core::media::{Media, MediaId, MediaKind, Pixels};

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
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Folder {
    path: Arc<Path>,
}

/// What is read to tell a file's type.
const HEAD: usize = 8192;

impl Folder {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// When it can't be made or written to.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, MediaError> {
        let path: PathBuf = path.into();
        let folder = Self { path: path.clone().into() };
        on_blocking_thread(path, |path| {
            std::fs::create_dir_all(path)?;
            tempfile_in(path).map(drop)
        })
        .await?;
        Ok(folder)
    }

    fn file(&self, id: &MediaId) -> PathBuf {
        let (head, rest) = id.as_str().split_at_checked(2).unwrap_or((id.as_str(), ""));
        self.path.join(head).join(rest)
    }
}

impl MediaStore for Folder {
    fn put(&self, bytes: Vec<u8>) -> BoxFuture<'_, Result<Media, MediaError>> {
        Box::pin(async move {
            if bytes.is_empty() {
                return Err(MediaError::Empty);
            }
            let media = describe(&bytes)?;
            let file = self.file(media.id());
            on_blocking_thread(file, move |file| keep(file, &bytes)).await?;
            Ok(media)
        })
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

/// What the bytes are, by looking at them: never by what somebody says of them.
fn describe(bytes: &[u8]) -> Result<Media, MediaError> {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = MediaId::parse(hex).map_err(|_| MediaError::Unreadable)?;
    let content_type = content_type(bytes);
    let kind = match content_type.split('/').next() {
        Some("image") => MediaKind::Photo,
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        _ => MediaKind::Document,
    };
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let media = Media::new(id, kind, content_type, size);
    if kind != MediaKind::Photo {
        return Ok(media);
    }
    let found = imagesize::blob_size(bytes).map_err(|_| MediaError::Unreadable)?;
    let (Ok(width), Ok(height)) = (found.width.try_into(), found.height.try_into()) else {
        return Err(MediaError::Unreadable);
    };
    Ok(media.with_pixels(Pixels { width, height }))
}

/// The type by the first bytes. Only types that a browser shows without running them are named; all others are bytes.
fn content_type(head: &[u8]) -> &'static str {
    let found = infer::get(head).map_or("application/octet-stream", |kind| kind.mime_type());
    const SHOWN: [&str; 12] = [
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
        "video/mp4",
        "video/webm",
        "audio/mpeg",
        "audio/ogg",
        "audio/x-wav",
        "audio/x-flac",
        "application/pdf",
        "application/zip",
    ];
    SHOWN.into_iter().find(|shown| *shown == found).unwrap_or("application/octet-stream")
}

/// Written beside and renamed, so that a file is there whole or not at all.
fn keep(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut part = tempfile_in(folder)?;
    part.file.write_all(bytes)?;
    part.file.sync_all()?;
    std::fs::rename(&part.path, file)?;
    std::fs::File::open(folder)?.sync_all()
}

/// A new file that is gone when it is dropped, unless it was renamed.
struct Part {
    file: std::fs::File,
    path: PathBuf,
}

impl Drop for Part {
    fn drop(&mut self) {
        // It is not there any more when it was renamed.
        let _renamed = std::fs::remove_file(&self.path);
    }
}

fn tempfile_in(folder: &Path) -> std::io::Result<Part> {
    let path = folder.join(format!(".part-{}", uuid::Uuid::now_v7()));
    Ok(Part { file: std::fs::File::create_new(&path)?, path })
}

async fn on_blocking_thread(
    path: PathBuf,
    work: impl FnOnce(&Path) -> std::io::Result<()> + Send + 'static,
) -> Result<(), MediaError> {
    let shown = path.display().to_string();
    let done = tokio::task::spawn_blocking(move || work(&path)).await;
    done.unwrap_or_else(|panic| Err(std::io::Error::other(panic)))
        .map_err(|source| MediaError::Folder { path: shown, source })
}

//! The media of views, as files that can be opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ink::{Ink, clean};
use super::picture::{LARGEST, Pictures};
use crate::core::media::{Media, MediaKind};
use crate::media::MediaStore;

/// Copies media to a folder.
pub(super) struct Gallery {
    store: Arc<dyn MediaStore>,
    folder: PathBuf,
    pictures: Pictures,
}

/// How many digits of a medium's id its copy is named by: enough that no other one can be made to have the same.
const DIGITS: usize = 32;

impl Gallery {
    pub(super) fn new(store: Arc<dyn MediaStore>, folder: PathBuf, pictures: Pictures) -> Self {
        Self { store, folder, pictures }
    }

    /// What is shown of the medium: the picture, if the terminal can, and where its file is.
    pub(super) async fn show(&self, medium: &Media, ink: Ink) -> String {
        let what = describe(medium);
        let path = match self.copy(medium).await {
            Ok(Some(path)) => path,
            Ok(None) => {
                tracing::error!(media = %medium.id(), "what a view shows is not kept");
                return format!("{what}: it is not kept any more");
            }
            Err(error) => {
                tracing::error!(media = %medium.id(), error = &*error, "what a view shows can't be copied");
                return format!("{what}: it can't be shown right now");
            }
        };
        let shown = ink.code(&clean(&path.display().to_string()));
        match self.picture(medium, &path).await {
            Some(picture) => format!("{picture}\n{what}: {shown}"),
            None => format!("{what}: {shown}"),
        }
    }

    async fn picture(&self, medium: &Media, path: &Path) -> Option<String> {
        if !self.pictures.takes(medium.content_type()) || medium.size() > LARGEST {
            return None;
        }
        // The file is named anyway.
        let bytes = tokio::fs::read(path).await.ok()?;
        Some(self.pictures.sequence(&bytes))
    }

    /// The copy of the medium; none when the store has no such medium.
    async fn copy(&self, medium: &Media) -> Result<Option<PathBuf>, Box<dyn std::error::Error + Send + Sync>> {
        let name: String = medium.id().as_str().chars().take(DIGITS).collect();
        let path = self.folder.join(format!("{name}.{}", ending(medium.content_type())));
        if tokio::fs::metadata(&path).await.is_ok_and(|file| file.len() == medium.size()) {
            return Ok(Some(path));
        }
        let Some(mut blob) = self.store.open(medium.id()).await? else { return Ok(None) };
        // Under another name until it is whole.
        let part = self.folder.join(format!(".part-{}", uuid::Uuid::now_v7()));
        let written = async {
            let mut file = tokio::fs::File::create_new(&part).await?;
            tokio::io::copy(&mut blob.bytes, &mut file).await?;
            tokio::io::AsyncWriteExt::flush(&mut file).await?;
            tokio::fs::rename(&part, &path).await
        };
        if let Err(error) = written.await {
            // What could not be written may not be there.
            let _gone = tokio::fs::remove_file(&part).await;
            return Err(error.into());
        }
        Ok(Some(path))
    }
}

/// `Picture “cat.png” (1024 × 1024)`
pub(super) fn describe(medium: &Media) -> String {
    let mut text = match medium.kind() {
        MediaKind::Photo => "Picture",
        MediaKind::Video => "Video",
        MediaKind::Audio => "Recording",
        MediaKind::Document => "File",
    }
    .to_owned();
    if let Some(name) = medium.name() {
        text.push_str(&format!(" “{}”", clean(name)));
    }
    if let Some(pixels) = medium.pixels() {
        text.push_str(&format!(" ({} × {})", pixels.width, pixels.height));
    }
    text
}

/// The ending of files of this type.
fn ending(content_type: &str) -> &'static str {
    const ENDINGS: [(&str, &str); 14] = [
        ("image/png", "png"),
        ("image/jpeg", "jpg"),
        ("image/webp", "webp"),
        ("image/gif", "gif"),
        ("video/mp4", "mp4"),
        ("video/webm", "webm"),
        ("video/quicktime", "mov"),
        ("audio/mpeg", "mp3"),
        ("audio/ogg", "ogg"),
        ("audio/x-wav", "wav"),
        ("audio/x-flac", "flac"),
        ("audio/mp4", "m4a"),
        ("application/pdf", "pdf"),
        ("application/zip", "zip"),
    ];
    ENDINGS.into_iter().find(|(known, _)| *known == content_type).map_or("bin", |(_, ending)| ending)
}

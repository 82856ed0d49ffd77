//! Where pictures and files are kept: by the hash of their content, so that the same bytes are kept once.

mod folder;
mod sniff;
mod trial;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncRead;

pub use folder::Folder;

use crate::core::dispatch::BoxFuture;
use crate::core::media::{Media, MediaId};
#[cfg(any(feature = "web", feature = "telegram", feature = "terminal"))]
use crate::core::phrase::Phrase;
#[cfg(any(feature = "web", feature = "telegram", feature = "terminal"))]
use crate::say;

/// Keeps media by the hash of their content.
pub trait MediaStore: Send + Sync + 'static {
    /// Keeps these bytes, and tells what they are by looking at them. The same bytes again are kept once.
    fn put(&self, bytes: Vec<u8>) -> BoxFuture<'_, Result<Media, MediaError>>;

    /// Begins to keep bytes that come in parts, `most` of them at the most, so that they are never whole in memory.
    fn receive(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>>;

    /// As [`MediaStore::receive`], but on trial: for what may turn out to be wanted by nobody. What is there already for good
    /// stays for good, and so does what is kept by one of the other ways later. What is on trial already is on trial anew.
    /// A picture of too many pixels is refused when it is finished: a file of a few kilobytes can be one that takes gigabytes
    /// to be shown.
    fn receive_on_trial(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>>;

    /// Up to `limit` media that have been on trial for at least `age`.
    fn on_trial(&self, age: Duration, limit: usize) -> BoxFuture<'_, Result<Vec<MediaId>, MediaError>>;

    /// Ends the trial of the medium, if it is on one: it is kept for good.
    fn keep(&self, id: &MediaId) -> BoxFuture<'_, Result<(), MediaError>>;

    /// Removes the medium if it has been on trial for at least `age`; if not, it stays.
    fn remove(&self, id: &MediaId, age: Duration) -> BoxFuture<'_, Result<(), MediaError>>;

    /// The medium of this id, to be read; `None` when there is none.
    fn open(&self, id: &MediaId) -> BoxFuture<'_, Result<Option<Blob>, MediaError>>;
}

impl<M: MediaStore + ?Sized> MediaStore for Arc<M> {
    fn put(&self, bytes: Vec<u8>) -> BoxFuture<'_, Result<Media, MediaError>> {
        (**self).put(bytes)
    }

    fn receive(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>> {
        (**self).receive(most)
    }

    fn receive_on_trial(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>> {
        (**self).receive_on_trial(most)
    }

    fn on_trial(&self, age: Duration, limit: usize) -> BoxFuture<'_, Result<Vec<MediaId>, MediaError>> {
        (**self).on_trial(age, limit)
    }

    fn keep(&self, id: &MediaId) -> BoxFuture<'_, Result<(), MediaError>> {
        (**self).keep(id)
    }

    fn remove(&self, id: &MediaId, age: Duration) -> BoxFuture<'_, Result<(), MediaError>> {
        (**self).remove(id, age)
    }

    fn open(&self, id: &MediaId) -> BoxFuture<'_, Result<Option<Blob>, MediaError>> {
        (**self).open(id)
    }
}

/// A medium whose bytes come in parts. Nothing is kept of it when it is dropped before [`Receiving::finish`].
pub trait Receiving: Send {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`MediaError::TooLarge`], when there are more of them in all than were allowed; when they can't be written.
    fn write<'a>(&'a mut self, part: &'a [u8]) -> BoxFuture<'a, Result<(), MediaError>>;

    /// Keeps what was written, and tells what it is by looking at it.
    ///
    /// # Errors
    /// [`MediaError::Empty`], when there was nothing; [`MediaError::TooManyPixels`], of what is on trial; when it can't be
    /// written.
    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<Media, MediaError>>;
}

/// The bytes of a medium, to be read once.
pub struct Blob {
    /// How many bytes there are.
    pub size: u64,
    /// The type as it was found when the medium was kept, as in `image/png`.
    pub content_type: &'static str,
    /// The bytes.
    pub bytes: Pin<Box<dyn AsyncRead + Send>>,
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blob")
            .field("size", &self.size)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// Why a medium can't be kept or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    /// The folder can't be used.
    #[error("can't use the folder {path}")]
    Folder {
        /// The path.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A store that is no folder can't be used.
    #[error("can't use the store of media")]
    Elsewhere {
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// There are more bytes than are allowed.
    #[error("the file is larger than {most} bytes")]
    TooLarge {
        /// How many are allowed.
        most: u64,
    },
    /// The picture has more pixels than are allowed.
    #[error("the picture has more pixels than {most}")]
    TooManyPixels {
        /// How many are allowed.
        most: u64,
    },
}

/// What a user is told whose picture has more than `most` pixels.
#[cfg(any(feature = "web", feature = "telegram", feature = "terminal"))]
pub(crate) fn too_many_pixels(most: u64) -> Phrase {
    let most = if most < 1_000_000 {
        say!("{count} pixels", count = most)
    } else {
        say!("{count} megapixels", count = most / 1_000_000)
    };
    say!("That picture has too many pixels: {most} is the most.", most)
}

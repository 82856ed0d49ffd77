//! Media in a bucket of an object store, with a folder in front of it.

use std::time::Duration;

use flows_remote::RemoteError;
use flows_remote::s3::{Bucket, Hash};
use tokio::io::AsyncReadExt;
use workflow::media::{Blob, Folder, MediaError, MediaStore, Receiving};
use workflow::{BoxFuture, Media, MediaId};

/// Keeps media in a bucket: what was answered for is there. The folder is a cache that may be lost; what is on trial is in
/// it alone.
#[derive(Debug, Clone)]
pub struct InBucket {
    bucket: Bucket,
    folder: Folder,
}

impl InBucket {
    /// This bucket, with this folder as cache.
    pub fn new(bucket: Bucket, folder: Folder) -> Self {
        Self { bucket, folder }
    }

    /// Has the bucket keep what the folder has.
    async fn upload(&self, id: &MediaId) -> Result<(), MediaError> {
        let Some(blob) = self.folder.open(id).await? else { return Ok(()) };
        let (content_type, mut source) = (blob.content_type, blob.bytes);
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes).await.map_err(|error| MediaError::Elsewhere { source: error.into() })?;
        self.bucket.put(bytes, content_type).await.map(drop).map_err(elsewhere)
    }
}

fn elsewhere(error: RemoteError) -> MediaError {
    MediaError::Elsewhere { source: error.into() }
}

fn hash(id: &MediaId) -> Result<Hash, MediaError> {
    id.as_str().parse::<Hash>().map_err(|error| MediaError::Elsewhere { source: error.into() })
}

impl MediaStore for InBucket {
    fn put(&self, bytes: Vec<u8>) -> BoxFuture<'_, Result<Media, MediaError>> {
        Box::pin(async move {
            let media = self.folder.put(bytes.clone()).await?;
            self.bucket.put(bytes, media.content_type()).await.map_err(elsewhere)?;
            Ok(media)
        })
    }

    fn receive(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>> {
        Box::pin(async move {
            let receiving = self.folder.receive(most).await?;
            Ok(Box::new(Arriving { store: self.clone(), receiving }) as Box<dyn Receiving>)
        })
    }

    fn receive_on_trial(&self, most: u64) -> BoxFuture<'_, Result<Box<dyn Receiving>, MediaError>> {
        self.folder.receive_on_trial(most)
    }

    fn on_trial(&self, age: Duration, limit: usize) -> BoxFuture<'_, Result<Vec<MediaId>, MediaError>> {
        self.folder.on_trial(age, limit)
    }

    fn keep(&self, id: &MediaId) -> BoxFuture<'_, Result<(), MediaError>> {
        let id = id.clone();
        Box::pin(async move {
            // What is kept already is asked about and not sent again.
            if self.bucket.head(&hash(&id)?).await.map_err(elsewhere)?.is_none() {
                self.upload(&id).await?;
            }
            self.folder.keep(&id).await
        })
    }

    fn remove(&self, id: &MediaId, age: Duration) -> BoxFuture<'_, Result<(), MediaError>> {
        self.folder.remove(id, age)
    }

    fn open(&self, id: &MediaId) -> BoxFuture<'_, Result<Option<Blob>, MediaError>> {
        let id = id.clone();
        Box::pin(async move {
            if let Some(blob) = self.folder.open(&id).await? {
                return Ok(Some(blob));
            }
            match self.bucket.get(&hash(&id)?).await {
                Ok(bytes) => self.folder.put(bytes).await?,
                Err(RemoteError::NotFound { .. }) => return Ok(None),
                Err(error) => return Err(elsewhere(error)),
            };
            self.folder.open(&id).await
        })
    }
}

/// A medium on its way through the folder into the bucket.
struct Arriving {
    store: InBucket,
    receiving: Box<dyn Receiving>,
}

impl Receiving for Arriving {
    fn write<'a>(&'a mut self, part: &'a [u8]) -> BoxFuture<'a, Result<(), MediaError>> {
        self.receiving.write(part)
    }

    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<Media, MediaError>> {
        Box::pin(async move {
            let Self { store, receiving } = *self;
            let media = receiving.finish().await?;
            store.upload(media.id()).await?;
            Ok(media)
        })
    }
}

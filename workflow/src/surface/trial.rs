//! Files that visitors sent and no session took: their delivery was refused, or never came. They are removed after a while.

use std::time::Duration;

use crate::engine::Engine;
use crate::media::MediaStore;

/// How long a file waits for a session to take it: longer than any delivery of it is under way.
const GRACE: Duration = Duration::from_hours(24);
/// How often it is looked for files that have waited so long, after the start.
const EVERY: Duration = Duration::from_hours(1);
/// How many files are asked for at once.
const BATCH: usize = 100;

/// Looks for such files at once and then again and again, until it is dropped.
pub(super) async fn collect(engine: &Engine, media: &dyn MediaStore) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        // What is left now is found the next time.
        if let Err(error) = collect_now(engine, media).await {
            tracing::error!(error = &*error, "files that no session took are not removed");
        }
    }
}

async fn collect_now(engine: &Engine, media: &dyn MediaStore) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    loop {
        let waiting = media.on_trial(GRACE, BATCH).await?;
        let taken = engine.brought(waiting.clone()).await?;
        for id in &waiting {
            if taken.contains(id) {
                media.keep(id).await?;
            } else {
                media.remove(id, GRACE).await?;
            }
        }
        if waiting.len() < BATCH {
            return Ok(());
        }
    }
}

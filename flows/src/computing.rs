//! What takes a processor's time, or waits for a disk: away from the threads that talk.

use workflow::Result;

/// Does this on a thread that may be kept busy.
///
/// # Errors
/// Its own, and a fault when it panicked.
pub(crate) async fn computed<T: Send + 'static>(compute: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    workflow::blocking(compute).await?
}

//! A place for what computes for long, or waits without `await`.

use std::sync::LazyLock;

use tokio::sync::Semaphore;

use crate::core::error::{Error, Result};

/// As many places as there are processors, but one for everybody else.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    Semaphore::new(processors.saturating_sub(1).max(1))
});

/// Runs what computes for long or waits without `await` on a thread of its own, so that it holds up no turn: as many at
/// once, of the whole process, as there are processors but one.
///
/// For `#[invoke]` and `#[effect]`. When its work is cancelled or times out meanwhile, what has begun goes on to its end all
/// the same, and keeps its place until then; what waits for a place is never begun.
///
/// # Errors
/// When `run` panics.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let primes = workflow::blocking(|| (2..10_000).filter(|n| (2..*n).all(|m| n % m > 0)).count()).await?;
/// assert_eq!(primes, 1229);
/// # Ok::<(), workflow::Error>(())
/// # }).unwrap();
/// ```
pub async fn blocking<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let place = PLACES.acquire().await.map_err(Error::from)?;
    let run = move || {
        let _place = place;
        run()
    };
    Ok(tokio::task::spawn_blocking(run).await?)
}

//! Until when an engine runs, and how it stops.

use super::{Engine, Shared};
use crate::surface::SurfaceError;

/// Whether the engine is about to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    No,
    Yes,
}

impl Engine {
    /// Runs the surfaces until `shutdown` is done; then takes nothing more, finishes the turns that were begun and
    /// closes the store. Work that is under way is left, to be started again by the next run.
    ///
    /// # Errors
    /// When a surface fails: the others are stopped.
    pub async fn run(&self, shutdown: impl Future<Output = ()> + Send) -> Result<(), SurfaceError> {
        let surfaces = std::mem::take(&mut *self.surfaces.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let mut running = tokio::task::JoinSet::new();
        for surface in surfaces {
            running.spawn(surface.serve(self.clone(), self.closing()));
        }
        let mut failed = None;
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                Some(ended) = running.join_next() => {
                    failed = ended.unwrap_or_else(|panic| Err(SurfaceError::new("surface", panic))).err();
                    if failed.is_some() { break }
                }
            }
        }
        self.shared.closing.send_replace(Closing::Yes);
        while let Some(ended) = running.join_next().await {
            failed = failed.or(ended.unwrap_or_else(|panic| Err(SurfaceError::new("surface", panic))).err());
        }
        self.close().await;
        failed.map_or(Ok(()), Err)
    }

    /// Takes nothing more, finishes the turns that were begun and closes the store. Turns that only wait are refused
    /// with [`DeliverError::Closing`](super::DeliverError::Closing); work that is under way is left to the next run.
    pub async fn close(&self) {
        self.shared.closing.send_replace(Closing::Yes);
        let held = self.shared.jobs.stop().await;
        // All places are free when no turn is under way.
        drop(self.shared.turns.acquire_many(self.shared.limits.places()).await);
        self.shared.turns.close();
        // Another engine may go on with it at once.
        if !held.is_empty()
            && let Err(error) = self.shared.store.renew(held, self.shared.now()).await
        {
            tracing::warn!(%error, "what was under way is not given back: it is when its claim has run out");
        }
        self.shared.store.close().await;
    }

    fn closing(&self) -> crate::surface::Stop {
        let mut closing = self.shared.closing.subscribe();
        Box::pin(async move {
            // An error means that the engine is gone, which is as good a reason to stop.
            let _gone = closing.wait_for(|closing| *closing == Closing::Yes).await;
        })
    }
}

impl Shared {
    pub(super) fn is_closing(&self) -> bool {
        *self.closing.borrow() == Closing::Yes
    }
}

/// Done when the process is asked to end: by Ctrl-C, or by SIGTERM where there are signals.
///
/// ```no_run
/// # async fn run(engine: workflow::Engine) -> Result<(), Box<dyn std::error::Error>> {
/// engine.run(workflow::shutdown_signal()).await?;
/// # Ok(()) }
/// ```
pub async fn shutdown_signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C can't be waited for");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(error) => {
                tracing::error!(%error, "SIGTERM can't be waited for");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

//! Connections: so many and no more, none without end, all closed when the server stops.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutWriter;

use super::limits::{Limits, origin};
use super::places::Places;

/// How long a connection has to finish its answer when the server stops.
const GRACE: Duration = Duration::from_secs(5);
/// How long to wait when no connection can be taken, as with too many open files.
const ACCEPT_AGAIN: Duration = Duration::from_millis(200);

/// Serves until `stop` is done; then takes nothing more and gives the connections that are open a short time to finish.
pub(super) async fn serve(
    listener: TcpListener,
    limits: Limits,
    of_one_address: usize,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections.min(Semaphore::MAX_PERMITS)));
    let origins = Places::new(of_one_address);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head_time);
    tokio::pin!(stop);
    loop {
        let taken = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream, peer) = tokio::select! {
            () = &mut stop => break,
            (place, accepted) = taken => match accepted {
                Ok((stream, peer)) => (place, stream, peer),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(ACCEPT_AGAIN).await;
                    continue;
                }
            },
        };
        while connections.try_join_next().is_some() {}
        let Some(own) = origins.take(origin(peer.ip())) else {
            tracing::debug!(address = %peer.ip(), "too many connections of one address");
            continue;
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "small answers may be slow");
        }
        // Who takes nothing of an answer would keep it here for ever.
        let mut stream = TimeoutWriter::new(stream);
        stream.set_timeout(Some(limits.stall_time));
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        connections.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection has ended early");
            }
            // The next one that is taken may be of the same address.
            drop(own);
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::info!("connections that were still open are closed");
    }
    connections.shutdown().await;
}

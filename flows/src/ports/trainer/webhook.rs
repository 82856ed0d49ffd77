//! Where a trainer's notices come in.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use flows_remote::JobKey;
use flows_remote::trainer::{Notice, NoticeError, SIGNATURE_HEADER, WebhookSecret};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Who waits for notices of which job.
#[derive(Debug, Clone, Default)]
struct Notices(Arc<Mutex<Waiting>>);

/// By the id of the job.
type Waiting = HashMap<String, Weak<Notify>>;

/// A job's notices, from now on.
pub(super) struct Heard(Arc<Notify>);

impl Heard {
    /// Done when a notice has come since the last one, or does so.
    pub(super) async fn next(&self) {
        self.0.notified().await;
    }
}

impl Notices {
    fn about(&self, key: &JobKey) -> Heard {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, notify| notify.strong_count() > 0);
        let job = key.to_uuid().to_string();
        if let Some(notify) = waiting.get(&job).and_then(Weak::upgrade) {
            return Heard(notify);
        }
        let notify = Arc::new(Notify::new());
        waiting.insert(job, Arc::downgrade(&notify));
        Heard(notify)
    }

    fn tell(&self, notice: &Notice) {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notify) = waiting.get(&notice.job().to_string()).and_then(Weak::upgrade) {
            notify.notify_one();
        }
    }
}

/// Listens for a trainer's notices until it is dropped.
#[derive(Debug)]
pub struct Webhook {
    address: SocketAddr,
    notices: Notices,
    task: JoinHandle<()>,
}

/// A notice is a few lines.
const LARGEST: usize = 64 << 10;

impl Webhook {
    /// Listens at this address, as `127.0.0.1:8082`, for posts to any path that are signed with this secret.
    ///
    /// # Errors
    /// When the address is none, or taken.
    pub async fn listen(address: &str, secret: WebhookSecret) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let (address, notices) = (listener.local_addr()?, Notices::default());
        let routes = Router::new()
            .fallback_service(post(hear).with_state((secret, notices.clone())))
            .layer(DefaultBodyLimit::max(LARGEST));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(%error, "the trainer's notices are not heard any more");
            }
        });
        Ok(Self { address, notices, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The notices of this job. Whoever waits for a job together hears of it one after another.
    pub(super) fn about(&self, key: &JobKey) -> Heard {
        self.notices.about(key)
    }
}

impl Drop for Webhook {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn hear(
    State((secret, notices)): State<(WebhookSecret, Notices)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    match Notice::parse(&secret, signature, &body) {
        Ok(notice) => {
            notices.tell(&notice);
            StatusCode::NO_CONTENT
        }
        Err(error) => {
            tracing::warn!(%error, "a notice was not taken");
            match error {
                NoticeError::Unsigned => StatusCode::UNAUTHORIZED,
                NoticeError::Garbled => StatusCode::BAD_REQUEST,
            }
        }
    }
}

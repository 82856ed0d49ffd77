//! Delivers updates to the bot's webhook.

use std::collections::HashSet;
use std::sync::{Arc, Weak};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Duration, sleep, timeout};

use crate::parameters::Parameters;
use crate::server;
use crate::updates::Update;
use crate::world::Shared;

/// A webhook that is set. Its delivery ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) most: usize,
    /// When the last delivery failed, and why.
    pub(crate) failure: Option<(i64, String)>,
    pub(crate) task: JoinHandle<()>,
}

impl Drop for Webhook {
    fn drop(&mut self) {
        self.task.abort();
    }
}

const PATIENCE: Duration = Duration::from_secs(60);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Posts updates until it is ended: those of one chat in order, so many at once.
pub(crate) async fn deliver(shared: Weak<Shared>, url: String, secret: Option<String>, most: usize) {
    let client: Client<HttpConnector, Body> = Client::builder(TokioExecutor::new()).build_http();
    let post = Arc::new(Poster { client, url, secret });
    let (mut posted, mut busy) = (JoinSet::new(), HashSet::new());
    let Some(mut changed) = shared.upgrade().map(|shared| shared.world().updates.changed.subscribe()) else { return };
    loop {
        {
            let Some(shared) = shared.upgrade() else { return };
            let mut world = shared.world();
            for update in world.updates.queue.iter_mut().filter(|update| !update.is_posted) {
                if posted.len() >= most {
                    break;
                }
                if busy.insert(update.key) {
                    update.is_posted = true;
                    posted.spawn(post.clone().until_taken(Arc::downgrade(&shared), update.clone()));
                }
            }
        }
        tokio::select! {
            Some(done) = posted.join_next() => {
                let Ok(key) = done else { return };
                busy.remove(&key);
            }
            told = changed.changed() => if told.is_err() { return },
        }
    }
}

struct Poster {
    client: Client<HttpConnector, Body>,
    url: String,
    secret: Option<String>,
}

impl Poster {
    /// Posts it again and again until it is taken; then it is gone.
    async fn until_taken(self: Arc<Self>, shared: Weak<Shared>, update: Update) -> i64 {
        let mut pause = FIRST_PAUSE;
        loop {
            let answer = match timeout(PATIENCE, self.once(&update)).await {
                Ok(answer) => answer,
                Err(_) => Err("Read timeout expired".to_owned()),
            };
            let Some(shared) = shared.upgrade() else { return update.key };
            match answer {
                Ok((kind, body)) => {
                    shared.world().updates.queue.retain(|other| !(other.is_posted && other.id == update.id));
                    execute(&shared, &kind, &body).await;
                    return update.key;
                }
                Err(why) => {
                    let mut world = shared.world();
                    let date = world.clock.date();
                    if let Some(webhook) = &mut world.webhook {
                        webhook.failure = Some((date, why));
                    }
                }
            }
            drop(shared);
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn once(&self, update: &Update) -> Result<(String, Bytes), String> {
        let mut request = Request::post(&self.url).header(CONTENT_TYPE, "application/json");
        if let Some(secret) = &self.secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        let request = request.body(Body::from(update.body.to_string())).map_err(|error| error.to_string())?;
        let response = self.client.request(request).await.map_err(|error| format!("Connection failed: {error}"))?;
        let (parts, body) = response.into_parts();
        let body = to_bytes(Body::new(body), 1 << 20).await.map_err(|error| format!("Connection failed: {error}"))?;
        if !parts.status.is_success() {
            return Err(format!("Wrong response from the webhook: {}", parts.status));
        }
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        Ok((kind.to_owned(), body))
    }
}

/// Does the call that the answer holds, if it holds one.
async fn execute(shared: &Arc<Shared>, kind: &str, body: &[u8]) {
    let mut parameters = Parameters::default();
    if parameters.take_body(kind, body).is_err() {
        return;
    }
    if let Some(Value::String(method)) = parameters.take("method") {
        server::call_from_webhook(shared, &method.to_lowercase(), parameters).await;
    }
}

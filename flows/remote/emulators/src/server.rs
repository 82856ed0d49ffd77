//! What all emulators have: an address, a log and faults.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::fault::{Fault, Kind, take};

/// The side of an emulator that every one of them has.
pub struct Server {
    url: String,
    gate: Arc<Gate>,
    task: JoinHandle<()>,
}

/// A call that came.
#[derive(Debug, Clone)]
pub struct Call {
    /// As `POST /prompt`, without the query.
    pub what: String,
    /// The query as it was written.
    pub query: String,
    /// Names in small letters.
    pub headers: BTreeMap<String, String>,
    /// The body if it is JSON, otherwise its length as `{"bytes": 12}`; null if there is none.
    pub body: Value,
    /// The status that was answered: 0 while there is none.
    pub status: u16,
}

#[derive(Default)]
struct Gate {
    calls: Mutex<Vec<Call>>,
    faults: Mutex<Vec<Fault>>,
}

impl Server {
    /// A server that has nothing: it answers 404, and with the faults that it is asked for.
    pub async fn bare() -> Self {
        Self::start(Router::new()).await
    }

    pub(crate) async fn start(routes: Router) -> Self {
        let gate = Arc::new(Gate::default());
        let routes = routes.layer(DefaultBodyLimit::max(64 << 20)).layer(from_fn_with_state(gate.clone(), pass));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        Self { url, gate, task }
    }

    /// Where it is, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// All calls so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.gate.calls.lock().unwrap().clone()
    }

    /// The calls whose [`Call::what`] begins like this.
    pub fn calls_of(&self, what: &str) -> Vec<Call> {
        self.calls().into_iter().filter(|call| call.what.starts_with(what)).collect()
    }

    /// Lets something go wrong, after the faults that were asked for earlier.
    pub fn fault(&self, fault: Fault) {
        self.gate.faults.lock().unwrap().push(fault);
    }

    /// From now on nothing goes wrong.
    pub fn clear_faults(&self) {
        self.gate.faults.lock().unwrap().clear();
    }

    /// Waits until this is so; panics with `what` after 20 seconds.
    pub async fn until(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        while !is_so() {
            assert!(Instant::now() < end, "waited in vain until {what}; calls: {:#?}", self.calls());
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until so many calls like this came.
    pub async fn until_called(&self, what: &str, times: usize) {
        self.until(&format!("{what} came {times} times"), || self.calls_of(what).len() >= times).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Writes the call down, and lets the fault that meets it happen.
async fn pass(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let what = format!("{} {}", parts.method, parts.uri.path());
    // A body that breaks off was not sent.
    let Ok(body) = to_bytes(body, 64 << 20).await else { return StatusCode::BAD_REQUEST.into_response() };
    let number = {
        let mut calls = gate.calls.lock().unwrap();
        calls.push(Call {
            what: what.clone(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: named(&parts.headers),
            body: readable(&body),
            status: 0,
        });
        calls.len() - 1
    };
    let fault = take(&mut gate.faults.lock().unwrap(), &what);
    let done = match &fault {
        Some(Kind::Status(status, retry_after)) => {
            let page = format!("<html><body><h1>{status}</h1></body></html>");
            let mut answer = (StatusCode::from_u16(*status).expect("a status"), page).into_response();
            if let Some(seconds) = retry_after {
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
            }
            answer
        }
        Some(Kind::Answer(status, body)) => {
            (StatusCode::from_u16(*status).expect("a status"), body.clone()).into_response()
        }
        Some(Kind::Hang) => std::future::pending().await,
        Some(Kind::Lost | Kind::Garbled) | None => next.run(Request::from_parts(parts, Body::from(body))).await,
    };
    gate.calls.lock().unwrap()[number].status = done.status().as_u16();
    match fault {
        Some(Kind::Lost) => broken(),
        Some(Kind::Garbled) => "<html>Welcome to this hotel's network".into_response(),
        _ => done,
    }
}

/// Promises more than it gives.
fn broken() -> Response {
    let start = stream::once(async { Ok(Bytes::from_static(b"{")) });
    let end = stream::once(async { Err(io::Error::other("broken on demand")) });
    let mut answer = Response::new(Body::from_stream(start.chain(end)));
    answer.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(1000));
    answer
}

fn named(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn readable(body: &[u8]) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| json!({ "bytes": body.len() }))
}

/// A client for the calls that tests make themselves.
pub(crate) fn client() -> reqwest::Client {
    // Another test may have chosen it already.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

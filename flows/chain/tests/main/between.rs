//! Somebody between client and node, who sees each request before the node does and lets it pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use serde_json::Value;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// A server on a free port, which ends with its owner.
pub(crate) struct Server {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, task }
    }

    /// Answers each batch of calls with a status and a body.
    pub(crate) async fn answering(answer: impl Fn(Vec<Value>) -> (u16, String) + Send + Sync + 'static) -> Self {
        let answer = Arc::new(answer);
        let handler = move |body: Bytes| async move {
            let (status, body) = answer(serde_json::from_slice(&body).unwrap());
            let location = [(header::LOCATION, "/elsewhere")];
            (StatusCode::from_u16(status).unwrap(), location, body).into_response()
        };
        Self::start(Router::new().fallback(post(handler))).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Requests on their way to a node.
pub(crate) struct Between {
    pub(crate) server: Server,
    requests: mpsc::Receiver<Request>,
}

/// A request that waits to be let through.
pub(crate) struct Request {
    batch: Vec<Value>,
    pass: oneshot::Sender<()>,
}

impl Between {
    pub(crate) async fn before(node: &str) -> Self {
        let (send, requests) = mpsc::channel(1);
        let (node, client) = (node.to_owned(), reqwest::Client::new());
        let handler = move |body: Bytes| async move {
            let (pass, passed) = oneshot::channel();
            let batch = serde_json::from_slice(&body).unwrap();
            send.send(Request { batch, pass }).await.unwrap();
            passed.await.unwrap();
            let request = client.post(node).header(header::CONTENT_TYPE, "application/json").body(body);
            request.send().await.unwrap().bytes().await.unwrap()
        };
        Self { server: Server::start(Router::new().fallback(post(handler))).await, requests }
    }

    pub(crate) async fn next(&mut self) -> Request {
        self.requests.recv().await.unwrap()
    }
}

impl Request {
    /// Whether it makes this call, among others.
    pub(crate) fn calls(&self, method: &str) -> bool {
        self.batch.iter().any(|call| call.get("method").and_then(Value::as_str) == Some(method))
    }

    /// Whether it asks for blocks with their transactions.
    pub(crate) fn reads_blocks(&self) -> bool {
        self.batch.iter().any(|call| call.pointer("/params/1") == Some(&Value::Bool(true)))
    }

    pub(crate) fn pass(self) {
        let _gone = self.pass.send(());
    }
}

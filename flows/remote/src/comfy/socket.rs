//! ComfyUI's websocket: what it tells of a job while it runs.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use reqwest::{StatusCode, Upgraded};
use serde::Deserialize;
use serde_json::Value;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use uuid::Uuid;

use super::api::Api;
use crate::error::RemoteError;

pub(super) struct Socket {
    stream: WebSocketStream<Upgraded>,
    job: Uuid,
    patience: Duration,
}

/// How long opening may take: a proxy that knows no websockets must not keep the job from being looked after.
const OPENING: Duration = Duration::from_secs(5);

/// What the server tells.
#[derive(Debug, PartialEq)]
pub(super) enum Event {
    /// The queue has changed.
    Queue,
    Started,
    /// These nodes need not be run.
    Cached(Vec<String>),
    /// This node is run now.
    Node(String),
    /// Of each node its finished part.
    Parts(Vec<(String, f32)>),
    /// The job is over, one way or another.
    Ended,
}

impl Socket {
    /// Opens the one socket on which this job's events are sent.
    ///
    /// The request goes through the same client as all others, so that it has the same proxies, names and certificates.
    pub(super) async fn open(api: &Api, job: Uuid) -> Result<Self, RemoteError> {
        let server = &api.server;
        let mut url = server.at(&["ws"]);
        url.query_pairs_mut().append_pair("clientId", &job.to_string());
        let key = generate_key();
        let request = server
            .client
            .get(url)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, &key);
        let late = |_| RemoteError::TimedOut { server: server.name };
        // No timeout of the request itself: that one would go on for the life of the socket.
        let answer = timeout(api.timeout.min(OPENING), request.send())
            .await
            .map_err(late)?
            .map_err(|error| server.lost(error))?;
        let accepts = answer.headers().get(SEC_WEBSOCKET_ACCEPT).map(|value| value.as_bytes());
        if answer.status() != StatusCode::SWITCHING_PROTOCOLS
            || accepts != Some(derive_accept_key(key.as_bytes()).as_bytes())
        {
            return Err(server.garbled(format!("no websocket but status {}", answer.status())));
        }
        let upgraded = answer.upgrade().await.map_err(|error| server.lost(error))?;
        let stream = WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await;
        Ok(Self { stream, job, patience: api.timeout })
    }

    /// The next event of the job; None when the connection is lost.
    ///
    /// May be dropped at any time: no event is lost by it.
    pub(super) async fn next(&mut self) -> Option<Event> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    if let Some(event) = event(&text, self.job) {
                        return Some(event);
                    }
                }
                // Binary messages are previews.
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            }
        }
    }

    /// Whether the server at the other end is there: asks, and waits for the answer.
    pub(super) async fn is_alive(&mut self) -> bool {
        let answer = async {
            self.stream.send(Message::Ping(Vec::new().into())).await.ok()?;
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Pong(_))) => return Some(()),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        matches!(timeout(self.patience, answer).await, Ok(Some(())))
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    data: Value,
}

/// Reads a message; None if it is of another job, or of no use.
fn event(text: &str, job: Uuid) -> Option<Event> {
    let Envelope { kind, data } = serde_json::from_str(text).ok()?;
    // Older servers leave the id out where the socket makes it clear.
    if data.get("prompt_id").and_then(Value::as_str).is_some_and(|id| Uuid::try_parse(id) != Ok(job)) {
        return None;
    }
    let node = || data.get("node").and_then(Value::as_str).map(str::to_owned);
    let part = |data: &Value| {
        let number = |field: &str| data.get(field).and_then(Value::as_f64);
        let max = number("max").filter(|max| *max > 0.0)?;
        Some((number("value")? / max).clamp(0.0, 1.0) as f32)
    };
    match kind.as_str() {
        "status" => Some(Event::Queue),
        "execution_start" => Some(Event::Started),
        "execution_cached" => {
            let nodes = data.get("nodes")?.as_array()?;
            Some(Event::Cached(nodes.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
        }
        "executing" => Some(node().map_or(Event::Ended, Event::Node)),
        "executed" => Some(Event::Parts(vec![(node()?, 1.0)])),
        "progress" => Some(Event::Parts(vec![(node()?, part(&data)?)])),
        "progress_state" => {
            let nodes = data.get("nodes")?.as_object()?.iter();
            Some(Event::Parts(nodes.filter_map(|(id, node)| Some((id.clone(), part(node)?))).collect()))
        }
        "execution_success" | "execution_error" | "execution_interrupted" => Some(Event::Ended),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_other_jobs_are_not_heard() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let text = format!(r#"{{"type":"execution_success","data":{{"prompt_id":"{other}"}}}}"#);
        assert_eq!(event(&text, mine), None);
        assert_eq!(event(&text, other), Some(Event::Ended));
    }

    #[test]
    fn an_end_is_told_by_a_null_node() {
        assert_eq!(event(r#"{"type":"executing","data":{"node":null}}"#, Uuid::nil()), Some(Event::Ended));
    }

    #[test]
    fn what_is_not_known_or_not_whole_is_passed_over() {
        for text in ["", "{}", "[1]", r#"{"type":"crystools.monitor","data":{}}"#, r#"{"type":"progress","data":{}}"#] {
            assert_eq!(event(text, Uuid::nil()), None, "{text}");
        }
        let no_end = r#"{"type":"progress","data":{"value":1,"max":0,"node":"sampler"}}"#;
        assert_eq!(event(no_end, Uuid::nil()), None);
    }
}

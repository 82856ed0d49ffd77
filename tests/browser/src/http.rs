//! A client of the bot that is no browser.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::bot::{Bot, PATIENCE};

/// Sends requests to one bot.
#[derive(Clone)]
pub(crate) struct Http {
    client: Client<HttpConnector, Full<Bytes>>,
    address: SocketAddr,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Http {
    pub(crate) fn to(bot: &Bot) -> Self {
        Self::at(bot.address())
    }

    /// To whatever listens there.
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build_http(), address }
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Vec::new()).await
    }

    pub(crate) async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        self.send(Method::POST, path, headers, body.into()).await
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let response = self.open(method, path, headers, body).await;
        let (parts, body) = response.into_parts();
        let body = timeout(PATIENCE, body.collect()).await.expect("the body ends").expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn open(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Response<Incoming> {
        let mut request = Request::builder().method(method.clone()).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(body))).expect("a request");
        let answered = timeout(PATIENCE, self.client.request(request)).await;
        answered.expect("an answer in time").unwrap_or_else(|error| panic!("{method} {path}: {error:?}"))
    }

    /// A new visitor of the API.
    pub(crate) async fn visitor(&self) -> Visitor {
        let made = self.post("/api/visitors", &[], "").await;
        assert_eq!(made.status, StatusCode::CREATED);
        Visitor::of(self, made.json()["token"].as_str().expect("a token"))
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The one value of this header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().map_or("", |value| value.to_str().expect("text"));
        assert!(values.next().is_none(), "{name} is there twice");
        value
    }
}

/// Somebody who uses the API.
#[derive(Clone)]
pub(crate) struct Visitor {
    http: Http,
    pub(crate) token: String,
    bearer: String,
}

impl Visitor {
    /// The visitor whose token this is.
    pub(crate) fn of(http: &Http, token: &str) -> Self {
        Self { http: http.clone(), bearer: format!("Bearer {token}"), token: token.to_owned() }
    }

    /// Begins to read without an end.
    pub(crate) async fn open(&self, path: &str) -> Response<Incoming> {
        self.http.open(Method::GET, path, &[("authorization", &*self.bearer)], Vec::new()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.http.get(path, &[("authorization", &self.bearer)]).await
    }

    /// Posts this as an input.
    pub(crate) async fn input(&self, body: &Value) -> Answer {
        self.input_as("application/json", body.to_string()).await
    }

    pub(crate) async fn input_as(&self, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        let headers = [("authorization", &*self.bearer), ("content-type", content_type)];
        self.http.post("/api/inputs", &headers, body).await
    }

    /// Says something, which is taken.
    pub(crate) async fn say(&self, id: &str, text: &str) -> Value {
        let answer = self.input(&json!({"id": id, "text": text})).await;
        assert_eq!(answer.status, StatusCode::OK, "{text}: {}", answer.text());
        answer.json()
    }

    /// Presses a button, which is taken.
    pub(crate) async fn press(&self, id: &str, token: &str) -> Value {
        let answer = self.input(&json!({"id": id, "press": token})).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    /// What is shown now.
    pub(crate) async fn session(&self) -> Value {
        let answer = self.get("/api/session").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    /// Reads the events of the session until one satisfies `enough`; gives all that were read.
    pub(crate) async fn events(&self, enough: impl Fn(&Value) -> bool) -> Vec<Value> {
        let response = self.open("/api/session/events").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let (mut body, mut text, mut events) = (response.into_body(), String::new(), Vec::new());
        let read = async {
            while !events.last().is_some_and(&enough) {
                let frame = body.frame().await.expect("events go on").expect("events");
                text += &String::from_utf8_lossy(frame.data_ref().map(|data| &**data).unwrap_or_default());
                while let Some((event, rest)) = text.split_once("\n\n") {
                    let data: String = event.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
                    if event.lines().any(|line| line == "event: session") {
                        events.push(serde_json::from_str(&data).expect("an event carries JSON"));
                    }
                    text = rest.to_owned();
                }
            }
        };
        timeout(PATIENCE, read).await.expect("what is waited for is told");
        events
    }

    /// Waits until the picture is there.
    pub(crate) async fn picture(&self) -> Value {
        self.events(|session| session["step"] == "Picture").await.pop().expect("an event")
    }
}

/// The token of the choice with this label.
pub(crate) fn token(session: &Value, label: &str) -> String {
    let choices = session["view"]["choices"].as_array().expect("choices");
    let choice = choices.iter().find(|choice| choice["label"] == label);
    choice.unwrap_or_else(|| panic!("no {label:?} in {choices:?}"))["token"].as_str().expect("a token").to_owned()
}

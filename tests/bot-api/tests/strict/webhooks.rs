//! Webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::raw::Raw;

/// The secret that came with an update, and the update.
type Got = (Option<String>, Value);

/// What a bot would be: it takes updates, or not.
struct Hook {
    url: String,
    got: Arc<Mutex<Vec<Got>>>,
    told: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Hook {
    /// Answers with what this gives for the number of the post and the update.
    async fn start(answer: impl Fn(usize, &Value) -> (StatusCode, Value) + Clone + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let got = Arc::new(Mutex::new(Vec::new()));
        let (tell, told) = watch::channel(0);
        let all = got.clone();
        let take = move |headers: HeaderMap, body: Bytes| async move {
            let update: Value = serde_json::from_slice(&body).unwrap();
            let secret = headers.get("x-telegram-bot-api-secret-token").map(|it| it.to_str().unwrap().to_owned());
            let number = {
                let mut all = all.lock().unwrap();
                all.push((secret, update.clone()));
                all.len()
            };
            let (status, body) = answer(number, &update);
            tell.send_replace(number);
            (status, [("content-type", "application/json")], body.to_string())
        };
        let router = Router::new().route("/hook", post(take));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, got, told, task }
    }

    /// All that came, once it is so many.
    async fn gets(&mut self, count: usize) -> Vec<Got> {
        let enough = self.told.wait_for(|told| *told >= count);
        timeout(Duration::from_secs(10), enough).await.expect("so many come").unwrap();
        self.got.lock().unwrap().clone()
    }
}

fn taken(_: usize, _: &Value) -> (StatusCode, Value) {
    (StatusCode::OK, json!({}))
}

#[tokio::test]
async fn updates_are_posted_in_order_with_the_secret() {
    let (raw, _, chat) = Raw::with_ann().await;
    let mut hook = Hook::start(taken).await;
    chat.says("before").await;
    raw.call("setWebhook", json!({"url": hook.url, "secret_token": "s-e_C1"})).await;
    for number in 0..10 {
        chat.says(&format!("{number}")).await;
    }
    let got = hook.gets(11).await;
    let texts: Vec<_> = got.iter().map(|(_, update)| update["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["before", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert!(got.iter().all(|(secret, _)| secret.as_deref() == Some("s-e_C1")));
}

#[tokio::test]
async fn an_update_that_is_not_taken_is_posted_again() {
    let (raw, _, chat) = Raw::with_ann().await;
    let refuse = |number, _: &Value| match number {
        1 | 2 => (StatusCode::INTERNAL_SERVER_ERROR, json!({})),
        _ => (StatusCode::OK, json!({})),
    };
    let mut hook = Hook::start(refuse).await;
    raw.call("setWebhook", json!({"url": hook.url})).await;
    chat.says("a").await;
    chat.says("b").await;
    let got = hook.gets(4).await;
    let texts: Vec<_> = got.iter().map(|(_, update)| update["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["a", "a", "a", "b"]);
    let info = raw.call("getWebhookInfo", json!({})).await;
    assert_eq!((&info["url"], &info["max_connections"]), (&json!(hook.url), &json!(40)));
    let why = "Wrong response from the webhook: 500 Internal Server Error";
    assert_eq!(info["last_error_message"], why);
}

#[tokio::test]
async fn a_method_in_the_answer_is_called() {
    let (raw, _, chat) = Raw::with_ann().await;
    let reply = |_, update: &Value| {
        let chat = &update["message"]["chat"]["id"];
        (StatusCode::OK, json!({"method": "sendMessage", "chat_id": chat, "text": "from the answer"}))
    };
    let hook = Hook::start(reply).await;
    raw.call("setWebhook", json!({"url": hook.url})).await;
    chat.says("a").await;
    chat.sees(|messages| messages.iter().any(|message| message.text == "from the answer")).await;
    raw.api.sees_calls(|calls| calls.iter().any(|call| call.method == "sendmessage" && call.status == 200)).await;
}

#[tokio::test]
async fn a_webhook_is_deleted_and_what_waits_is_polled() {
    let (raw, _, chat) = Raw::with_ann().await;
    let mut hook = Hook::start(|_, _| (StatusCode::BAD_GATEWAY, json!({}))).await;
    raw.call("setWebhook", json!({"url": hook.url})).await;
    chat.says("a").await;
    hook.gets(1).await;
    let answer = raw.answer(raw.request("deleteWebhook", &json!({}))).await;
    assert_eq!(answer, json!({"ok": true, "result": true, "description": "Webhook was deleted"}));
    let answer = raw.answer(raw.request("deleteWebhook", &json!({}))).await;
    assert_eq!(answer["description"], "Webhook is already deleted");
    assert_eq!(raw.updates(0).await[0]["message"]["text"], "a");
    assert_eq!(raw.call("getWebhookInfo", json!({})).await["url"], "");
}

#[tokio::test]
async fn pending_updates_are_dropped_when_asked() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.says("a").await;
    raw.call("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert!(raw.updates(0).await.is_empty());
}

#[tokio::test]
async fn so_many_connections_at_once_are_used() {
    let raw = Raw::start().await;
    let chats: Vec<_> = (0..4).map(|number| raw.api.private(&raw.api.user(&format!("U{number}")))).collect();
    let mut hook = Hook::start(|_, _| (StatusCode::BAD_GATEWAY, json!({}))).await;
    raw.call("setWebhook", json!({"url": hook.url, "max_connections": 2})).await;
    for chat in &chats {
        chat.says("a").await;
    }
    // Two are refused again and again; the others wait until those are taken.
    let got = hook.gets(6).await;
    let mut seen: Vec<_> = got.iter().map(|(_, update)| update["update_id"].as_i64().unwrap()).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn a_wrong_webhook_is_refused() {
    let raw = Raw::start().await;
    for (url, why) in [
        ("http://example.com/", "An HTTPS URL must be provided for webhook"),
        ("ftp://example.com/", "An HTTPS URL must be provided for webhook"),
        ("https://example.com:81/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("no address", "invalid webhook URL specified"),
    ] {
        let why = format!("Bad Request: bad webhook: {why}");
        raw.refuses("setWebhook", json!({"url": url}), 400, &why).await;
    }
    let url = "https://example.com/";
    let wrong = json!({"url": url, "secret_token": "a b"});
    raw.refuses("setWebhook", wrong, 400, "Bad Request: secret token contains unallowed characters").await;
    let long = json!({"url": url, "secret_token": "a".repeat(257)});
    raw.refuses("setWebhook", long, 400, "Bad Request: secret token is too long").await;
    let good = json!({"url": url, "secret_token": "a".repeat(256)});
    let answer = raw.answer(raw.request("setWebhook", &good)).await;
    assert_eq!(answer["description"], "Webhook was set");
    let answer = raw.answer(raw.request("setWebhook", &good)).await;
    assert_eq!(answer["description"], "Webhook is already set");
}

#[tokio::test]
async fn setting_a_webhook_ends_a_poll() {
    let raw = Raw::start().await;
    let poll = raw.refuses("getUpdates", json!({"timeout": 50}), 409, "Conflict: terminated by setWebhook request");
    let set = async {
        raw.api.sees_calls(|calls| calls.len() == 1).await;
        raw.call("setWebhook", json!({"url": "https://example.com/"})).await
    };
    tokio::join!(poll, set);
}

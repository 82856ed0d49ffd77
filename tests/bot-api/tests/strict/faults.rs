//! Faults on demand.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use workflow_bot_api::{Chat, Fault};

use crate::raw::Raw;

fn text(chat: &Chat) -> Value {
    json!({"chat_id": chat.id().0, "text": "a"})
}

#[tokio::test]
async fn a_proxy_answers_with_html_once() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.api.fail(Fault::html(502));
    let response = raw.request("sendMessage", &text(&chat)).send().await.unwrap();
    assert_eq!(response.status(), 502);
    assert!(response.text().await.unwrap().starts_with("<html>"));
    assert!(chat.messages().is_empty());
    raw.call("sendMessage", text(&chat)).await;
}

#[tokio::test]
async fn too_many_requests_are_said_on_demand() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.api.fail(Fault::too_many(7).times(2));
    for _ in 0..2 {
        let why = "Too Many Requests: retry after 7";
        let answer = raw.refuses("sendMessage", text(&chat), 429, why).await;
        assert_eq!(answer["parameters"], json!({"retry_after": 7}));
    }
    raw.call("sendMessage", text(&chat)).await;
}

#[tokio::test]
async fn a_fault_meets_its_method_and_chat_only_until_it_is_cleared() {
    let (raw, _, chat) = Raw::with_ann().await;
    let other = raw.api.private(&raw.api.user("Bob"));
    other.opens();
    raw.api.fail(Fault::refused(400, "Bad Request: strange").method("sendMessage").chat(&chat).always());
    raw.call("sendMessage", text(&other)).await;
    raw.call("getMe", json!({})).await;
    for _ in 0..5 {
        raw.refuses("sendMessage", text(&chat), 400, "Bad Request: strange").await;
    }
    raw.api.clear_faults();
    raw.call("sendMessage", text(&chat)).await;
}

#[tokio::test]
async fn an_answer_comes_late() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.api.fail(Fault::late(Duration::from_millis(300)));
    let begun = Instant::now();
    let call = raw.call("sendMessage", text(&chat));
    let seen = async {
        chat.sees(|messages| messages.len() == 1).await;
        begun.elapsed()
    };
    let (_, seen) = tokio::join!(call, seen);
    assert!(seen < Duration::from_millis(300) && begun.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn an_answer_breaks_in_the_middle() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.api.fail(Fault::half());
    let response = raw.request("sendMessage", &text(&chat)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.is_err());
    assert_eq!(chat.messages().len(), 1);
}

#[tokio::test]
async fn a_connection_is_closed_before_the_effect() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.api.fail(Fault::before());
    assert!(raw.request("sendMessage", &text(&chat)).send().await.is_err());
    assert!(chat.messages().is_empty());
    assert_eq!(raw.api.calls().last().unwrap().status, 0);
}

#[tokio::test]
async fn a_connection_is_closed_after_the_effect() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.api.fail(Fault::after());
    assert!(raw.request("sendMessage", &text(&chat)).send().await.is_err());
    assert_eq!(chat.messages().len(), 1);
    let calls = raw.api.calls();
    let call = calls.last().unwrap();
    assert_eq!((call.status, &call.answer["ok"], call.fault.as_deref()), (0, &json!(true), Some("After")));
}

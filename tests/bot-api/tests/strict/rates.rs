//! Limits of how fast the bot writes.

use std::time::Duration;

use serde_json::{Value, json};
use workflow_bot_api::{Chat, Limits, Rate};

use crate::raw::Raw;

fn text(chat: &Chat) -> Value {
    json!({"chat_id": chat.id().0, "text": "a"})
}

async fn too_many(raw: &Raw, chat: &Chat, seconds: u64) {
    let why = format!("Too Many Requests: retry after {seconds}");
    let answer = raw.refuses("sendMessage", text(chat), 429, &why).await;
    assert_eq!(answer["parameters"]["retry_after"], seconds);
}

#[tokio::test]
async fn a_chat_takes_a_burst_and_then_one_a_second() {
    let (raw, _, chat) = Raw::with_ann().await;
    let other = raw.api.private(&raw.api.user("Bob"));
    other.opens();
    let chat_limit = Some(Rate { per_second: 0.1, burst: 3 });
    raw.api.limit(Limits { chat: chat_limit, ..Limits::default() });
    for _ in 0..3 {
        raw.call("sendMessage", text(&chat)).await;
    }
    too_many(&raw, &chat, 10).await;
    // Refused until the time is over, other chats not.
    raw.api.pass(Duration::from_secs(4));
    too_many(&raw, &chat, 6).await;
    raw.call("sendMessage", text(&other)).await;
    raw.api.pass(Duration::from_secs(7));
    raw.call("sendMessage", text(&chat)).await;
    too_many(&raw, &chat, 9).await;
}

#[tokio::test]
async fn edits_count_and_what_is_refused_does_not() {
    let (raw, _, chat) = Raw::with_ann().await;
    let message = raw.send(&chat, "a").await;
    let chat_limit = Some(Rate { per_second: 0.1, burst: 1 });
    raw.api.limit(Limits { chat: chat_limit, ..Limits::default() });
    raw.refuses("sendMessage", json!({"chat_id": chat.id().0}), 400, "Bad Request: message text is empty").await;
    raw.call("editMessageText", json!({"chat_id": chat.id().0, "message_id": message, "text": "b"})).await;
    too_many(&raw, &chat, 10).await;
    raw.call("sendChatAction", json!({"chat_id": chat.id().0, "action": "typing"})).await;
    assert_eq!(chat.messages().len(), 1);
}

#[tokio::test]
async fn a_group_takes_so_many_a_minute() {
    let raw = Raw::start().await;
    let group = raw.api.group(&[&raw.api.user("Ann")]);
    raw.api.limit(Limits { group_minute: Some(20), ..Limits::default() });
    for _ in 0..20 {
        raw.call("sendMessage", text(&group)).await;
    }
    too_many(&raw, &group, 60).await;
    raw.api.pass(Duration::from_secs(61));
    raw.call("sendMessage", text(&group)).await;
}

#[tokio::test]
async fn all_chats_together_take_so_many_a_second() {
    let (raw, _, chat) = Raw::with_ann().await;
    let other = raw.api.private(&raw.api.user("Bob"));
    other.opens();
    raw.api.limit(Limits { second: Some(2), ..Limits::default() });
    raw.call("sendMessage", text(&chat)).await;
    raw.call("sendMessage", text(&other)).await;
    too_many(&raw, &chat, 1).await;
    too_many(&raw, &other, 1).await;
    raw.api.pass(Duration::from_secs(2));
    raw.call("sendMessage", text(&chat)).await;
}

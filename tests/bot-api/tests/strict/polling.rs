//! Long polling.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::raw::Raw;

fn ids(updates: &[Value]) -> Vec<i64> {
    updates.iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

fn texts(updates: &[Value]) -> Vec<&str> {
    updates.iter().map(|update| update["message"]["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn updates_stay_until_an_offset_confirms_them() {
    let (raw, _, chat) = Raw::with_ann().await;
    for text in ["a", "b", "c"] {
        chat.says(text).await;
    }
    let first = raw.updates(0).await;
    assert_eq!(texts(&first), ["a", "b", "c"]);
    let ids = ids(&first);
    assert_eq!(ids, [ids[0], ids[0] + 1, ids[0] + 2]);
    assert_eq!(raw.updates(0).await, first);
    assert_eq!(texts(&raw.updates(ids[2]).await), ["c"]);
    assert_eq!(texts(&raw.updates(0).await), ["c"]);
    assert!(raw.updates(ids[2] + 1).await.is_empty());
    assert_eq!(raw.api.waiting(), 0);
}

#[tokio::test]
async fn a_negative_offset_forgets_all_but_the_last() {
    let (raw, _, chat) = Raw::with_ann().await;
    for text in ["a", "b", "c"] {
        chat.says(text).await;
    }
    assert_eq!(texts(&raw.updates(-2).await), ["b", "c"]);
    assert_eq!(texts(&raw.updates(0).await), ["b", "c"]);
}

#[tokio::test]
async fn a_limit_is_kept() {
    let (raw, _, chat) = Raw::with_ann().await;
    for _ in 0..120 {
        chat.says("a").await;
    }
    let one = raw.call("getUpdates", json!({"limit": 1})).await;
    assert_eq!(one.as_array().unwrap().len(), 1);
    let most = raw.call("getUpdates", json!({"limit": 1000})).await;
    assert_eq!(most.as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_poll_waits_for_an_update_or_its_time() {
    let (raw, _, chat) = Raw::with_ann().await;
    let begun = Instant::now();
    assert_eq!(raw.call("getUpdates", json!({"timeout": 1})).await, json!([]));
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let begun = Instant::now();
    let says = async {
        raw.api.sees_calls(|calls| calls.len() == 2).await;
        chat.says("now").await
    };
    let (updates, _) = tokio::join!(raw.call("getUpdates", json!({"timeout": 50})), says);
    assert_eq!(updates[0]["message"]["text"], "now");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn of_two_polls_the_older_is_ended() {
    let raw = Raw::start().await;
    let text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    let first = raw.refuses("getUpdates", json!({"timeout": 50}), 409, text);
    let second = async {
        raw.api.sees_calls(|calls| calls.len() == 1).await;
        raw.call("getUpdates", json!({"timeout": 0})).await
    };
    let (_, second) = tokio::join!(first, second);
    assert_eq!(second, json!([]));
}

#[tokio::test]
async fn polling_is_refused_while_a_webhook_is_set() {
    let raw = Raw::start().await;
    raw.call("setWebhook", json!({"url": "https://example.com/hook"})).await;
    let text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                webhook first";
    raw.refuses("getUpdates", json!({}), 409, text).await;
    raw.call("deleteWebhook", json!({})).await;
    raw.call("getUpdates", json!({})).await;
}

#[tokio::test]
async fn only_the_kinds_that_were_asked_for_are_sent() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.call("getUpdates", json!({"allowed_updates": ["edited_message"]})).await;
    let id = chat.says("a").await;
    chat.edits(id, "b").await;
    let updates = raw.updates(0).await;
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["edited_message"]["text"], "b");
    raw.call("getUpdates", json!({"allowed_updates": []})).await;
    chat.says("c").await;
    assert_eq!(raw.updates(0).await.len(), 2);
}

#[tokio::test]
async fn raw_updates_and_the_same_update_again_are_sent() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.says("a").await;
    let strange = raw.api.sends_raw(json!({"new_kind_of_2031": {"field": [1, 2]}}));
    let updates = raw.updates(0).await;
    assert_eq!(updates[1], json!({"update_id": strange.0, "new_kind_of_2031": {"field": [1, 2]}}));
    let after = strange.0 + 1;
    assert!(raw.updates(after).await.is_empty());
    raw.api.sends_again(strange);
    assert_eq!(raw.updates(after).await, updates[1..]);
    assert!(raw.updates(after).await.is_empty());
}

#[tokio::test]
async fn a_thousand_chats_at_once_are_no_problem() {
    let raw = Raw::start().await;
    let chats: Vec<_> = (0..1000).map(|number| raw.api.private(&raw.api.user(&format!("U{number}")))).collect();
    for chat in &chats {
        chat.says("/start").await;
    }
    let (mut offset, mut answered) = (0, 0);
    while answered < 1000 {
        let updates = raw.updates(offset).await;
        offset = updates.last().unwrap()["update_id"].as_i64().unwrap() + 1;
        for update in updates {
            let chat = &update["message"]["chat"]["id"];
            raw.call("sendMessage", json!({"chat_id": chat, "text": "hello"})).await;
            answered += 1;
        }
    }
    for chat in &chats {
        chat.sees(|messages| messages.len() == 2).await;
    }
}

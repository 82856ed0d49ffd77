//! Messages that are deleted.

use std::time::Duration;

use serde_json::json;

use crate::raw::Raw;

#[tokio::test]
async fn a_message_is_deleted_once() {
    let (raw, _, chat) = Raw::with_ann().await;
    let own = raw.send(&chat, "a").await;
    let theirs = chat.says("b").await;
    for id in [own, theirs.0] {
        let wanted = json!({"chat_id": chat.id().0, "message_id": id});
        raw.call("deleteMessage", wanted.clone()).await;
        raw.refuses("deleteMessage", wanted, 400, "Bad Request: message to delete not found").await;
    }
    assert!(chat.messages().is_empty());
}

#[tokio::test]
async fn a_message_of_others_in_a_group_is_deleted_by_administrators_only() {
    let raw = Raw::start().await;
    let ann = raw.api.user("Ann");
    let group = raw.api.group(&[&ann]);
    let id = group.says_as(&ann, "a").await;
    let wanted = json!({"chat_id": group.id().0, "message_id": id.0});
    raw.refuses("deleteMessage", wanted.clone(), 400, "Bad Request: message can't be deleted").await;
    group.promotes_bot();
    raw.call("deleteMessage", wanted).await;
}

#[tokio::test]
async fn an_old_message_is_not_deleted() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = raw.send(&chat, "a").await;
    raw.api.pass(Duration::from_secs(49 * 3600));
    let old = json!({"chat_id": chat.id().0, "message_id": id});
    raw.refuses("deleteMessage", old, 400, "Bad Request: message can't be deleted for everyone").await;
}

#[tokio::test]
async fn several_messages_are_deleted_and_missing_ones_passed_over() {
    let (raw, _, chat) = Raw::with_ann().await;
    let (first, second) = (raw.send(&chat, "a").await, raw.send(&chat, "b").await);
    raw.call("deleteMessages", json!({"chat_id": chat.id().0, "message_ids": [first, 99, second]})).await;
    assert!(chat.messages().is_empty());
    let many: Vec<i64> = (1..=101).collect();
    let many = json!({"chat_id": chat.id().0, "message_ids": many});
    raw.refuses("deleteMessages", many, 400, "Bad Request: too many message identifiers specified").await;
}

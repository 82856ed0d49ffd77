//! Where the bot may write.

use serde_json::json;

use crate::raw::Raw;

fn text(chat: &workflow_bot_api::Chat) -> serde_json::Value {
    json!({"chat_id": chat.id().0, "text": "a"})
}

#[tokio::test]
async fn an_unknown_chat_is_not_found() {
    let raw = Raw::start().await;
    for id in [json!(5), json!("@nobody_here"), json!(-1)] {
        let wrong = json!({"chat_id": id, "text": "a"});
        raw.refuses("sendMessage", wrong, 400, "Bad Request: chat not found").await;
    }
    raw.refuses("sendMessage", json!({"text": "a"}), 400, "Bad Request: chat_id is empty").await;
}

#[tokio::test]
async fn a_user_who_never_wrote_is_not_written_to() {
    let raw = Raw::start().await;
    let ann = raw.api.user("Ann");
    let chat = raw.api.private(&ann);
    raw.refuses("sendMessage", text(&chat), 400, "Bad Request: chat not found").await;
    raw.api.group(&[&ann]);
    let why = "Forbidden: bot can't initiate conversation with a user";
    raw.refuses("sendMessage", text(&chat), 403, why).await;
    chat.says("/start").await;
    raw.call("sendMessage", text(&chat)).await;
}

#[tokio::test]
async fn a_user_who_blocked_the_bot_is_not_written_to() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.blocks();
    raw.refuses("sendMessage", text(&chat), 403, "Forbidden: bot was blocked by the user").await;
    chat.unblocks();
    raw.call("sendMessage", text(&chat)).await;
    let told = raw.updates(0).await;
    let now: Vec<_> = told.iter().map(|update| &update["my_chat_member"]["new_chat_member"]["status"]).collect();
    assert_eq!(now, ["kicked", "member"]);
}

#[tokio::test]
async fn a_user_who_left_telegram_is_not_written_to() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.deactivates();
    raw.refuses("sendMessage", text(&chat), 403, "Forbidden: user is deactivated").await;
}

#[tokio::test]
async fn a_bot_that_was_kicked_writes_no_more() {
    let raw = Raw::start().await;
    let ann = raw.api.user("Ann");
    let (group, supergroup) = (raw.api.group(&[&ann]), raw.api.supergroup(&[&ann]));
    raw.call("sendMessage", text(&supergroup)).await;
    group.kicks_bot();
    supergroup.kicks_bot();
    raw.refuses("sendMessage", text(&group), 403, "Forbidden: bot was kicked from the group chat").await;
    raw.refuses("sendMessage", text(&supergroup), 403, "Forbidden: bot was kicked from the supergroup chat").await;
    let before = raw.api.updates().len();
    supergroup.says_as(&ann, "is it gone?").await;
    assert_eq!(raw.api.updates().len(), before);
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_tells_where_it_is() {
    let raw = Raw::start().await;
    let ann = raw.api.user("Ann");
    let group = raw.api.group(&[&ann]);
    let new = group.migrates();
    let why = "Bad Request: group chat was upgraded to a supergroup chat";
    let answer = raw.refuses("sendMessage", text(&group), 400, why).await;
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], new.id().0);
    raw.call("sendMessage", text(&new)).await;
    let told = raw.updates(0).await;
    assert_eq!(told[0]["message"]["migrate_to_chat_id"], new.id().0);
    assert_eq!(told[1]["message"]["migrate_from_chat_id"], group.id().0);
}

#[tokio::test]
async fn an_unknown_thread_is_not_found() {
    let (raw, ann, private) = Raw::with_ann().await;
    let forum = raw.api.supergroup(&[&ann]);
    let topic = forum.topic("Pictures");
    let thread = topic.thread().unwrap().0;
    let wanted = json!({"chat_id": forum.id().0, "text": "a", "message_thread_id": thread});
    let sent = raw.call("sendMessage", wanted).await;
    assert_eq!((&sent["message_thread_id"], &sent["is_topic_message"]), (&json!(thread), &json!(true)));
    for (chat, thread) in [(&forum, 999), (&private, 1)] {
        let wrong = json!({"chat_id": chat.id().0, "text": "a", "message_thread_id": thread});
        raw.refuses("sendMessage", wrong, 400, "Bad Request: message thread not found").await;
    }
}

#[tokio::test]
async fn a_reply_to_a_missing_message_is_refused_unless_allowed() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    let said = chat.says("a").await;
    let reply = |to: i64, may: bool| {
        let reply = json!({"message_id": to, "allow_sending_without_reply": may});
        json!({"chat_id": id, "text": "b", "reply_parameters": reply})
    };
    let sent = raw.call("sendMessage", reply(said.0, false)).await;
    assert_eq!(sent["reply_to_message"]["text"], "a");
    raw.refuses("sendMessage", reply(99, false), 400, "Bad Request: message to be replied not found").await;
    let sent = raw.call("sendMessage", reply(99, true)).await;
    assert!(sent["reply_to_message"].is_null());
    let old = json!({"chat_id": id, "text": "b", "reply_to_message_id": 99});
    raw.refuses("sendMessage", old, 400, "Bad Request: message to be replied not found").await;
}

//! What people send, as the bot is told.

use serde_json::json;
use workflow_bot_api::Kind;

use crate::raw::{Raw, png};

#[tokio::test]
async fn two_users_at_once_have_their_own_chats() {
    let raw = Raw::start().await;
    let (ann, bob) = (raw.api.user_with("Ann", "de"), raw.api.user_with("Bob", ""));
    let (one, other) = (raw.api.private(&ann), raw.api.private(&bob));
    tokio::join!(one.says("/make now"), other.says("hello"));
    let updates = raw.updates(0).await;
    let message = &updates[0]["message"];
    assert_eq!((&message["chat"]["id"], &message["from"]["language_code"]), (&json!(ann.id().0), &json!("de")));
    assert_eq!(message["entities"], json!([{"type": "bot_command", "offset": 0, "length": 5}]));
    assert_eq!(updates[1]["message"]["chat"]["id"], bob.id().0);
    assert!(updates[1]["message"]["from"]["language_code"].is_null());
    let (to_ann, to_bob) = tokio::join!(raw.send(&one, "a"), raw.send(&other, "b"));
    assert_eq!((to_ann, to_bob), (2, 2));
    assert_eq!((one.from_bot()[0].text.as_str(), other.from_bot()[0].text.as_str()), ("a", "b"));
}

#[tokio::test]
async fn an_album_comes_as_several_updates() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.sends_album(vec![png(1, 1), png(2, 2), png(3, 3)], "three").await;
    let updates = raw.updates(0).await;
    let widths: Vec<_> = updates.iter().map(|update| update["message"]["photo"][0]["width"].as_i64()).collect();
    assert_eq!(widths, [Some(1), Some(2), Some(3)]);
    let album = &updates[0]["message"]["media_group_id"];
    assert!(album.is_string() && updates.iter().all(|update| update["message"]["media_group_id"] == *album));
    assert_eq!(updates[0]["message"]["caption"], "three");
    assert!(updates[1]["message"]["caption"].is_null());
}

#[tokio::test]
async fn files_replies_and_edits_are_told() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.sends_document("a.txt", b"text".to_vec()).await;
    chat.sends_audio("a.mp3", b"tone".to_vec()).await;
    chat.sends_video("a.mp4", b"film".to_vec()).await;
    let first = chat.sends_photo(png(300, 200), "/frame it").await;
    chat.replies(first, "this one").await;
    chat.edits(first, "/frame them").await;
    let updates = raw.updates(0).await;
    let document = &updates[0]["message"]["document"];
    assert_eq!((&document["file_name"], &document["mime_type"]), (&json!("a.txt"), &json!("text/plain")));
    assert_eq!(updates[1]["message"]["audio"]["file_name"], "a.mp3");
    assert!(updates[2]["message"]["video"]["duration"].is_i64());
    let photo = &updates[3]["message"];
    assert_eq!(photo["caption_entities"][0]["type"], "bot_command");
    assert_eq!((&photo["photo"][0]["width"], &photo["photo"][1]["width"]), (&json!(90), &json!(300)));
    assert_eq!(updates[4]["message"]["reply_to_message"]["message_id"], first.0);
    assert_eq!(updates[5]["edited_message"]["caption"], "/frame them");
    let kinds: Vec<_> = chat.messages().iter().filter_map(|message| Some(message.media.as_ref()?.kind)).collect();
    assert_eq!(kinds, [Kind::Document, Kind::Audio, Kind::Video, Kind::Photo]);
}

#[tokio::test]
async fn what_is_said_in_a_topic_carries_its_thread() {
    let raw = Raw::start().await;
    let (ann, bob) = (raw.api.user("Ann"), raw.api.user("Bob"));
    let forum = raw.api.supergroup(&[&ann, &bob]);
    let topic = forum.topic("Pictures");
    topic.says_as(&bob, "here").await;
    let updates = raw.updates(0).await;
    assert_eq!(updates[0]["message"]["forum_topic_created"]["name"], "Pictures");
    let message = &updates[1]["message"];
    assert_eq!((&message["message_thread_id"], &message["is_topic_message"]), (&json!(1), &json!(true)));
    assert_eq!((&message["from"]["id"], &message["chat"]["is_forum"]), (&json!(bob.id().0), &json!(true)));
    assert_eq!(message["reply_to_message"]["message_id"], 1);
}

#[tokio::test]
#[should_panic(expected = "is no member")]
async fn who_is_no_member_does_not_speak_in_a_group() {
    let raw = Raw::start().await;
    let (ann, bob) = (raw.api.user("Ann"), raw.api.user("Bob"));
    raw.api.group(&[&ann]).says_as(&bob, "hello").await;
}

// The clock of the runtime runs ahead while nothing happens: it does not take as long.
#[tokio::test(start_paused = true)]
#[should_panic(expected = "Ann: /make")]
async fn what_is_not_seen_fails_with_what_stood_there() {
    let (_, _, chat) = Raw::with_ann().await;
    chat.says("/make").await;
    chat.sees(|messages| messages.len() == 2).await;
}

#[tokio::test]
async fn a_message_that_a_user_deletes_is_gone_and_its_button_can_still_be_pressed() {
    let (raw, _, chat) = Raw::with_ann().await;
    let markup = crate::raw::button("Yes", "1");
    raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": "a", "reply_markup": markup})).await;
    let message = chat.messages()[0].id;
    chat.deletes(message).await;
    assert!(chat.messages().is_empty());
    chat.forges(message, "1").await;
    let told = &raw.updates(0).await[0]["callback_query"]["message"];
    assert_eq!((&told["message_id"], &told["date"]), (&json!(message.0), &json!(0)));
    let gone = json!({"chat_id": chat.id().0, "message_id": message.0, "text": "b"});
    raw.refuses("editMessageText", gone, 400, "Bad Request: message to edit not found").await;
}

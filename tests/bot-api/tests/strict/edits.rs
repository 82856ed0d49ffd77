//! Messages that are edited.

use serde_json::json;

use crate::raw::{Raw, button, form, part, png};

#[tokio::test]
async fn a_text_is_edited() {
    let (raw, _, chat) = Raw::with_ann().await;
    let (id, message) = (chat.id().0, raw.send(&chat, "a").await);
    let edited = raw.call("editMessageText", json!({"chat_id": id, "message_id": message, "text": "b"})).await;
    assert_eq!(edited["text"], "b");
    assert!(edited["edit_date"].is_i64());
    let seen = &chat.messages()[0];
    assert_eq!((&*seen.text, seen.edits), ("b", 1));
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    let markup = button("Yes", "1");
    let sent = raw.call("sendMessage", json!({"chat_id": id, "text": "a", "reply_markup": markup})).await;
    let same = json!({"chat_id": id, "message_id": sent["message_id"], "text": " a ", "reply_markup": markup});
    let text = "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
                same as a current content and reply markup of the message";
    raw.refuses("editMessageText", same.clone(), 400, text).await;
    raw.refuses("editMessageReplyMarkup", same, 400, text).await;
    // Without a keyboard, it is another message.
    let bare = json!({"chat_id": id, "message_id": sent["message_id"], "text": "a"});
    let edited = raw.call("editMessageText", bare.clone()).await;
    assert!(edited["reply_markup"].is_null());
    raw.refuses("editMessageText", bare, 400, text).await;
}

#[tokio::test]
async fn a_message_that_is_not_there_is_not_edited() {
    let (raw, _, chat) = Raw::with_ann().await;
    let missing = json!({"chat_id": chat.id().0, "message_id": 99, "text": "b"});
    raw.refuses("editMessageText", missing, 400, "Bad Request: message to edit not found").await;
    let none = json!({"chat_id": chat.id().0, "text": "b"});
    raw.refuses("editMessageText", none, 400, "Bad Request: message identifier is not specified").await;
}

#[tokio::test]
async fn a_message_of_somebody_else_is_not_edited() {
    let (raw, _, chat) = Raw::with_ann().await;
    let message = chat.says("a").await;
    let wrong = json!({"chat_id": chat.id().0, "message_id": message.0, "text": "b"});
    raw.refuses("editMessageText", wrong, 400, "Bad Request: message can't be edited").await;
}

#[tokio::test]
async fn a_message_with_a_keyboard_for_typing_is_not_edited() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    let markup = json!({"keyboard": [["a"]]});
    let sent = raw.call("sendMessage", json!({"chat_id": id, "text": "a", "reply_markup": markup})).await;
    let wrong = json!({"chat_id": id, "message_id": sent["message_id"], "text": "b"});
    raw.refuses("editMessageText", wrong, 400, "Bad Request: message can't be edited").await;
}

#[tokio::test]
async fn an_edit_takes_an_inline_keyboard_only() {
    let (raw, _, chat) = Raw::with_ann().await;
    let message = raw.send(&chat, "a").await;
    let markup = json!({"keyboard": [["a"]]});
    let wrong = json!({"chat_id": chat.id().0, "message_id": message, "text": "b", "reply_markup": markup});
    raw.refuses("editMessageText", wrong, 400, "Bad Request: inline keyboard expected").await;
}

#[tokio::test]
async fn a_photo_has_no_text_to_edit_and_a_text_no_caption() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    let photo = raw.send_photo(&chat).await["message_id"].clone();
    let wrong = json!({"chat_id": id, "message_id": photo, "text": "b"});
    raw.refuses("editMessageText", wrong, 400, "Bad Request: there is no text in the message to edit").await;
    let edited = raw.call("editMessageCaption", json!({"chat_id": id, "message_id": photo, "caption": "b"})).await;
    assert_eq!(edited["caption"], "b");
    let text = raw.send(&chat, "a").await;
    let wrong = json!({"chat_id": id, "message_id": text, "caption": "b"});
    raw.refuses("editMessageCaption", wrong, 400, "Bad Request: there is no caption in the message to edit").await;
    let long = json!({"chat_id": id, "message_id": photo, "caption": "b".repeat(1025)});
    raw.refuses("editMessageCaption", long, 400, "Bad Request: message caption is too long").await;
}

#[tokio::test]
async fn media_are_exchanged() {
    let (raw, _, chat) = Raw::with_ann().await;
    let photo = raw.send_photo(&chat).await;
    let id = photo["message_id"].to_string();
    let media = json!({"type": "photo", "media": "attach://new", "caption": "new"}).to_string();
    let wanted = form(&chat).text("message_id", id.clone()).text("media", media);
    let edited = raw.upload("editMessageMedia", wanted.part("new", part("b.png", png(50, 50)))).await;
    assert_eq!((&edited["caption"], edited["photo"][0]["width"].as_i64()), (&json!("new"), Some(50)));
    assert_eq!(*chat.messages()[0].media.as_ref().unwrap().bytes, png(50, 50));
    let media = json!({"type": "photo", "media": "attach://gone"});
    let wrong = json!({"chat_id": chat.id().0, "message_id": id, "media": media});
    raw.refuses("editMessageMedia", wrong, 400, "Bad Request: can't parse InputMedia: media not found").await;
}

#[tokio::test]
async fn a_keyboard_is_taken_away() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    let markup = button("Yes", "1");
    let sent = raw.call("sendMessage", json!({"chat_id": id, "text": "a", "reply_markup": markup})).await;
    raw.call("editMessageReplyMarkup", json!({"chat_id": id, "message_id": sent["message_id"]})).await;
    assert!(chat.messages()[0].keyboard.is_empty());
}

//! Texts and captions.

use serde_json::json;

use crate::raw::{Raw, form, part, png};

#[tokio::test]
async fn an_empty_text_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    raw.refuses("sendMessage", json!({"chat_id": id, "text": ""}), 400, "Bad Request: message text is empty").await;
    raw.refuses("sendMessage", json!({"chat_id": id}), 400, "Bad Request: message text is empty").await;
    let blank = json!({"chat_id": id, "text": " \n "});
    raw.refuses("sendMessage", blank, 400, "Bad Request: text must be non-empty").await;
}

#[tokio::test]
async fn a_text_over_4096_units_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    raw.send(&chat, &"é".repeat(4096)).await;
    let long = json!({"chat_id": id, "text": "a".repeat(4097)});
    raw.refuses("sendMessage", long, 400, "Bad Request: message is too long").await;
    raw.send(&chat, &"🦀".repeat(2048)).await;
    let long = json!({"chat_id": id, "text": "🦀".repeat(2049)});
    raw.refuses("sendMessage", long, 400, "Bad Request: message is too long").await;
}

#[tokio::test]
async fn the_length_counts_after_the_marks_are_parsed() {
    let (raw, _, chat) = Raw::with_ann().await;
    let text = format!("<b>{}</b>", "a".repeat(4096));
    raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": text, "parse_mode": "HTML"})).await;
    raw.refuses("sendMessage", json!({"chat_id": chat.id().0, "text": text}), 400, "Bad Request: message is too long")
        .await;
}

#[tokio::test]
async fn a_caption_over_1024_units_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let photo = || form(&chat).part("photo", part("a.png", png(10, 10)));
    raw.upload("sendPhoto", photo().text("caption", "🦀".repeat(512))).await;
    let long = photo().text("caption", "a".repeat(1025));
    raw.refuses_upload("sendPhoto", long, "Bad Request: message caption is too long").await;
    assert_eq!(chat.messages().len(), 1);
}

#[tokio::test]
async fn texts_are_trimmed_and_cleaned() {
    let (raw, _, chat) = Raw::with_ann().await;
    let entities = json!([{"type": "bold", "offset": 2, "length": 4}]);
    let text = "  a\r\tb  ";
    let sent = raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": text, "entities": entities})).await;
    assert_eq!(sent["text"], "a b");
    assert_eq!(sent["entities"], json!([{"type": "bold", "offset": 0, "length": 3}]));
}

#[tokio::test]
async fn commands_mentions_and_links_are_found() {
    let (_, _, chat) = Raw::with_ann().await;
    chat.says("🦀 /make@workflow_test_bot now, @someone https://example.com/a.").await;
    let message = &chat.messages()[0];
    let found: Vec<_> = message.entities.iter().map(|entity| (&*entity.kind, message.marked(entity))).collect();
    let wanted =
        [("bot_command", "/make@workflow_test_bot"), ("mention", "@someone"), ("url", "https://example.com/a")];
    assert_eq!(found, wanted.map(|(kind, text)| (kind, text.to_owned())));
}

#[tokio::test]
async fn message_ids_rise_in_each_chat() {
    let (raw, _, chat) = Raw::with_ann().await;
    let other = raw.api.private(&raw.api.user("Bob"));
    chat.says("a").await;
    other.says("a").await;
    let (second, third) = (raw.send(&chat, "b").await, raw.send(&chat, "c").await);
    assert!(second < third);
    assert_eq!(raw.send(&other, "b").await, second);
}

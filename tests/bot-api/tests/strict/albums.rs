//! Albums of the bot.

use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::raw::{Raw, button, form, part, png};

fn album(chat: &workflow_bot_api::Chat, kinds: &[&str]) -> Form {
    let named = |(number, kind): (usize, &&str)| json!({"type": kind, "media": format!("attach://f{number}")});
    let media: Vec<Value> = kinds.iter().enumerate().map(named).collect();
    let mut form = form(chat).text("media", Value::Array(media).to_string());
    for number in 0..kinds.len() {
        form = form.part(format!("f{number}"), part("a.png", png(10, 10)));
    }
    form
}

#[tokio::test]
async fn an_album_has_one_group_and_no_keyboard() {
    let (raw, _, chat) = Raw::with_ann().await;
    let form = album(&chat, &["photo", "video", "photo"]).text("reply_markup", button("Yes", "1").to_string());
    let sent = raw.upload("sendMediaGroup", form).await;
    let sent = sent.as_array().unwrap();
    assert_eq!(sent.len(), 3);
    assert!(sent[0]["media_group_id"].is_string());
    assert!(sent.iter().all(|message| message["media_group_id"] == sent[0]["media_group_id"]));
    assert!(chat.messages().iter().all(|message| message.keyboard.is_empty() && message.album.is_some()));
}

#[tokio::test]
async fn an_album_has_one_to_ten_items() {
    let (raw, _, chat) = Raw::with_ann().await;
    let none = json!({"chat_id": chat.id().0, "media": []});
    raw.refuses("sendMediaGroup", none, 400, "Bad Request: there are no messages to send").await;
    let missing = json!({"chat_id": chat.id().0});
    raw.refuses("sendMediaGroup", missing, 400, "Bad Request: parameter \"media\" is required").await;
    let many = album(&chat, &["photo"; 11]);
    raw.refuses_upload("sendMediaGroup", many, "Bad Request: too many messages to send as an album").await;
    raw.upload("sendMediaGroup", album(&chat, &["photo"; 10])).await;
    // Telegram's documentation wants two at least; it sends one as any other message.
    let one = raw.upload("sendMediaGroup", album(&chat, &["photo"])).await;
    assert!(one[0]["media_group_id"].is_null());
}

#[tokio::test]
async fn documents_and_music_are_not_mixed_with_others() {
    let (raw, _, chat) = Raw::with_ann().await;
    for kind in ["document", "audio"] {
        let mixed = album(&chat, &["photo", kind]);
        let why = format!("Bad Request: {kind} can't be mixed with other media types");
        raw.refuses_upload("sendMediaGroup", mixed, &why).await;
        raw.upload("sendMediaGroup", album(&chat, &[kind, kind])).await;
    }
}

#[tokio::test]
async fn a_wrong_item_refuses_the_whole_album() {
    let (raw, _, chat) = Raw::with_ann().await;
    let media = json!([
        {"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"},
    ])
    .to_string();
    let broken = form(&chat).text("media", media.clone()).part("a", part("a.png", png(10, 10)));
    let broken = broken.part("b", part("b.png", b"no picture".to_vec()));
    let why = "Bad Request: failed to send message #2 with the error message \"IMAGE_PROCESS_FAILED\"";
    raw.refuses_upload("sendMediaGroup", broken, why).await;
    let missing = form(&chat).text("media", media).part("a", part("a.png", png(10, 10)));
    raw.refuses_upload("sendMediaGroup", missing, "Bad Request: can't parse InputMedia: media not found").await;
    for (kind, why) in [
        ("animation", "type \"animation\" can't be used in sendMediaGroup"),
        ("sticker", "type \"sticker\" is unsupported"),
    ] {
        let why = format!("Bad Request: can't parse InputMedia: {why}");
        raw.refuses_upload("sendMediaGroup", album(&chat, &["photo", kind]), &why).await;
    }
    assert!(chat.messages().is_empty());
}

#[tokio::test]
async fn the_kind_of_an_album_stays() {
    let (raw, _, chat) = Raw::with_ann().await;
    let sent = raw.upload("sendMediaGroup", album(&chat, &["document", "document"])).await;
    let media = json!({"type": "photo", "media": "attach://new"}).to_string();
    let wanted = form(&chat).text("message_id", sent[0]["message_id"].to_string()).text("media", media);
    let wanted = wanted.part("new", part("b.png", png(50, 50)));
    raw.refuses_upload("editMessageMedia", wanted, "Bad Request: can't change media type in the album").await;
}

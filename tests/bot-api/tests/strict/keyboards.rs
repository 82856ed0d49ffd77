//! Keyboards.

use serde_json::{Value, json};

use crate::raw::{Raw, button};

fn with(chat: &workflow_bot_api::Chat, markup: Value) -> Value {
    json!({"chat_id": chat.id().0, "text": "a", "reply_markup": markup})
}

fn rows(rows: usize, width: usize) -> Value {
    let row = vec![json!({"text": "a", "callback_data": "b"}); width];
    json!({"inline_keyboard": vec![row; rows]})
}

#[tokio::test]
async fn callback_data_over_64_bytes_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.call("sendMessage", with(&chat, button("a", &"é".repeat(32)))).await;
    let long = with(&chat, button("a", &format!("{}x", "é".repeat(32))));
    raw.refuses("sendMessage", long, 400, "Bad Request: BUTTON_DATA_INVALID").await;
}

#[tokio::test]
async fn empty_callback_data_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let text = "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
    raw.refuses("sendMessage", with(&chat, button("a", "")), 400, text).await;
    let none = json!({"inline_keyboard": [[{"text": "a"}]]});
    raw.refuses("sendMessage", with(&chat, none), 400, text).await;
}

#[tokio::test]
async fn an_empty_label_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let text = "Bad Request: inline keyboard button text must be non-empty";
    raw.refuses("sendMessage", with(&chat, button("", "a")), 400, text).await;
    let none = json!({"inline_keyboard": [[{"callback_data": "a"}]]});
    let text = "Bad Request: can't parse inline keyboard button: Can't find field \"text\"";
    raw.refuses("sendMessage", with(&chat, none), 400, text).await;
}

#[tokio::test]
async fn more_than_100_buttons_or_8_in_a_row_are_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.call("sendMessage", with(&chat, rows(20, 5))).await;
    raw.call("sendMessage", with(&chat, rows(1, 8))).await;
    let text = "Bad Request: reply markup is too long";
    raw.refuses("sendMessage", with(&chat, rows(101, 1)), 400, text).await;
    raw.refuses("sendMessage", with(&chat, rows(1, 9)), 400, text).await;
    let wide = json!({"inline_keyboard": vec![json!([{"text": "a".repeat(500), "callback_data": "b"}]); 30]});
    raw.refuses("sendMessage", with(&chat, wide), 400, text).await;
}

#[tokio::test]
async fn only_links_that_telegram_knows_stand_on_buttons() {
    let (raw, _, chat) = Raw::with_ann().await;
    let url = |url: &str| json!({"inline_keyboard": [[{"text": "a", "url": url}]]});
    for good in ["https://example.com/a", "http://example.com", "tg://user?id=1", "example.com"] {
        raw.call("sendMessage", with(&chat, url(good))).await;
    }
    for (bad, why) in [
        ("ftp://example.com/", "Unsupported URL protocol"),
        ("http://localhost:80/", "Wrong HTTP URL"),
        ("https://", "Wrong HTTP URL"),
        ("javascript:alert(1)", "Wrong HTTP URL"),
        ("not a link", "Wrong HTTP URL"),
    ] {
        let text = format!("Bad Request: inline keyboard button URL '{bad}' is invalid: {why}");
        raw.refuses("sendMessage", with(&chat, url(bad)), 400, &text).await;
    }
}

#[tokio::test]
async fn a_keyboard_that_is_none_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    for (markup, why) in [
        (json!("{"), "can't parse reply keyboard markup JSON object"),
        (json!([]), "object expected as reply markup"),
        (json!({"inline_keyboard": 1}), "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array"),
        (
            json!({"inline_keyboard": [1]}),
            "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        ),
        (
            json!({"inline_keyboard": [[1]]}),
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
    ] {
        raw.refuses("sendMessage", with(&chat, markup), 400, &format!("Bad Request: {why}")).await;
    }
}

#[tokio::test]
async fn a_keyboard_may_stand_in_a_string() {
    let (raw, _, chat) = Raw::with_ann().await;
    let sent = raw.call("sendMessage", with(&chat, button("Yes", "1").to_string().into())).await;
    assert_eq!(sent["reply_markup"], button("Yes", "1"));
    assert_eq!(chat.messages()[0].labels(), ["Yes"]);
}

#[tokio::test]
async fn a_keyboard_for_typing_is_seen_by_tests_only() {
    let (raw, _, chat) = Raw::with_ann().await;
    let sent = raw.call("sendMessage", with(&chat, json!({"keyboard": [["a", {"text": "b"}]]}))).await;
    assert_eq!(sent["reply_markup"], Value::Null);
    assert_eq!(chat.messages()[0].reply_keyboard, [["a", "b"]]);
}

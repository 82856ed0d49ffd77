//! Buttons that are pressed.

use std::time::Duration;

use serde_json::json;

use crate::raw::{Raw, button};

const INVALID: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

async fn asked() -> (Raw, workflow_bot_api::User, workflow_bot_api::Chat) {
    let (raw, ann, chat) = Raw::with_ann().await;
    let markup = button("Yes", "yes:1");
    raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": "Sure?", "reply_markup": markup})).await;
    (raw, ann, chat)
}

#[tokio::test]
async fn a_press_is_told_and_answered() {
    let (raw, ann, chat) = asked().await;
    let query = chat.presses("Yes").await.unwrap();
    let told = &raw.updates(0).await[0]["callback_query"];
    assert_eq!((&told["id"], &told["data"]), (&json!(query.0), &json!("yes:1")));
    assert_eq!((&told["from"]["id"], &told["message"]["text"]), (&json!(ann.id().0), &json!("Sure?")));
    assert!(told["chat_instance"].is_string());
    let answer = json!({"callback_query_id": query.0, "text": "Done", "show_alert": true});
    raw.call("answerCallbackQuery", answer).await;
    let answers = raw.api.answers();
    assert_eq!((answers.len(), &answers[0].query, answers[0].user), (1, &query, ann.id()));
    assert_eq!((answers[0].text.as_deref(), answers[0].is_alert), (Some("Done"), true));
}

#[tokio::test]
async fn an_unknown_query_is_invalid() {
    let (raw, _, _) = asked().await;
    raw.refuses("answerCallbackQuery", json!({"callback_query_id": "1"}), 400, INVALID).await;
    raw.refuses("answerCallbackQuery", json!({}), 400, INVALID).await;
}

#[tokio::test]
async fn a_query_is_answered_once() {
    let (raw, _, chat) = asked().await;
    let query = json!({"callback_query_id": chat.presses("yes:1").await.unwrap().0});
    raw.call("answerCallbackQuery", query.clone()).await;
    raw.refuses("answerCallbackQuery", query, 400, INVALID).await;
}

#[tokio::test]
async fn an_old_query_is_too_old() {
    let (raw, _, chat) = asked().await;
    let query = json!({"callback_query_id": chat.presses("Yes").await.unwrap().0});
    raw.api.pass(Duration::from_secs(3600));
    raw.refuses("answerCallbackQuery", query, 400, INVALID).await;
}

#[tokio::test]
async fn an_answer_over_200_letters_is_refused() {
    let (raw, _, chat) = asked().await;
    let query = chat.presses("Yes").await.unwrap().0;
    let long = json!({"callback_query_id": query, "text": "a".repeat(201)});
    raw.refuses("answerCallbackQuery", long, 400, "Bad Request: MESSAGE_TOO_LONG").await;
    let link = json!({"callback_query_id": query, "url": "https://example.com"});
    raw.refuses("answerCallbackQuery", link, 400, "Bad Request: URL_INVALID").await;
    raw.call("answerCallbackQuery", json!({"callback_query_id": query, "text": "a".repeat(200)})).await;
}

#[tokio::test]
async fn a_button_that_is_not_there_is_not_pressed() {
    let (_, _, chat) = asked().await;
    let missing = chat.presses("No").await.unwrap_err().to_string();
    assert!(missing.contains("\"No\"") && missing.contains("[Yes = yes:1]"), "{missing}");
}

#[tokio::test]
async fn buttons_of_others_and_forged_data_are_pressed() {
    let raw = Raw::start().await;
    let (ann, bob) = (raw.api.user("Ann"), raw.api.user("Bob"));
    let group = raw.api.group(&[&ann, &bob]);
    let markup = button("Yes", "1:1");
    raw.call("sendMessage", json!({"chat_id": group.id().0, "text": "a", "reply_markup": markup})).await;
    let message = group.messages()[0].id;
    group.presses_as(&bob, message, "Yes").await.unwrap();
    group.by(&ann).forges(message, "gone").await;
    let told = raw.updates(0).await;
    assert_eq!(told[0]["callback_query"]["from"]["id"], bob.id().0);
    assert_eq!(told[1]["callback_query"]["data"], "gone");
}

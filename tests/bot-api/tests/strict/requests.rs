//! How a call must look, and what is told of the bot.

use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::raw::Raw;

#[tokio::test]
async fn get_me_is_whole() {
    let raw = Raw::start().await;
    let me = raw.call("getMe", json!({})).await;
    assert_eq!(me["is_bot"], true);
    assert!(raw.api.token().starts_with(&format!("{}:", me["id"])));
    for field in ["first_name", "username"] {
        assert!(me[field].is_string(), "{field}");
    }
    for field in [
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    ] {
        assert!(me[field].is_boolean(), "{field}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_unauthorized() {
    let raw = Raw::start().await;
    let request = raw.client.get(format!("{}/bot1:wrong/getMe", raw.api.url()));
    let answer = raw.answer(request).await;
    assert_eq!(answer, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}));
}

#[tokio::test]
async fn an_unknown_method_is_not_found() {
    let raw = Raw::start().await;
    raw.refuses("sendSmell", json!({}), 404, "Not Found").await;
    raw.call("GETME", json!({})).await;
}

#[tokio::test]
async fn parameters_come_as_json_form_query_and_multipart() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().to_string();
    raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": "json"})).await;
    let fields = [("chat_id", &*id), ("text", "form")];
    raw.answer(raw.client.post(raw.address("sendMessage")).form(&fields)).await;
    let fields = [("chat_id", &*id), ("text", "query")];
    raw.answer(raw.client.get(raw.address("sendMessage")).query(&fields)).await;
    raw.upload("sendMessage", Form::new().text("chat_id", id).text("text", "multipart")).await;
    let texts: Vec<String> = chat.messages().into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["json", "form", "query", "multipart"]);
}

#[tokio::test]
async fn broken_json_is_refused() {
    let raw = Raw::start().await;
    let request = raw.client.post(raw.address("getMe")).header("content-type", "application/json").body("{\"a\":");
    let answer = raw.answer(request).await;
    assert_eq!(answer["error_code"], 400);
}

#[tokio::test]
async fn every_call_is_written_down() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.send(&chat, "hello").await;
    raw.refuses("sendMessage", json!({"chat_id": chat.id().0}), 400, "Bad Request: message text is empty").await;
    let calls = raw.api.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!((calls[0].number, &*calls[0].method, calls[0].status), (1, "sendmessage", 200));
    assert_eq!(calls[0].chat, Some(chat.id()));
    assert_eq!(calls[0].parameters["text"], "hello");
    assert_eq!(calls[1].answer["description"], "Bad Request: message text is empty");
}

#[tokio::test]
async fn a_transcript_shows_the_chat_and_the_last_calls() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.says("/make").await;
    let markup = crate::raw::button("Yes", "yes:1");
    raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": "Sure?", "reply_markup": markup})).await;
    let text = chat.transcript();
    for wanted in ["Ann: /make", "bot: Sure?", "[Yes = yes:1]", "sendmessage in", "-> 200 ok", "1 updates wait"] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let Raw { api, client } = Raw::start().await;
    let address = format!("{}/bot{}/getMe", api.url(), api.token());
    assert!(client.get(&address).send().await.is_ok());
    drop(api);
    assert!(client.get(&address).send().await.is_err());
}

#[tokio::test]
async fn get_chat_tells_of_a_chat() {
    let (raw, ann, chat) = Raw::with_ann().await;
    let told = raw.call("getChat", json!({"chat_id": chat.id().0})).await;
    assert_eq!((&told["type"], &told["first_name"]), (&json!("private"), &json!(ann.name())));
    assert!(told["accent_color_id"].is_number() && told["max_reaction_count"].is_number());
    raw.refuses("getChat", json!({"chat_id": 1}), 400, "Bad Request: chat not found").await;
    raw.refuses("getChat", json!({}), 400, "Bad Request: chat_id is empty").await;
}

#[tokio::test]
async fn an_unknown_chat_action_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let id = chat.id().0;
    let done = raw.call("sendChatAction", json!({"chat_id": id, "action": "typing"})).await;
    assert_eq!(done, Value::Bool(true));
    let wrong = "Bad Request: wrong parameter action in request";
    raw.refuses("sendChatAction", json!({"chat_id": id, "action": "dancing"}), 400, wrong).await;
}

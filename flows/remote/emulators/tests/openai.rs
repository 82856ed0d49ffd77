use flows_emulators::OpenAi;
use serde_json::{Value, json};

use crate::{answer, client};

/// The answer to this body is an error with this code, or else this parameter.
async fn assert_refused(path: &str, body: Value, code: &str) {
    let server = OpenAi::start("key").await;
    let request = client().post(format!("{}/{path}", server.base())).bearer_auth("key").json(&body);
    let (status, told) = answer(request).await;
    assert_eq!(status, 400, "{body}: {told}");
    assert!([&told["error"]["code"], &told["error"]["param"]].contains(&&json!(code)), "{body}: {told}");
    assert!(told["error"]["message"].is_string() && told["error"]["type"] == "invalid_request_error", "{told}");
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let server = OpenAi::start("key").await;
    let request = client().post(format!("{}/images/generations", server.base())).bearer_auth("other").json(&json!({}));
    let (status, told) = answer(request).await;
    assert_eq!((status, &told["error"]["code"]), (401, &json!("invalid_api_key")));
}

#[tokio::test]
async fn pictures_that_can_not_be_asked_for_are_refused() {
    let path = "images/generations";
    assert_refused(path, json!({ "prompt": "a" }), "model").await;
    assert_refused(path, json!({ "model": "dall-e-2" }), "prompt").await;
    assert_refused(path, json!({ "model": "none", "prompt": "a" }), "model_not_found").await;
    assert_refused(path, json!({ "model": "dall-e-2", "prompt": "a", "seed": 1 }), "unknown_parameter").await;
    assert_refused(path, json!({ "model": "dall-e-2", "prompt": 1 }), "invalid_type").await;
    assert_refused(path, json!({ "model": "dall-e-2", "prompt": "a", "n": "1" }), "invalid_type").await;
    assert_refused(path, json!({ "model": "dall-e-3", "prompt": "a", "n": 2 }), "invalid_value").await;
    assert_refused(path, json!({ "model": "dall-e-2", "prompt": "a", "size": "1x1" }), "invalid_value").await;
    let format = json!({ "model": "gpt-image-1", "prompt": "a", "response_format": "b64_json" });
    assert_refused(path, format, "unknown_parameter").await;
}

#[tokio::test]
async fn chats_that_can_not_be_had_are_refused() {
    let ask = |message: Value| json!({ "model": "gpt-4o-mini", "messages": [message] });
    let path = "chat/completions";
    assert_refused(path, json!({ "model": "gpt-4o-mini" }), "invalid_type").await;
    assert_refused(path, json!({ "model": "gpt-4o-mini", "messages": [] }), "empty_array").await;
    assert_refused(path, ask(json!({ "role": "robot", "content": "a" })), "invalid_value").await;
    assert_refused(path, ask(json!({ "role": "user", "content": 1 })), "invalid_type").await;
    assert_refused(path, ask(json!({ "role": "user", "content": "a", "tone": "b" })), "unknown_parameter").await;
    let picture = json!([{ "type": "image_url", "image_url": { "url": "data:image/png;base64,AAAA" } }]);
    assert_refused(path, ask(json!({ "role": "user", "content": picture })), "invalid_image_format").await;
    let mut hot = ask(json!({ "role": "user", "content": "a" }));
    hot["temperature"] = json!(2.5);
    assert_refused(path, hot, "temperature").await;
    let mut silent = ask(json!({ "role": "user", "content": "a" }));
    silent["response_format"] = json!({ "type": "json_object" });
    assert_refused(path, silent, "messages").await;
}

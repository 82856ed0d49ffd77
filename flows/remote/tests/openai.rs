use std::time::Duration;

use flows_emulators::{Fault, OpenAi};
use flows_remote::openai::{Chat, Count, Edit, Generation, ImageModel, Images, Message, Model, Size, Temperature};
use flows_remote::{ApiKey, JobKey, RemoteError};
use serde::Deserialize;
use serde_json::json;

const KEY: &str = "sk-secret";

fn key() -> JobKey {
    JobKey::new("session 1\nvisit 2")
}

fn images(server: &OpenAi) -> Images {
    Images::new(&server.base(), ApiKey::new(KEY)).unwrap()
}

fn chat(server: &OpenAi) -> Chat {
    Chat::new(&server.base(), ApiKey::new(KEY), Model::new("gpt-4o-mini")).unwrap()
}

fn generation() -> Generation {
    Generation {
        model: ImageModel::new("dall-e-2"),
        prompt: "a fox".to_owned(),
        size: Size::of(256, 256),
        count: Count::ONE,
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Every way a server can fail: all of them must be right for images, edits and chats alike.
async fn error(server: &OpenAi) -> RemoteError {
    let first = images(server).generate(&key(), &generation()).await.unwrap_err();
    let edit = Edit { generation: generation(), image: png(8, 8), mask: None };
    let second = images(server).edit(&key(), &edit).await.unwrap_err();
    let third = chat(server).say(&key(), &[Message::user("hello")], Temperature::EVEN).await.unwrap_err();
    let same = |error: &RemoteError| std::mem::discriminant(error);
    assert_eq!(same(&first), same(&second), "{first:?} {second:?}");
    assert_eq!(same(&first), same(&third), "{first:?} {third:?}");
    first
}

#[tokio::test]
async fn pictures_have_the_size_that_was_asked_for() {
    let server = OpenAi::start(KEY).await;
    let asked = Generation { count: Count::new(3).unwrap(), ..generation() };
    let pictures = images(&server).generate(&key(), &asked).await.unwrap();
    assert_eq!(pictures.len(), 3);
    assert_eq!(imagesize::blob_size(&pictures[2]).unwrap().width, 256);
    let call = &server.calls()[0];
    assert_eq!(call.headers["idempotency-key"], key().to_uuid().to_string());
}

#[tokio::test]
async fn gpt_image_is_asked_without_a_format() {
    let server = OpenAi::start(KEY).await;
    let model = ImageModel::new("gpt-image-1");
    let size = Size::of(1216, 832).nearest(&Size::GPT_IMAGE);
    let pictures = images(&server).generate(&key(), &Generation { model, size, ..generation() }).await.unwrap();
    assert_eq!(imagesize::blob_size(&pictures[0]).unwrap().width, 1536);
}

#[tokio::test]
async fn a_picture_is_changed_with_and_without_a_mask() {
    let server = OpenAi::start(KEY).await;
    for mask in [None, Some(png(8, 8))] {
        let edit = Edit { generation: generation(), image: png(8, 8), mask };
        assert_eq!(images(&server).edit(&key(), &edit).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_mask_of_another_size_is_refused_for_good() {
    let server = OpenAi::start(KEY).await;
    let edit = Edit { generation: generation(), image: png(8, 8), mask: Some(png(9, 8)) };
    let error = images(&server).edit(&key(), &edit).await.unwrap_err();
    assert!(error.to_string().contains("mask size does not match"), "{error}");
    assert!(!error.is_transient());
}

#[tokio::test]
async fn what_the_server_does_not_take_is_refused_for_good_with_its_words() {
    let server = OpenAi::start(KEY).await;
    let asked = Generation { size: Size::of(1216, 832), ..generation() };
    let error = images(&server).generate(&key(), &asked).await.unwrap_err();
    assert!(matches!(error, RemoteError::Invalid { .. }) && !error.is_transient(), "{error:?}");
    assert!(error.to_string().contains("Invalid value: '1216x832'"), "{error}");
    let asked = Generation { model: ImageModel::new("none"), ..generation() };
    let error = images(&server).generate(&key(), &asked).await.unwrap_err();
    assert!(error.to_string().contains("The model 'none' does not exist."), "{error}");
}

#[tokio::test]
async fn what_is_against_the_rules_is_refused() {
    let server = OpenAi::start(KEY).await;
    for (model, size) in [("dall-e-2", Size::of(256, 256)), ("gpt-image-1", Size::of(1024, 1024))] {
        let prompt = "something forbidden".to_owned();
        let asked = Generation { model: ImageModel::new(model), size, prompt, ..generation() };
        let error = images(&server).generate(&key(), &asked).await.unwrap_err();
        assert!(matches!(error, RemoteError::Refused { .. }) && !error.is_transient(), "{error:?}");
    }
    let asked = [Message::user("something forbidden")];
    let error = chat(&server).say(&key(), &asked, Temperature::EVEN).await.unwrap_err();
    assert!(matches!(error, RemoteError::Refused { .. }), "{error:?}");
}

#[tokio::test]
async fn a_model_that_refuses_or_is_filtered_has_refused() {
    let server = OpenAi::start(KEY).await;
    let choice =
        |refusal, reason| json!({ "message": { "content": null, "refusal": refusal }, "finish_reason": reason });
    for choice in [choice(json!("I can't."), "stop"), choice(json!(null), "content_filter")] {
        server.answers_with(choice);
        let error = chat(&server).say(&key(), &[Message::user("hello")], Temperature::EVEN).await.unwrap_err();
        assert!(matches!(error, RemoteError::Refused { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_permanent() {
    let server = OpenAi::start("another").await;
    let error = error(&server).await;
    assert!(matches!(error, RemoteError::Unauthorized { .. }) && !error.is_transient(), "{error:?}");
}

#[test]
fn a_key_is_never_shown() {
    let shown = format!(
        "{:?} {:?} {:?}",
        ApiKey::new(KEY),
        Images::new("http://127.0.0.1", ApiKey::new(KEY)).unwrap(),
        Chat::new("http://127.0.0.1", ApiKey::new(KEY), Model::new("any")).unwrap()
    );
    assert!(!shown.contains(KEY), "{shown}");
}

#[tokio::test]
async fn too_many_requests_are_transient_and_say_when() {
    let server = OpenAi::start(KEY).await;
    server.fault(Fault::too_many(17).always());
    let error = error(&server).await;
    assert!(error.is_transient(), "{error:?}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
}

#[tokio::test]
async fn no_money_is_permanent_though_it_comes_as_too_many_requests() {
    let server = OpenAi::start(KEY).await;
    let body = json!({ "error": { "message": "You exceeded your current quota", "code": "insufficient_quota" } });
    server.fault(Fault::answer(429, body).always());
    assert!(!error(&server).await.is_transient());
}

#[tokio::test]
async fn a_broken_server_is_transient() {
    let server = OpenAi::start(KEY).await;
    for status in [500, 502, 503, 529] {
        server.clear_faults();
        server.fault(Fault::status(status).always());
        let error = error(&server).await;
        assert!(matches!(error, RemoteError::Broken { .. }) && error.is_transient(), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_transient() {
    let server = OpenAi::start(KEY).await;
    server.fault(Fault::garbled().always());
    assert!(matches!(error(&server).await, RemoteError::Garbled { .. }));
    server.clear_faults();
    server.fault(Fault::lost().always());
    assert!(error(&server).await.is_transient());
    server.clear_faults();
    server.fault(Fault::answer(200, json!({ "data": [], "choices": [] })).always());
    assert!(matches!(error(&server).await, RemoteError::Garbled { .. }));
}

#[tokio::test]
async fn no_answer_in_time_is_transient() {
    let server = OpenAi::start(KEY).await;
    server.fault(Fault::hang().always());
    let soon = Duration::from_millis(200);
    let drawn = images(&server).with_timeout(soon).generate(&key(), &generation()).await;
    assert!(matches!(drawn, Err(RemoteError::TimedOut { .. })), "{drawn:?}");
    let said = chat(&server).with_timeout(soon).say(&key(), &[Message::user("hello")], Temperature::EVEN).await;
    assert!(said.unwrap_err().is_transient());
}

#[derive(Debug, Deserialize, PartialEq)]
struct Echo {
    echo: String,
}

#[tokio::test]
async fn a_chat_answers_in_words_and_in_json() {
    let server = OpenAi::start(KEY).await;
    let asked = [Message::system("Answer as JSON."), Message::assistant("Yes?"), Message::user("hello")];
    let cold = Temperature::new(0.2).unwrap();
    assert_eq!(chat(&server).say(&key(), &asked, cold).await.unwrap(), "hello");
    let echo: Echo = chat(&server).ask(&key(), &asked, cold).await.unwrap();
    assert_eq!(echo.echo, "hello");
    assert_eq!(server.calls()[1].body["temperature"], 0.2);
}

#[tokio::test]
async fn a_chat_looks_at_pictures() {
    let server = OpenAi::start(KEY).await;
    let asked = [Message::user("What is it?").with_picture(png(12, 7))];
    let said = chat(&server).say(&key(), &asked, Temperature::STRICT).await.unwrap();
    assert_eq!(said, "What is it? [picture 12x7]");
}

#[tokio::test]
async fn json_is_found_in_its_wrapping_and_missed_when_it_is_not_there() {
    let server = OpenAi::start(KEY).await;
    let asked = [Message::user("JSON please")];
    server.answers("```json\n{\"echo\": \"fox\"}\n```");
    let echo: Echo = chat(&server).ask(&key(), &asked, Temperature::EVEN).await.unwrap();
    assert_eq!(echo.echo, "fox");
    for answer in ["I am sorry", "{\"echo\": ", "{\"other\": 1}", "}{", " "] {
        server.answers(answer);
        let error = chat(&server).ask::<Echo>(&key(), &asked, Temperature::EVEN).await.unwrap_err();
        assert!(matches!(error, RemoteError::Garbled { .. }), "{answer}: {error:?}");
    }
    server.answers_with(json!({ "message": { "content": "{\"echo\": \"f" }, "finish_reason": "length" }));
    assert!(chat(&server).ask::<Echo>(&key(), &asked, Temperature::EVEN).await.unwrap_err().is_transient());
}

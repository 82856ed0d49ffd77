//! Workflows in a bot of another library, which reads the updates itself.

use serde_json::{Value, json};
use workflow::surface::telegram::{Door, DoorError, Handled, Telegram};
use workflow_telegram_tests::host::Host;

use crate::{at_menu, ends_with, texts};

/// Another library's bot: it asks for updates, and says again whatever is left to it.
async fn echoes(url: String, door: Door) {
    let client = reqwest::Client::new();
    let mut offset = 0;
    loop {
        let asked = client.post(format!("{url}/getUpdates")).json(&json!({ "offset": offset, "timeout": 30 }));
        let answer: Value = asked.send().await.unwrap().json().await.unwrap();
        for update in answer["result"].as_array().unwrap() {
            offset = update["update_id"].as_i64().unwrap() + 1;
            if door.handle(update.clone()).await.unwrap() == Handled::Taken {
                continue;
            }
            let Some(text) = update["message"]["text"].as_str() else { continue };
            let echo = json!({ "chat_id": update["message"]["chat"]["id"], "text": format!("You said: {text}") });
            client.post(format!("{url}/sendMessage")).json(&echo).send().await.unwrap();
        }
    }
}

async fn embedded() -> (Host, Door, tokio::task::JoinHandle<()>) {
    let mut host = Host::asleep().await;
    let (telegram, door) = Telegram::embedded(host.api.token());
    let api = host.api.url();
    host.wakes_as(|media| telegram.api(api).media(media)).await;
    let url = format!("{}/bot{}", host.api.url(), host.api.token());
    let other = tokio::spawn(echoes(url, door.clone()));
    (host, door, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_a_workflow_is_taken_and_the_rest_is_left() {
    let (host, _door, other) = embedded().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("hello").await;
    ann.sees(ends_with("You said: hello")).await;
    ann.says("/start").await;
    ann.sees(ends_with("You said: /start")).await;
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.says("hello again").await;
    ann.sees(ends_with("You said: hello again")).await;
    ann.says("/leave").await;
    ann.sees(ends_with("Goodbye, you!")).await;
    ann.says("/leave").await;
    let messages = ann.sees(ends_with("You said: /leave")).await;
    assert_eq!(texts(&messages).len(), 14);
    assert!(host.api.calls_of("setMyCommands").is_empty(), "the menu is the other library's");
    other.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_of_workflows_are_taken_and_others_are_left() {
    let (host, door, other) = embedded().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour Ann").await;
    let menu = ann.sees(ends_with("Where to, Ann?")).await.pop().unwrap();
    ann.presses("Break").await.unwrap();
    ann.sees(ends_with("It breaks.")).await;
    other.abort();
    ann.forges(menu.id, "other:5").await;
    let foreign = host.api.updates().last().unwrap().clone();
    assert_eq!(door.handle(foreign).await.unwrap(), Handled::Left);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workflow_that_is_off_is_left_to_the_others_and_goes_on_where_it_has_begun() {
    let (host, _door, other) = embedded().await;
    let (ann, bob) = (host.api.private(&host.api.user("Ann")), host.api.private(&host.api.user("Bob")));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    host.flags.set("tour", format!("off telegram:{}", bob.id()).parse().unwrap());
    ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.says("/leave").await;
    ann.sees(ends_with("Goodbye, you!")).await;
    ann.says("/tour").await;
    ann.sees(ends_with("You said: /tour")).await;
    bob.says("/tour Bob").await;
    bob.sees(ends_with("Where to, Bob?")).await;
    host.flags.clear("tour");
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    other.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_says_when_nobody_is_behind_it_any_more() {
    let (mut host, door, other) = embedded().await;
    at_menu(&host).await;
    other.abort();
    host.stops().await;
    let update = host.api.updates()[0].clone();
    assert!(matches!(door.handle(update).await, Err(DoorError::Stopped)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_is_closed_when_telegram_does_not_know_the_bot() {
    let api = workflow_bot_api::BotApi::start().await.unwrap();
    let (telegram, door) = Telegram::embedded("1:wrong");
    let engine = workflow::Engine::builder(())
        .store(workflow::Memory::new())
        .surface(telegram.api(api.url()))
        .build()
        .await
        .unwrap();
    assert!(engine.run(std::future::pending()).await.is_err());
    assert!(matches!(door.handle(json!({ "update_id": 1 })).await, Err(DoorError::Stopped)));
}

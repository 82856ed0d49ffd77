//! Updates that Telegram brings.

use workflow::surface::telegram::{Telegram, Webhook};
use workflow_telegram_tests::host::Host;

use crate::ends_with;

/// A bot that updates are brought to, and the address that they are brought to.
async fn brought() -> (Host, String) {
    let mut host = Host::asleep().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = listener.local_addr().unwrap().to_string();
    drop(listener);
    let address = format!("http://{listen}/telegram/here");
    let (token, api) = (host.api.token().to_owned(), host.api.url());
    let hook = Webhook::new(&address, &listen);
    host.wakes_as(|media| Telegram::webhook(token, hook).api(api).media(media)).await;
    (host, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_brought_is_answered() {
    let (host, _) = brought().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.presses("Break").await.unwrap();
    ann.sees(ends_with("It breaks.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_brings_is_not_taken() {
    let (host, address) = brought().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    let forged = host.api.updates()[0].clone();
    let client = reqwest::Client::new();
    for secret in [None, Some("guessed")] {
        let mut request = client.post(&address).json(&forged);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
}

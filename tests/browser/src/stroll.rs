//! Somebody who does anything at any time, through all flows, over the API of the page. `STROLL_SEED` repeats one.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use workflow_tests::dice::{Dice, seed};
use workflow_tests::gallery::png;

use crate::bot::Bot;
use crate::http::Http;

const SAID: [&str; 26] = [
    "/make",
    "/create",
    "/effect",
    "/inpaint",
    "/regen",
    "/again",
    "/riff",
    "/train",
    "/wallet",
    "/media",
    "/upscale",
    "/background",
    "/watermark",
    "/describe",
    "/settings",
    "/status",
    "/faucet",
    "/pay 0.001",
    "/cancel",
    "/back",
    "a cat by the sea",
    "7",
    "0.5",
    "-1",
    "Our cat",
    "the sky",
];

#[tokio::test]
async fn every_input_is_answered_and_nothing_breaks() {
    let mut dice = Dice::new(seed("STROLL_SEED"));
    let mut bot = Bot::start_with(["--pace=0", "--training=1", "--welcome=5000"].map(Into::into).to_vec()).await;
    let http = Http::to(&bot);
    let ann = http.visitor().await;
    let mut tokens: Vec<String> = Vec::new();
    for step in 0..250 {
        let shown = ann.get("/api/sessions").await.json();
        let now = tokens_of(&shown);
        tokens.extend(now.iter().cloned());
        let id = step.to_string();
        let answer = match dice.throw(10) {
            // What is shown now, or was once.
            0..=4 if !now.is_empty() => press(&ann, &id, &mut dice, &now).await,
            5 if !tokens.is_empty() => press(&ann, &id, &mut dice, &tokens).await,
            6 => ann.sends(&id, &[("cat.png", &png(1))]).await,
            7 => ann.sends(&id, &[("cat.png", &png(1)), ("dog.png", &png(2)), ("cow.png", &png(3))]).await,
            _ => {
                ann.input(&json!({"id": id, "text": SAID[usize::try_from(dice.throw(SAID.len() as u64)).unwrap()]}))
                    .await
            }
        };
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        let is_answered =
            [StatusCode::OK, StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status);
        assert!(is_answered, "{}: {}", answer.status, answer.text());
        assert_eq!(ann.get("/").await.status, StatusCode::OK);
        if step % 80 == 79 {
            bot.kill().await;
            bot.start_again().await;
        }
    }
    let log = bot.log();
    assert!(!log.contains("ERROR"), "{log}");
}

async fn press(ann: &crate::http::Visitor, id: &str, dice: &mut Dice, tokens: &[String]) -> crate::http::Answer {
    let token = &tokens[usize::try_from(dice.throw(tokens.len() as u64)).unwrap()];
    ann.input(&json!({"id": id, "press": token})).await
}

/// Every button in it.
fn tokens_of(shown: &Value) -> Vec<String> {
    match shown {
        Value::Object(fields) => {
            let own = fields.get("token").and_then(Value::as_str).map(ToOwned::to_owned);
            own.into_iter().chain(fields.values().flat_map(tokens_of)).collect()
        }
        Value::Array(values) => values.iter().flat_map(tokens_of).collect(),
        _ => Vec::new(),
    }
}

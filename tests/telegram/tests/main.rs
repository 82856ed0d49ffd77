//! What people see of a bot at Telegram.

#[path = "main/crowd.rs"]
mod crowd;
#[path = "main/door.rs"]
mod door;
#[path = "main/failures.rs"]
mod failures;
#[path = "main/groups.rs"]
mod groups;
#[path = "main/languages.rs"]
mod languages;
#[path = "main/media.rs"]
mod media;
#[path = "main/pages.rs"]
mod pages;
#[path = "main/questions.rs"]
mod questions;
#[path = "main/restarts.rs"]
mod restarts;
#[path = "main/roles.rs"]
mod roles;
#[path = "main/talk.rs"]
mod talk;
#[path = "main/views.rs"]
mod views;
#[path = "main/webhook.rs"]
mod webhook;

use workflow_bot_api::{Chat, Message};
use workflow_telegram_tests::host::Host;

/// The texts, as they stand.
fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

/// Whether the last message says this.
fn ends_with(text: &'static str) -> impl Fn(&[Message]) -> bool {
    move |messages| messages.last().is_some_and(|last| last.text == text)
}

/// The labels of the last message's buttons.
fn buttons(messages: &[Message]) -> Vec<Vec<String>> {
    let rows = messages.last().into_iter().flat_map(|last| &last.keyboard);
    rows.map(|row| row.iter().map(|button| button.label.clone()).collect()).collect()
}

/// What the button with this label sends.
fn data(message: &Message, label: &str) -> String {
    let button = message.keyboard.iter().flatten().find(|button| button.label == label);
    button.and_then(|button| button.data.clone()).unwrap_or_else(|| panic!("no button {label:?} in {message:#?}"))
}

/// Somebody at the menu of the tour.
async fn at_menu(host: &Host) -> Chat {
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann
}

/// Somebody for whom work is under way.
async fn at_work(host: &Host) -> Chat {
    let ann = at_menu(host).await;
    ann.presses("Work").await.unwrap();
    ann.sees(|messages| messages.last().is_some_and(|last| last.text.contains("30 % digging"))).await;
    ann
}

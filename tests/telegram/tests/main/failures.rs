//! What goes wrong at Telegram, and what of it anybody notices.

use std::time::Duration;

use serde_json::json;
use workflow_bot_api::Fault;
use workflow_telegram_tests::host::Host;

use crate::{at_menu, data, ends_with, texts};

#[tokio::test(flavor = "multi_thread")]
async fn g11_one_502_is_not_noticed() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    host.api.fail(Fault::html(502).method("sendMessage").times(1));
    host.api.fail(Fault::half().method("getUpdates").times(1));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    assert_eq!(texts(&ann.from_bot()), ["What is your name?", "Where to, Ann?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_told_and_the_conversation_goes_on() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Break").await.unwrap();
    ann.sees(ends_with("It breaks.")).await;
    ann.presses("Panic").await.unwrap();
    host.api
        .sees_calls(|calls| {
            calls.iter().filter(|call| call.method == "answercallbackquery" && call.status == 200).count() == 2
        })
        .await;
    assert_eq!(
        host.api.answers()[1].text.as_deref(),
        Some("That did not work. Nothing was changed; please try again.")
    );
    ann.presses("Go on").await.unwrap();
    ann.sees(ends_with("Where to, Ann?")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_a_chat_that_has_to_wait_holds_up_no_other() {
    let host = Host::start().await;
    let (ann, bob) = (host.api.private(&host.api.user("Ann")), host.api.private(&host.api.user("Bob")));
    host.api.fail(Fault::too_many(3600).chat(&ann).always());
    ann.says("/tour").await;
    host.api.sees_calls(|calls| calls.iter().any(|call| call.chat == Some(ann.id()) && call.status == 429)).await;
    bob.says("/tour Bob").await;
    bob.sees(ends_with("Where to, Bob?")).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let asked = host.api.calls().iter().filter(|call| call.chat == Some(ann.id())).count();
    assert_eq!(asked, 1, "a chat that wants to be left alone is");
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_a_chat_is_told_when_it_has_waited() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    host.api.fail(Fault::too_many(1).chat(&ann).times(2));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    assert_eq!(ann.from_bot().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_who_blocks_the_bot_is_left_alone_and_told_when_they_are_back() {
    let host = Host::start().await;
    let (ann, bob) = (host.api.private(&host.api.user("Ann")), host.api.private(&host.api.user("Bob")));
    ann.says("/tour Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.presses("Work").await.unwrap();
    ann.sees(|messages| messages.last().is_some_and(|last| last.text.contains("30 % digging"))).await;
    ann.blocks();
    host.slow.finish.notify_one();
    bob.says("/tour Bob").await;
    bob.sees(ends_with("Where to, Bob?")).await;
    ann.unblocks();
    ann.sees(ends_with("Look, Ann.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_updates_that_nobody_knows_lose_one_update_and_not_the_batch() {
    let mut host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    host.stops().await;
    host.api.sends_raw(json!({ "sunrise": { "chat": { "id": 5 } } }));
    host.api.sends_raw(json!({ "message": "not a message" }));
    ann.says("/tour").await;
    host.api.sends_raw(json!({ "callback_query": { "id": 5 } }));
    ann.says("Ann").await;
    host.wakes().await;
    ann.sees(ends_with("Where to, Ann?")).await;
    assert_eq!(host.api.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_that_was_deleted_is_shown_anew() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour Ann").await;
    let menu = ann.sees(ends_with("Where to, Ann?")).await.pop().unwrap();
    let press = data(&menu, "Break");
    ann.deletes(menu.id).await;
    ann.forges(menu.id, &press).await;
    ann.sees(ends_with("It breaks.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_an_answer_that_is_lost_is_said_twice_at_worst() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    host.api.fail(Fault::after().method("sendMessage").times(1));
    ann.says("/tour").await;
    ann.sees(|messages| texts(messages) == ["/tour", "What is your name?", "What is your name?"]).await;
    ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_an_edit_whose_answer_is_lost_is_one_message() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    host.api.fail(Fault::after().method("editMessageText").times(1));
    ann.presses("Break").await.unwrap();
    ann.sees(ends_with("It breaks.")).await;
    ann.presses("Go on").await.unwrap();
    ann.sees(ends_with("Where to, Ann?")).await;
    assert_eq!(ann.from_bot().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_shown_in_the_message_and_merged_to_the_latest() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Work").await.unwrap();
    let messages = ann
        .sees(|messages| messages.last().is_some_and(|last| last.text == "Working …\n\n▰▰▰▱▱▱▱▱▱▱ 30 % digging"))
        .await;
    assert_eq!(messages.len(), 2);
    ann.presses("Stop it").await.unwrap();
    ann.sees(ends_with("Where to, Ann?")).await;
}

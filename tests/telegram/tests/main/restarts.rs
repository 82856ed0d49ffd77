//! The bot is stopped, killed and started.

use std::time::Duration;

use workflow_bot_api::{Call, Fault};
use workflow_telegram_tests::host::Host;

use crate::{at_menu, at_work, ends_with, texts};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_while_no_bot_ran_is_answered_once() {
    let mut host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    host.stops().await;
    ann.says("Ann").await;
    host.wakes().await;
    let messages = ann.sees(ends_with("Where to, Ann?")).await;
    assert_eq!(texts(&messages), ["/tour", "What is your name?", "Ann", "Where to, Ann?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_is_edited_in_place_after_a_restart() {
    let mut host = Host::start().await;
    let ann = at_menu(&host).await;
    host.stops().await;
    host.wakes().await;
    ann.presses("Break").await.unwrap();
    let messages = ann.sees(ends_with("It breaks.")).await;
    assert_eq!(texts(&messages), ["/tour Ann", "It breaks."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_what_could_not_be_said_is_said_by_the_next_run() {
    let mut host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    host.api.fail(Fault::before().method("sendMessage").always());
    ann.says("R2D2").await;
    ann.says("Ann").await;
    host.api
        .sees_calls(|calls| {
            calls.iter().filter(|call| call.method == "sendmessage" && call.fault.is_some()).count() >= 2
        })
        .await;
    host.dies().await;
    host.api.clear_faults();
    host.wakes().await;
    let messages = ann.sees(ends_with("Where to, Ann?")).await;
    assert_eq!(texts(&messages)[4..], ["“R2D2” is no name.", "Where to, Ann?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_ended_while_nothing_could_be_said_is_told_by_the_next_run() {
    let mut host = Host::start().await;
    let ann = at_work(&host).await;
    host.api.fail(Fault::html(502).method("sendPhoto").always());
    host.slow.finish.notify_one();
    host.api.sees_calls(|calls| calls.iter().any(|call| call.method == "sendphoto")).await;
    host.dies().await;
    host.api.clear_faults();
    host.wakes().await;
    let messages = ann.sees(ends_with("Look, Ann.")).await;
    assert!(messages.last().unwrap().media.is_some());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(texts(&ann.from_bot()).iter().filter(|text| **text == "Look, Ann.").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_a_bot_that_dies_again_and_again_loses_nothing() {
    let mut host = Host::start().await;
    let chats: Vec<_> = (0..20).map(|_| host.api.private(&host.api.user("Ann"))).collect();
    for chat in &chats {
        chat.says("/tour").await;
    }
    for death in 0..5_u64 {
        tokio::time::sleep(Duration::from_millis(20 + death * 60)).await;
        host.dies().await;
        host.wakes().await;
    }
    for chat in &chats {
        chat.sees(ends_with("What is your name?")).await;
        chat.says("Ann").await;
    }
    for death in 0..5_u64 {
        tokio::time::sleep(Duration::from_millis(20 + death * 60)).await;
        host.dies().await;
        host.wakes().await;
    }
    for chat in &chats {
        let messages = chat.sees(ends_with("Where to, Ann?")).await;
        let told = texts(&messages).iter().filter(|text| **text == "Where to, Ann?").count();
        assert!(told <= 11, "each death may have it said once more: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_a_new_program_does_not_know_is_kept_and_told_of() {
    let mut host = Host::start().await;
    let (ann, bob) = (host.api.private(&host.api.user("Ann")), host.api.private(&host.api.user("Bob")));
    ann.says("/tour Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    host.stops().await;
    let path = host.folder().join("bot.db");
    let rename = |from: &str, to: &str| {
        let file = rusqlite::Connection::open(&path).unwrap();
        assert_eq!(file.execute("UPDATE session SET step = ?2 WHERE step = ?1", [from, to]).unwrap(), 1);
    };
    rename("Menu", "MainMenu");
    host.wakes().await;
    ann.presses("Break").await.unwrap();
    bob.says("/tour Bob").await;
    bob.sees(ends_with("Where to, Bob?")).await;
    let is_answered = |call: &Call| call.method == "answercallbackquery" && call.status == 200;
    host.api.sees_calls(|calls| calls.iter().any(is_answered)).await;
    let told = "This conversation can't go on right now. It is kept as it is until somebody has looked at it.";
    assert_eq!(host.api.answers()[0].text.as_deref(), Some(told));
    host.stops().await;
    rename("MainMenu", "Menu");
    host.wakes().await;
    ann.presses("Break").await.unwrap();
    ann.sees(ends_with("It breaks.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_what_could_not_be_said_for_long_and_over_several_runs_is_said_at_last() {
    let mut host = Host::start().await;
    let ann = at_work(&host).await;
    host.api.fail(Fault::html(502).method("sendPhoto").always());
    host.slow.finish.notify_one();
    let tries = |calls: &[Call]| calls.iter().filter(|call| call.method == "sendphoto" && call.status == 502).count();
    host.api.sees_calls(|calls| tries(calls) > 0).await;
    host.dies().await;
    for _ in 0..2 {
        host.clock.advance(Duration::from_secs(600));
        let before = tries(&host.api.calls());
        host.wakes().await;
        host.api.sees_calls(|calls| tries(calls) > before).await;
        // It says up to when it has told all, as far as it knows.
        host.stops().await;
    }
    host.api.clear_faults();
    host.clock.advance(Duration::from_secs(600));
    host.wakes().await;
    ann.sees(ends_with("Look, Ann.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_could_not_be_asked_is_asked_by_the_next_run() {
    let mut host = Host::start().await;
    let ann = at_work(&host).await;
    host.api.fail(Fault::html(502).method("sendMessage").always());
    ann.says("/tour Bob").await;
    host.api.sees_calls(|calls| calls.iter().any(|call| call.method == "sendmessage" && call.status == 502)).await;
    host.dies().await;
    host.clock.advance(Duration::from_secs(600));
    host.api.clear_faults();
    host.wakes().await;
    ann.sees(ends_with("“Working” is under way and would be lost. Begin /tour all the same?")).await;
}

//! One person and the bot.

use workflow_bot_api::{Call, UpdateId};
use workflow_telegram_tests::host::Host;
use workflow_telegram_tests::tour::labels;

use crate::{at_menu, buttons, data, ends_with, texts};

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_asked_answered_and_pressed() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    ann.says("Ann").await;
    let messages = ann.sees(ends_with("Where to, Ann?")).await;
    assert_eq!(texts(&messages), ["/tour", "What is your name?", "Ann", "Where to, Ann?"]);
    let marked: Vec<_> = messages[3].entities.iter().map(|entity| messages[3].marked(entity)).collect();
    assert_eq!(marked, ["Ann"]);
    assert_eq!(
        buttons(&messages),
        [
            vec!["Picture", "Album"],
            vec!["List", "Book"],
            vec!["Labels", "Story", "Work", "Review", "Break", "Leave"],
            vec!["Back"]
        ]
    );
    ann.presses("Leave").await.unwrap();
    let messages = ann.sees(ends_with("Goodbye, you!")).await;
    assert_eq!(
        texts(&messages),
        ["/tour", "What is your name?", "Ann", "Goodbye, you!"],
        "the menu is edited in place"
    );
    assert!(messages.iter().all(|message| message.keyboard.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_is_told_and_the_question_stays() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    ann.says("R2D2").await;
    ann.sees(ends_with("“R2D2” is no name.")).await;
    ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_keyboard_goes_when_a_new_one_comes() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.says("/tour Bob").await;
    let messages = ann
        .sees(|messages| {
            messages.iter().filter(|message| !message.keyboard.is_empty()).count() == 1 && messages.len() == 4
        })
        .await;
    assert_eq!(texts(&messages), ["/tour Ann", "Where to, Ann?", "/tour Bob", "Where to, Bob?"]);
    assert!(messages[1].keyboard.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_press_is_answered_and_a_double_tap_counts_once() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour Ann").await;
    let menu = ann.sees(ends_with("Where to, Ann?")).await.pop().unwrap();
    let press = data(&menu, "Break");
    ann.forges(menu.id, &press).await;
    ann.forges(menu.id, &press).await;
    ann.sees(ends_with("It breaks.")).await;
    host.api
        .sees_calls(|calls| {
            calls.iter().filter(|call| call.method == "answercallbackquery" && call.status == 200).count() == 2
        })
        .await;
    let answers: Vec<_> = host.api.answers().into_iter().map(|answer| answer.text).collect();
    assert_eq!(answers, [None, Some("This is not in use any more.".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_update_twice_is_one_turn() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    let update = UpdateId(host.api.updates()[0]["update_id"].as_i64().unwrap());
    host.api.sends_again(update);
    host.api.sends_again(update);
    ann.presses("Break").await.unwrap();
    let messages = ann.sees(ends_with("It breaks.")).await;
    assert_eq!(texts(&messages), ["/tour Ann", "It breaks."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_data_is_refused_and_harms_nothing() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour Ann").await;
    let menu = ann.sees(ends_with("Where to, Ann?")).await.pop().unwrap();
    for data in
        ["", "workflow-page:", "workflow-page:99999999999999999999", "AAAA", "../../etc/passwd", &"x".repeat(64)]
    {
        ann.forges(menu.id, data).await;
    }
    host.api
        .sees_calls(|calls| {
            calls.iter().filter(|call| call.method == "answercallbackquery" && call.status == 200).count() == 6
        })
        .await;
    assert!(host.api.answers().iter().all(|answer| answer.text.is_some()), "{:?}", host.api.answers());
    ann.presses("Break").await.unwrap();
    ann.sees(ends_with("It breaks.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_in_the_menu_of_telegram() {
    let host = Host::start().await;
    let calls =
        host.api.sees_calls(|calls| calls.iter().any(|call| call.method == "setmycommands" && call.status != 0)).await;
    let call = calls.iter().find(|call| call.method == "setmycommands").unwrap();
    assert_eq!(call.parameters["commands"][0]["command"], "tour");
    assert_eq!(call.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_an_old_message_is_refused_and_its_keyboard_goes() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour Ann").await;
    let old = ann.sees(ends_with("Where to, Ann?")).await.pop().unwrap();
    let press = data(&old, "Break");
    ann.says("/tour Bob").await;
    ann.sees(ends_with("Where to, Bob?")).await;
    ann.forges(old.id, &press).await;
    let is_answered = |call: &Call| call.method == "answercallbackquery" && call.status == 200;
    host.api.sees_calls(|calls| calls.iter().any(is_answered)).await;
    assert_eq!(host.api.answers()[0].text.as_deref(), Some("This is not in use any more."));
    let messages = ann.sees(ends_with("Where to, Bob?")).await;
    assert_eq!(messages.iter().filter(|message| !message.keyboard.is_empty()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_edited_later_changes_nothing() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    ann.says("/tour").await;
    ann.sees(ends_with("What is your name?")).await;
    let said = ann.says("Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.edits(said, "Bob").await;
    ann.presses("Break").await.unwrap();
    let messages = ann.sees(ends_with("It breaks.")).await;
    assert_eq!(texts(&messages), ["/tour", "What is your name?", "Bob", "It breaks."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_of_any_length_and_script_is_a_button() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Labels").await.unwrap();
    let messages = ann.sees(ends_with("Which label?")).await;
    assert_eq!(buttons(&messages)[..4], labels().map(|label| vec![label]));
    ann.presses(&labels()[1]).await.unwrap();
    ann.sees(ends_with("Goodbye, Ann with 1!")).await;
}

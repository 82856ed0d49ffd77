//! Several people in one chat.

use workflow_bot_api::Call;
use workflow_telegram_tests::host::Host;

use crate::texts;

fn says<'a>(messages: &'a [workflow_bot_api::Message], text: &str) -> Option<&'a workflow_bot_api::Message> {
    messages.iter().rev().find(|message| message.text == text)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_of_a_group_have_a_conversation_each() {
    let host = Host::start().await;
    let (ann, bob) = (host.api.user("Ann"), host.api.user("Bob"));
    let group = host.api.group(&[&ann, &bob]);
    group.says_as(&ann, "/tour Ann").await;
    group.says_as(&bob, "/tour Bob").await;
    let messages = group
        .sees(|messages| says(messages, "Where to, Ann?").is_some() && says(messages, "Where to, Bob?").is_some())
        .await;
    let of_ann = says(&messages, "Where to, Ann?").unwrap();
    group.presses_as(&ann, of_ann.id, "Break").await.unwrap();
    group.sees(|messages| says(messages, "It breaks.").is_some()).await;
    assert!(says(&group.messages(), "Where to, Bob?").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_somebody_else_is_refused_with_a_short_answer() {
    let host = Host::start().await;
    let (ann, bob) = (host.api.user("Ann"), host.api.user("Bob"));
    let group = host.api.group(&[&ann, &bob]);
    group.says_as(&ann, "/tour Ann").await;
    let messages = group.sees(|messages| says(messages, "Where to, Ann?").is_some()).await;
    let menu = says(&messages, "Where to, Ann?").unwrap();
    group.presses_as(&bob, menu.id, "Break").await.unwrap();
    let is_answered = |call: &Call| call.method == "answercallbackquery" && call.status == 200;
    host.api.sees_calls(|calls| calls.iter().any(is_answered)).await;
    assert_eq!(host.api.answers()[0].text.as_deref(), Some("This is for somebody else."));
    group.presses_as(&ann, menu.id, "Break").await.unwrap();
    group.sees(|messages| says(messages, "It breaks.").is_some()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_the_bot_is_left_alone() {
    let host = Host::start().await;
    let (ann, bob) = (host.api.user("Ann"), host.api.user("Bob"));
    let group = host.api.group(&[&ann, &bob]);
    group.says_as(&bob, "hello everybody").await;
    group.says_as(&bob, "/unknown").await;
    group.says_as(&bob, "/tour@some_other_bot").await;
    group.says_as(&ann, "/tour").await;
    group.sees(|messages| says(messages, "What is your name?").is_some()).await;
    group.says_as(&bob, "I am Bob").await;
    group.says_as(&ann, "Ann").await;
    group.sees(|messages| says(messages, "Where to, Ann?").is_some()).await;
    assert_eq!(texts(&group.from_bot()), ["What is your name?", "Where to, Ann?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_topic_has_a_conversation_of_its_own() {
    let host = Host::start().await;
    let ann = host.api.user("Ann");
    let group = host.api.supergroup(&[&ann]);
    let (one, two) = (group.topic("One"), group.topic("Two"));
    one.says_as(&ann, "/tour One").await;
    two.says_as(&ann, "/tour Two").await;
    let messages = group
        .sees(|messages| says(messages, "Where to, One?").is_some() && says(messages, "Where to, Two?").is_some())
        .await;
    assert_eq!(says(&messages, "Where to, One?").unwrap().thread, one.thread());
    assert_eq!(says(&messages, "Where to, Two?").unwrap().thread, two.thread());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_becomes_a_supergroup_keeps_its_conversations() {
    let host = Host::start().await;
    let ann = host.api.user("Ann");
    let group = host.api.group(&[&ann]);
    group.says_as(&ann, "/tour").await;
    group.sees(|messages| says(messages, "What is your name?").is_some()).await;
    let group = group.migrates();
    group.says_as(&ann, "Ann").await;
    group.sees(|messages| says(messages, "Where to, Ann?").is_some()).await;
}

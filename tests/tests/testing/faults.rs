//! Faults on demand.

use workflow_tests::make::{AskPrompt, Done, Drawing, PickShape};

use super::{drawing, studio};

#[tokio::test]
async fn a_commit_that_fails_changes_nothing_and_can_be_sent_again() {
    let mut chat = studio().await;
    chat.say("/create").await.fail_next_commit().say("a cat").await.at::<AskPrompt>().not_moved();
    chat.again().await.at::<PickShape>();
    assert!(chat.transcript().contains("ann: a cat\n  -- no answer: the store failed --\n  -- delivered again --\n"));
}

#[tokio::test]
async fn an_answer_that_is_lost_is_the_same_when_it_is_sent_again() {
    let mut chat = studio().await;
    chat.say("/create").await.lose_next_answer().say("a cat").await.at::<PickShape>();
    chat.again().await.at::<PickShape>().not_moved();
}

#[tokio::test]
async fn work_of_a_commit_whose_answer_was_lost_begins_with_the_next_message() {
    let mut chat = studio().await;
    chat.say("/create a cat").await.press("1:1").await.lose_next_answer().press("Draw it").await.at::<Drawing>();
    assert!(chat.waiting().is_empty());
    chat.again().await.finish("render", Ok("a picture")).await.at::<Done>();
}

#[tokio::test]
async fn a_crash_before_the_commit_changes_nothing() {
    let mut chat = studio().await;
    chat.say("/create").await.crash_before_commit().say("a cat").await.at::<AskPrompt>();
    chat.again().await.at::<PickShape>();
    chat.again().await.again().await.at::<PickShape>().not_moved();
}

#[tokio::test]
async fn a_crash_after_the_commit_has_moved_once() {
    let mut chat = studio().await;
    chat.say("/create").await.crash_after_commit().say("a cat").await.at::<PickShape>();
    chat.again().await.not_moved();
    assert_eq!(chat.screens()[0].revision().get(), 2);
}

#[tokio::test]
async fn work_whose_end_is_lost_in_a_crash_is_done_again() {
    let mut chat = drawing().await;
    chat.crash_before_commit().finish("render", Ok("first")).await.at::<Drawing>();
    chat.finish("render", Ok("second")).await.at::<Done>();
    assert_eq!(chat.data::<Done>()["image"], "second");
}

#[tokio::test]
async fn a_commit_of_the_engine_that_fails_is_repeated_by_it() {
    let mut chat = drawing().await;
    chat.fail_next_commit().finish("render", Ok("a picture")).await.at::<Done>();
}

//! Hooks: after the commit, in order; what they do harms nobody and delays no turn.

use workflow_tests::claim::Office;

use super::stands;

#[tokio::test]
async fn the_step_that_is_left_is_told_before_the_one_that_is_entered() {
    let office = Office::new().await;
    office.reviewing("ann").await;
    office.deeds.until("came Review", 1).await;
    let expected = ["came AskWhat", "left AskWhat", "came AskSum", "left AskSum", "came Review"];
    assert_eq!(office.deeds.done(), expected);
}

#[tokio::test]
async fn hooks_are_called_for_going_back_for_timers_and_for_an_end() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Back").await;
    ann.says("1").await;
    office.passes(15);
    office.deeds.until("came Dropped", 1).await;
    let expected = ["left Review", "came AskSum", "left AskSum", "came Review", "left Review", "came Dropped"];
    assert_eq!(office.deeds.done()[5..], expected);
}

#[tokio::test]
async fn g08_a_slow_hook_delays_no_turn() {
    let office = Office::new().await;
    office.deeds.hold(true);
    let ann = office.reviewing("ann").await;
    assert_eq!(ann.stands().await, stands("Review", 3));
    assert!(office.chat("bob").says("/claim").await.moved());
    office.deeds.until("left AskWhat", 1).await;
    assert_eq!(office.deeds.of("came Review").len(), 0);
    office.deeds.hold(false);
    office.deeds.until("came Review", 1).await;
}

#[tokio::test]
async fn g08_a_hook_that_panics_harms_nobody() {
    let office = Office::new().await;
    office.deeds.break_down(true);
    let ann = office.reviewing("ann").await;
    office.deeds.until("came Review", 1).await;
    assert_eq!(ann.stands().await, stands("Review", 3));
}

#[tokio::test]
async fn a_move_that_is_not_taken_calls_no_hook() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    office.deeds.until("came Review", 1).await;
    assert!(!ann.says("what?").await.moved());
    ann.presses("Back").await;
    office.deeds.until("came AskSum", 2).await;
    assert_eq!(office.deeds.done().len(), 7);
}

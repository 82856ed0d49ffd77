//! Whatever goes wrong in a user's function harms one turn, and the session stays usable.

use std::time::Duration;

use workflow_tests::bench::Bench;
use workflow_tests::trial::Mood;

use super::{FAILED, stands, told};

/// The text goes wrong, the user is told so, and everything goes on as before.
async fn goes_wrong(text: &str) {
    let bench = Bench::limited(|limits| limits.turn_time = Duration::from_millis(300)).await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    ann.says("/trial one").await;
    let (wrong, other) = tokio::join!(ann.says(text), bob.says("/trial"));
    assert_eq!(told(&wrong), FAILED);
    assert!(other.moved());
    assert_eq!(ann.stands().await, stands("Asking", 1));
    assert!(ann.says("two").await.moved());
    assert_eq!(ann.heard().await, ["one", "two"]);
}

#[tokio::test]
async fn g08_a_fault_in_a_transition() {
    goes_wrong("fault").await;
}

#[tokio::test]
async fn g08_a_panic_in_a_transition() {
    goes_wrong("panic").await;
}

#[tokio::test]
async fn g08_a_transition_that_takes_too_long() {
    goes_wrong("forever").await;
}

#[tokio::test]
async fn g08_a_view_that_takes_too_long() {
    goes_wrong("view forever").await;
}

async fn extractor_goes_wrong(mood: Mood) {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial one").await;
    bench.world.be(mood);
    assert_eq!(told(&ann.says("two").await), FAILED);
    bench.world.be(Mood::Well);
    assert!(ann.says("three").await.moved());
    assert_eq!(ann.heard().await, ["one", "three"]);
}

#[tokio::test]
async fn g08_a_fault_in_an_extractor() {
    extractor_goes_wrong(Mood::Faulty).await;
}

#[tokio::test]
async fn g08_a_panic_in_an_extractor() {
    extractor_goes_wrong(Mood::Panicking).await;
}

#[tokio::test]
async fn g08_a_view_that_fails_shows_the_docs() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    assert!(ann.says("view fault").await.moved());
    assert_eq!(ann.shown().await, "Send something.");
    assert!(ann.presses("Once more").await.moved());
}

#[tokio::test]
async fn g08_a_view_that_rejects_shows_the_docs_and_the_rejection() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("view reject").await;
    assert_eq!(ann.shown().await, "Send something.");
    assert_eq!(ann.now().await.view().notice.as_ref().unwrap().to_plain(), "Not shown.");
}

#[tokio::test]
async fn g08_a_view_that_panics_shows_the_docs_and_takes_no_move_back() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    assert!(ann.says("view panic").await.moved());
    assert_eq!(ann.shown().await, "Send something.");
    assert!(ann.presses("Once more").await.moved());
}

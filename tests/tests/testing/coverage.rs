//! Coverage of edges.

use workflow::testing::coverage;
use workflow_tests::make::Make;

use super::{drawing, studio};

#[tokio::test]
async fn a_missed_edge_is_named() {
    let mut chat = drawing().await;
    chat.finish("render", Ok("x")).await;
    assert_eq!(
        chat.coverage::<Make>().missed(),
        [
            "(start) → start → AskPrompt",
            "AskPrompt → prompt → PickShape",
            "Review → reprompt → AskPrompt",
            "Drawing → not_drawn → Review",
            "(any) → cancel → Cancelled",
        ]
    );
    let coverage = chat.coverage::<Make>();
    let panic = std::panic::catch_unwind(|| coverage.assert_all_edges()).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(
        text.starts_with("no test has taken 5 of the 9 edges of `make`:\n  (start) → start → AskPrompt\n"),
        "{text}"
    );
    let report = chat.coverage::<Make>().to_string();
    assert!(
        report.starts_with("`make`: 4 of 9 edges\n  ✗ (start) → start → AskPrompt\n  ✓ (start) → start → PickShape\n")
    );
}

#[tokio::test]
async fn the_coverage_of_several_chats_is_put_together() {
    let mut one = drawing().await;
    one.fail("render", "no").await.press("reprompt").await.say("a dog").await;
    let mut other = studio().await;
    other.say("/create").await.say("/cancel").await;
    let both = one.coverage::<Make>().and(&other.coverage::<Make>());
    assert_eq!(both.missed(), ["Drawing → drawn → Done"]);
    both.clone().except("drawn").assert_all_edges();
    let all = coverage::taken::<Make>();
    assert!(both.taken().iter().all(|edge| all.taken().contains(edge)));
}

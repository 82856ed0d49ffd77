//! The same delivery id never moves a session twice and gets the first answer again.

use futures_util::future::join_all;
use workflow::store::Answered;
use workflow::{Delivery, Outcome};
use workflow_tests::bench::{Bench, Chat};

use super::{KNOWN, rejected, stands};

/// Delivers the same id again, with the same content and with others.
async fn again(chat: &Chat, id: &str, first: &Outcome) {
    let before = chat.engine.session(&chat.key).await.unwrap().map(|now| now.record().clone());
    let token = chat.engine.session(&chat.key).await.unwrap().and_then(|now| now.offers().into_iter().flatten().next());
    let mut others = vec![
        Delivery::text(id, "one"),
        Delivery::text(id, "no"),
        Delivery::text(id, "/trial"),
        Delivery::text(id, "/nonsense"),
        Delivery::text(id, "fault"),
        Delivery::press(id, workflow::Token::new("forged")),
    ];
    others.extend(token.map(|offer| Delivery::press(id, offer.token)));
    for other in others {
        let shown = format!("{other:?}");
        assert_eq!(chat.delivers(other).await, *first, "{shown}");
    }
    let after = chat.engine.session(&chat.key).await.unwrap().map(|now| now.record().clone());
    assert_eq!(before, after);
}

#[tokio::test]
async fn g02_a_move_is_answered_again_and_not_made_again() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let first = ann.delivers(Delivery::text("x", "one")).await;
    again(&ann, "x", &first).await;
    ann.says("two").await;
    again(&ann, "x", &first).await;
    assert_eq!(ann.heard().await, ["one", "two"]);
}

#[tokio::test]
async fn g02_a_start_is_answered_again_and_not_made_again() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    let first = ann.delivers(Delivery::text("x", "/trial")).await;
    again(&ann, "x", &first).await;
}

#[tokio::test]
async fn g02_a_rejection_is_told_again() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let first = ann.delivers(Delivery::text("x", "no")).await;
    assert_eq!(first.answered, rejected("No."));
    again(&ann, "x", &first).await;
    ann.says("two").await;
    again(&ann, "x", &first).await;
}

#[tokio::test]
async fn g02_a_stale_press_is_stale_again() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let old = ann.token("Once more").await;
    ann.says("one").await;
    let first = ann.delivers(Delivery::press("x", old)).await;
    assert_eq!(first.answered, Answered::Stale);
    again(&ann, "x", &first).await;
}

#[tokio::test]
async fn g02_what_was_told_when_nothing_was_under_way_is_told_again() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    let first = ann.delivers(Delivery::text("x", "hello")).await;
    assert_eq!(first.answered, rejected(&format!("Nothing is under way. {KNOWN}")));
    again(&ann, "x", &first).await;
    ann.says("/trial").await;
    again(&ann, "x", &first).await;
}

#[tokio::test]
async fn g02_a_fault_is_told_again() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    for (id, text) in [("x", "fault"), ("y", "panic")] {
        let first = ann.delivers(Delivery::text(id, text)).await;
        assert_eq!(first.answered, rejected(super::FAILED));
        again(&ann, id, &first).await;
    }
}

#[tokio::test]
async fn g02_answers_are_the_same_after_a_restart() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.delivers(Delivery::text("start", "/trial")).await;
    let old = ann.token("Once more").await;
    let mut firsts = vec![("start", ann.delivers(Delivery::text("start", "/trial")).await)];
    for (id, text) in [("moved", "one"), ("rejected", "no"), ("failed", "fault"), ("unknown", "/nonsense")] {
        firsts.push((id, ann.delivers(Delivery::text(id, text)).await));
    }
    firsts.push(("stale", ann.delivers(Delivery::press("stale", old)).await));
    let bench = bench.restart().await;
    let ann = bench.chat("ann");
    for (id, first) in firsts {
        again(&ann, id, &first).await;
    }
    assert_eq!(ann.heard().await, ["one"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn g02_one_id_delivered_50_times_at_once_moves_once() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let outcomes = join_all((0..50).map(|_| ann.delivers(Delivery::text("x", "one")))).await;
    assert!(outcomes[0].moved());
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
    assert_eq!(ann.heard().await, ["one"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn g02_one_id_with_different_content_at_once_counts_once() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let texts = ["one", "no", "two", "/nonsense", "/stop"];
    let outcomes = join_all((0..50).map(|number| ann.delivers(Delivery::text("x", texts[number % 5])))).await;
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
    assert_eq!(ann.stands().await, stands("Asking", 2));
}

#[tokio::test]
async fn g02_an_id_is_of_one_key_only() {
    let bench = Bench::new().await;
    for name in ["ann", "bob"] {
        assert!(bench.chat(name).delivers(Delivery::text("x", "/trial")).await.moved());
    }
}

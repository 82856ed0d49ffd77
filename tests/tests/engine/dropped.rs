//! Whatever future is dropped, and whatever the store answers: what is in memory is what is stored.

use std::task::Poll;

use workflow::{DeliverError, Delivery, Sqlite};
use workflow_tests::bench::{Bench, patiently};
use workflow_tests::gated::{Gated, Go};
use workflow_tests::trial::End;

use super::stands;

async fn gated() -> (Gated, Bench, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let gated = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    let bench = Bench::on(gated.clone()).await;
    (gated, bench, folder)
}

#[tokio::test]
async fn g01_nothing_is_answered_before_it_is_committed() {
    let (gated, bench, _kept) = gated().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut gate = gated.shut();
    let mut events = bench.engine.events();
    let mut turn = Box::pin(ann.says("work hard"));
    let held = tokio::select! {
        _ = &mut turn => panic!("it was answered before it was committed"),
        held = gate.recv() => held.unwrap(),
    };
    // Nothing of it shows, and its work is not begun.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(ann.stands().await, stands("Asking", 1));
    assert!(events.try_recv().is_err());
    let mut bench = bench;
    assert!(bench.seen.attempts.try_recv().is_err());
    held.go.send(Go::On).unwrap();
    assert!(turn.await.moved());
    assert_eq!(bench.attempt().await.task, "hard");
}

#[tokio::test]
async fn g12_a_turn_whose_caller_is_gone_is_finished() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut changes = bench.engine.changes(&ann.key);
    {
        let mut turn = Box::pin(ann.delivers(Delivery::text("x", "slow one")));
        assert!(std::future::poll_fn(|context| Poll::Ready(turn.as_mut().poll(context))).await.is_pending());
    }
    bench.call().await.go.send(()).unwrap();
    patiently(changes.changed()).await;
    assert_eq!(ann.heard().await, ["slow one"]);
    assert!(ann.delivers(Delivery::text("x", "one")).await.moved());
    assert!(ann.says("two").await.moved());
    assert_eq!(ann.heard().await, ["slow one", "two"]);
}

/// Whatever number of polls a delivery is given before it is dropped: the session has moved or not, and memory and
/// store agree.
#[tokio::test]
async fn g12_a_delivery_can_be_dropped_at_every_await() {
    let bench = Bench::new().await;
    for polls in 0..12 {
        let ann = bench.chat(&format!("ann {polls}"));
        ann.says("/trial").await;
        {
            let mut turn = Box::pin(ann.delivers(Delivery::text("x", "one")));
            let mut left = polls;
            std::future::poll_fn(|context| {
                if left == 0 || turn.as_mut().poll(context).is_ready() {
                    return Poll::Ready(());
                }
                left -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
        }
        // It counts once, whether the dropped one was finished or is to come.
        assert!(ann.delivers(Delivery::text("x", "one")).await.moved());
        assert_eq!(ann.heard().await, ["one"]);
        assert_eq!(ann.stands().await, stands("Asking", 2));
        assert!(ann.says("two").await.moved());
    }
    let bench = bench.restart().await;
    for polls in 0..12 {
        assert_eq!(bench.chat(&format!("ann {polls}")).heard().await, ["one", "two"]);
    }
}

#[tokio::test]
async fn g12_a_commit_whose_caller_is_gone_is_finished() {
    let (gated, mut bench, _kept) = gated().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut gate = gated.shut();
    let mut changes = bench.engine.changes(&ann.key);
    let held = {
        let turn = ann.says("work hard");
        tokio::select! {
            _ = turn => panic!("it waits at the gate"),
            held = gate.recv() => held.unwrap(),
        }
    };
    held.go.send(Go::On).unwrap();
    patiently(changes.changed()).await;
    assert_eq!(ann.stands().await, stands("Working", 2));
    assert_eq!(bench.attempt().await.task, "hard");
}

#[tokio::test]
async fn a_store_that_fails_changes_nothing() {
    let (gated, mut bench, _kept) = gated().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut gate = gated.shut();
    let deliver = || bench.engine.deliver(ann.key.clone(), Delivery::text("x", "work hard"));
    let (failed, ()) = tokio::join!(deliver(), async { gate.recv().await.unwrap().go.send(Go::FailBefore).unwrap() });
    assert!(matches!(failed, Err(DeliverError::Store(_))), "{failed:?}");
    assert_eq!(ann.stands().await, stands("Asking", 1));
    drop(gate);
    assert!(deliver().await.unwrap().moved());
    assert_eq!(bench.attempt().await.task, "hard");
}

#[tokio::test]
async fn a_store_whose_answer_is_lost_is_asked_what_came_of_it() {
    let (gated, bench, _kept) = gated().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut gate = gated.shut();
    let deliver = || bench.engine.deliver(ann.key.clone(), Delivery::text("x", "one"));
    let (failed, ()) = tokio::join!(deliver(), async { gate.recv().await.unwrap().go.send(Go::FailAfter).unwrap() });
    assert!(matches!(failed, Err(DeliverError::Store(_))), "{failed:?}");
    drop(gate);
    assert!(deliver().await.unwrap().moved());
    assert_eq!(ann.heard().await, ["one"]);
    assert!(ann.says("two").await.moved());
    assert_eq!(ann.heard().await, ["one", "two"]);
}

#[tokio::test]
async fn g05_work_of_a_move_whose_answer_was_lost_is_started_when_the_session_is_next_seen() {
    let (gated, mut bench, _kept) = gated().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut gate = gated.shut();
    let deliver = || bench.engine.deliver(ann.key.clone(), Delivery::text("x", "work hard"));
    let (failed, ()) = tokio::join!(deliver(), async { gate.recv().await.unwrap().go.send(Go::FailAfter).unwrap() });
    assert!(failed.is_err());
    drop(gate);
    // The caller delivers again, as it is told to.
    assert!(deliver().await.unwrap().moved());
    assert_eq!(bench.attempt().await.task, "hard");
}

#[tokio::test(start_paused = true)]
async fn g05_a_result_whose_commit_fails_is_taken_once_whatever_was_written() {
    for how in [Go::FailBefore, Go::FailAfter] {
        let (gated, mut bench, _kept) = gated().await;
        let ann = bench.chat("ann");
        ann.says("/trial").await;
        ann.says("work hard").await;
        let attempt = bench.attempt().await;
        let mut gate = gated.shut();
        attempt.reply.send(End::Gives("done")).unwrap();
        patiently(gate.recv()).await.unwrap().go.send(how).unwrap();
        drop(gate);
        ann.until_at("Asking").await;
        assert_eq!(ann.stands().await, stands("Asking", 3));
        assert_eq!(ann.heard().await, ["done"]);
        assert!(ann.says("two").await.moved());
        assert_eq!(ann.stands().await, stands("Asking", 4));
        assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
        assert!(bench.seen.attempts.try_recv().is_err());
    }
}

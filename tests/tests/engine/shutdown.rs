//! Closing: turns that were begun are finished, nothing more is taken, work waits for the next engine.

use std::sync::Arc;
use std::task::Poll;

use workflow::{Delivery, Sqlite};
use workflow_tests::bench::{Bench, builder, patiently};
use workflow_tests::trial::{End, World};

use super::{is_closing, stands};

/// Polls once.
macro_rules! poll {
    ($future:expr) => {
        std::future::poll_fn(|context| Poll::Ready($future.as_mut().poll(context))).await
    };
}

#[tokio::test]
async fn g12_a_turn_that_was_begun_is_finished_and_nothing_more_is_taken() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut slow = Box::pin(ann.delivers(Delivery::text("x", "slow one")));
    assert!(poll!(slow).is_pending());
    let call = bench.call().await;
    let engine = bench.engine.clone();
    let mut close = Box::pin(engine.close());
    assert!(poll!(close).is_pending());
    assert!(is_closing(&bench.engine.deliver(ann.key.clone(), Delivery::text("y", "two")).await));
    call.go.send(()).unwrap();
    patiently(close).await;
    assert!(slow.await.moved());
    drop((engine, ann));
    let bench = bench.restart().await;
    assert_eq!(bench.chat("ann").heard().await, ["slow one"]);
}

#[tokio::test]
async fn g12_turns_that_only_wait_are_refused_so_that_closing_is_quick() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let deliver = |id: &str, text: &str| Box::pin(bench.engine.deliver(ann.key.clone(), Delivery::text(id, text)));
    let (mut slow, mut waiting) = (deliver("1", "slow 1"), deliver("2", "slow 2"));
    assert!(poll!(slow).is_pending());
    let call = patiently(bench.seen.calls.recv()).await.unwrap();
    assert!(poll!(waiting).is_pending());
    let mut close = Box::pin(bench.engine.close());
    assert!(poll!(close).is_pending());
    call.go.send(()).unwrap();
    assert!(slow.await.unwrap().moved());
    assert!(is_closing(&waiting.await));
    patiently(close).await;
}

#[tokio::test]
async fn g12_closing_twice_and_at_once_is_closing() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    tokio::join!(bench.engine.close(), bench.engine.close());
    patiently(bench.engine.close()).await;
    assert!(is_closing(&bench.engine.deliver(ann.key.clone(), Delivery::text("y", "two")).await));
}

#[tokio::test]
async fn g05_work_that_is_under_way_waits_for_the_next_engine() {
    let mut bench = Bench::new().await;
    bench.chat("ann").says("/trial").await;
    bench.chat("ann").says("work hard").await;
    let mut first = bench.attempt().await;
    patiently(bench.engine.close()).await;
    // It has been ended, not forgotten.
    patiently(first.reply.closed()).await;
    let mut bench = bench.restart().await;
    let second = bench.attempt().await;
    assert_eq!((first.key, first.task), (second.key, second.task));
    second.reply.send(End::Gives("done")).unwrap();
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["done"]);
    assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
}

#[tokio::test]
async fn g12_work_that_a_last_turn_asks_for_is_not_begun() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    bench.attempt().await.reply.send(End::Gives("slow")).unwrap();
    let call = bench.call().await;
    let engine = bench.engine.clone();
    let mut close = Box::pin(engine.close());
    assert!(poll!(close).is_pending());
    call.go.send(()).unwrap();
    patiently(close).await;
    assert_eq!(bench.chat("ann").heard().await, ["slow"]);
    drop((engine, ann));

    let mut bench = bench.restart().await;
    let ann = bench.chat("ann");
    let mut slow = Box::pin(ann.says("slow one"));
    assert!(poll!(slow).is_pending());
    let call = bench.call().await;
    let engine = bench.engine.clone();
    let mut close = Box::pin(engine.close());
    assert!(poll!(close).is_pending());
    call.go.send(()).unwrap();
    patiently(close).await;
    assert!(slow.await.moved());
    assert!(bench.seen.attempts.try_recv().is_err());
}

#[tokio::test]
async fn g12_closing_while_a_result_is_being_taken_loses_nothing() {
    for _ in 0..30 {
        let mut bench = Bench::new().await;
        bench.chat("ann").says("/trial").await;
        bench.chat("ann").says("work hard").await;
        bench.attempt().await.reply.send(End::Gives("done")).unwrap();
        // Somewhere between the result and its commit.
        let mut bench = bench.restart().await;
        if bench.chat("ann").now().await.step() == "Working" {
            bench.attempt().await.reply.send(End::Gives("done")).unwrap();
        }
        bench.chat("ann").until_at("Asking").await;
        assert_eq!(bench.chat("ann").stands().await, stands("Asking", 3));
    }
}

#[tokio::test]
async fn g12_nothing_of_the_application_is_held_after_closing() {
    let folder = tempfile::tempdir().unwrap();
    let (world, mut seen) = World::new();
    let held = Arc::new(world);
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let engine = builder((*held).clone()).store(store).build().await.unwrap();
    drop(held);
    let chats: Vec<_> = (0..10).map(|number| workflow_tests::bench::Chat::new(&engine, &number.to_string())).collect();
    for chat in &chats {
        chat.says("/trial").await;
        chat.says("work hard").await;
    }
    engine.close().await;
    drop((chats, engine));
    // All that could send is gone when only what was sent is left.
    let mut attempts = Vec::new();
    while let Some(attempt) = seen.attempts.recv().await {
        attempts.push(attempt);
    }
    assert!(attempts.len() <= 10);
}

#[tokio::test]
async fn g12_an_engine_runs_until_it_is_told_to_stop() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let run = bench.engine.run(async { stopped.await.unwrap() });
    let chat = async {
        ann.says("/trial").await;
        stop.send(()).unwrap();
    };
    let (ran, ()) = tokio::join!(run, chat);
    ran.unwrap();
    assert!(is_closing(&bench.engine.deliver(ann.key.clone(), Delivery::text("y", "two")).await));
}

#[tokio::test]
async fn g12_limits_without_bounds_can_be_closed() {
    let mut bench = Bench::limited(|limits| {
        (limits.turns, limits.turns_of_session, limits.work) = (usize::MAX, usize::MAX, usize::MAX);
    })
    .await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut slow = Box::pin(ann.says("slow one"));
    assert!(poll!(slow).is_pending());
    let call = bench.call().await;
    let engine = bench.engine.clone();
    let mut close = Box::pin(engine.close());
    assert!(poll!(close).is_pending(), "a turn is under way");
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(poll!(close).is_pending(), "a turn is under way");
    call.go.send(()).unwrap();
    patiently(close).await;
    assert!(slow.await.moved());
}

//! Turns of a session never overlap and keep their order; other sessions never wait for them.

use std::task::Poll;

use futures_util::future::join_all;
use workflow::Delivery;
use workflow_tests::bench::{Bench, patiently};

use super::{is_busy, stands};

#[tokio::test]
async fn g03_a_slow_session_keeps_nobody_waiting() {
    let mut bench = Bench::new().await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    ann.says("/trial").await;
    let mut slow = Box::pin(ann.says("slow one"));
    let call = tokio::select! {
        _ = &mut slow => panic!("it is slow"),
        call = bench.seen.calls.recv() => call.unwrap(),
    };
    for text in ["/trial", "one", "two"] {
        assert!(bob.says(text).await.moved());
    }
    call.go.send(()).unwrap();
    assert!(slow.await.moved());
}

#[tokio::test]
async fn g03_turns_of_a_session_are_taken_in_the_order_of_arrival() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let texts: Vec<String> = (0..40).map(|number| format!("slow {number}")).collect();
    let mut turns = Box::pin(join_all(texts.iter().map(|text| ann.says(text))));
    for text in &texts {
        let call = tokio::select! {
            _ = &mut turns => panic!("they are slow"),
            call = bench.seen.calls.recv() => call.unwrap(),
        };
        assert_eq!(call.text, *text);
        assert!(bench.seen.calls.try_recv().is_err(), "two turns of a session overlap");
        call.go.send(()).unwrap();
    }
    assert!(turns.await.iter().all(workflow::Outcome::moved));
    assert_eq!(ann.heard().await, texts);
}

#[tokio::test(flavor = "multi_thread")]
async fn g03_many_turns_of_many_sessions_all_count() {
    let bench = Bench::new().await;
    let chats: Vec<_> = (0..40).map(|number| bench.chat(&number.to_string())).collect();
    join_all(chats.iter().map(|chat| chat.says("/trial"))).await;
    let turns = chats.iter().flat_map(|chat| (0..20).map(move |number| (chat, number.to_string())));
    join_all(turns.map(|(chat, text)| async move { chat.says(&text).await })).await;
    for chat in &chats {
        assert_eq!(chat.stands().await, stands("Asking", 21));
        assert_eq!(chat.heard().await.len(), 20);
    }
}

/// Polls once.
macro_rules! poll {
    ($future:expr) => {
        std::future::poll_fn(|context| Poll::Ready($future.as_mut().poll(context))).await
    };
}

#[tokio::test]
async fn g09_a_session_with_too_many_waiting_is_refused_and_recovers() {
    let mut bench = Bench::limited(|limits| limits.turns_of_session = 2).await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    ann.says("/trial").await;
    let deliver = |id: &str, text: &str| Box::pin(bench.engine.deliver(ann.key.clone(), Delivery::text(id, text)));
    let (mut first, mut second, mut third, fourth) =
        (deliver("1", "slow 1"), deliver("2", "2"), deliver("3", "3"), deliver("4", "4"));
    assert!(poll!(first).is_pending());
    let call = patiently(bench.seen.calls.recv()).await.unwrap();
    assert!(poll!(second).is_pending());
    assert!(poll!(third).is_pending());
    assert!(is_busy(&fourth.await));
    assert!(bob.says("/trial").await.moved());
    call.go.send(()).unwrap();
    for turn in [first, second, third] {
        assert!(turn.await.unwrap().moved());
    }
    // The one that was refused was not noted: the same id is taken now.
    assert!(deliver("4", "4").await.unwrap().moved());
    assert_eq!(ann.heard().await, ["slow 1", "2", "3", "4"]);
}

#[tokio::test]
async fn g09_waiting_that_is_given_up_makes_room() {
    let mut bench = Bench::limited(|limits| limits.turns_of_session = 1).await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let deliver = |id: &str, text: &str| Box::pin(bench.engine.deliver(ann.key.clone(), Delivery::text(id, text)));
    let mut first = deliver("1", "slow 1");
    assert!(poll!(first).is_pending());
    let call = patiently(bench.seen.calls.recv()).await.unwrap();
    for _ in 0..3 {
        let mut given_up = deliver("2", "2");
        assert!(poll!(given_up).is_pending());
        assert!(is_busy(&deliver("3", "3").await));
    }
    call.go.send(()).unwrap();
    first.await.unwrap();
    assert_eq!(ann.heard().await, ["slow 1"]);
}

#[tokio::test]
async fn g09_with_no_waiting_allowed_a_free_session_is_still_served() {
    let mut bench = Bench::limited(|limits| limits.turns_of_session = 0).await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let mut first = Box::pin(ann.says("slow 1"));
    assert!(poll!(first).is_pending());
    let call = patiently(bench.seen.calls.recv()).await.unwrap();
    assert!(is_busy(&bench.engine.deliver(ann.key.clone(), Delivery::text("2", "2")).await));
    call.go.send(()).unwrap();
    assert!(first.await.moved());
}

#[tokio::test]
async fn g09_an_engine_with_too_many_turns_refuses_and_recovers() {
    let mut bench = Bench::limited(|limits| limits.turns = 1).await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    ann.says("/trial").await;
    let mut slow = Box::pin(ann.says("slow one"));
    assert!(poll!(slow).is_pending());
    let call = patiently(bench.seen.calls.recv()).await.unwrap();
    assert!(is_busy(&bench.engine.deliver(bob.key.clone(), Delivery::text("1", "/trial")).await));
    call.go.send(()).unwrap();
    assert!(slow.await.moved());
    assert!(bob.delivers(Delivery::text("1", "/trial")).await.moved());
}

#[tokio::test]
async fn g09_sessions_are_forgotten_and_found_again() {
    let bench = Bench::limited(|limits| limits.cached_sessions = 4).await;
    let chats: Vec<_> = (0..50).map(|number| bench.chat(&number.to_string())).collect();
    let mut changes = bench.engine.changes(&chats[0].key);
    for text in ["/trial", "one", "two"] {
        for chat in &chats {
            assert!(chat.says(text).await.moved());
        }
    }
    for chat in &chats {
        assert_eq!(chat.heard().await, ["one", "two"]);
    }
    // Whoever looked on was not forgotten.
    patiently(changes.changed()).await;
    chats[0].says("three").await;
    patiently(changes.changed()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g09_much_too_much_is_refused_early_and_what_was_taken_counts() {
    let bench = Bench::limited(|limits| (limits.turns, limits.turns_of_session) = (64, 4)).await;
    let chats: Vec<_> = (0..100).map(|number| bench.chat(&number.to_string())).collect();
    for chat in &chats {
        chat.says("/trial").await;
    }
    let flood = (0..5000).map(|number| {
        let chat = &chats[number % 100];
        bench.engine.deliver(chat.key.clone(), Delivery::text(number.to_string(), number.to_string()))
    });
    let outcomes = join_all(flood).await;
    let moved = outcomes.iter().filter(|outcome| outcome.as_ref().is_ok_and(workflow::Outcome::moved)).count();
    let busy = outcomes.iter().filter(|outcome| is_busy(outcome)).count();
    assert_eq!(moved + busy, 5000);
    assert!(moved >= 64 && busy >= 1000, "{moved} moved, {busy} were refused");
    let mut heard = 0;
    for chat in &chats {
        heard += chat.heard().await.len();
        assert!(chat.says("after the flood").await.moved());
    }
    assert_eq!(heard, moved);
}

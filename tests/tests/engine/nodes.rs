//! Several engines on one store: whoever is slower takes its turn again on what won.

use futures_util::future::join_all;
use workflow::Sqlite;
use workflow_tests::bench::{Bench, Chat};
use workflow_tests::gated::Gated;
use workflow_tests::trial::End;

use super::stands;

async fn two() -> (Bench, Bench, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    (Bench::on(store.clone()).await, Bench::on(store).await, folder)
}

#[tokio::test]
async fn g03_a_turn_on_one_engine_is_seen_by_a_turn_on_the_other() {
    let (one, other, _kept) = two().await;
    let (here, there) = (Chat::new(&one.engine, "ann"), Chat::new(&other.engine, "ann"));
    here.says("/trial").await;
    for number in 0..10 {
        let chat = if number % 2 == 0 { &there } else { &here };
        assert!(chat.says(&number.to_string()).await.moved());
    }
    here.says("last").await;
    assert_eq!(here.stands().await, stands("Asking", 12));
    assert_eq!(here.heard().await.len(), 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn g03_a_session_hammered_on_two_engines_counts_every_answered_turn_once() {
    let (one, other, _kept) = two().await;
    let (here, there) = (Chat::new(&one.engine, "ann"), Chat::new(&other.engine, "ann"));
    here.says("/trial").await;
    let mut moved = 0;
    for round in 0..60 {
        let text = round.to_string();
        let deliver = |chat: &Chat| {
            let delivery = workflow::Delivery::text(format!("{:p} {round}", chat), text.clone());
            let (engine, key) = (chat.engine.clone(), chat.key.clone());
            async move { engine.deliver(key, delivery).await }
        };
        for outcome in join_all([deliver(&here), deliver(&there)]).await {
            moved += u64::from(outcome.is_ok_and(|outcome| outcome.moved()));
        }
    }
    here.says("last").await;
    assert_eq!(here.stands().await, stands("Asking", moved + 2));
    assert_eq!(here.heard().await.len() as u64, moved + 1);
}

#[tokio::test]
async fn g04_a_button_that_was_pressed_elsewhere_is_stale() {
    let (one, other, _kept) = two().await;
    let (here, there) = (Chat::new(&one.engine, "ann"), Chat::new(&other.engine, "ann"));
    here.says("/trial").await;
    let token = here.token("Once more").await;
    assert!(there.press(token.clone()).await.moved());
    assert_eq!(here.press(token).await.answered, workflow::store::Answered::Stale);
}

#[tokio::test]
async fn g05_a_result_is_not_taken_by_a_later_visit_of_the_step() {
    let (mut one, mut other, _kept) = two().await;
    let (here, there) = (Chat::new(&one.engine, "ann"), Chat::new(&other.engine, "ann"));
    here.says("/trial").await;
    here.says("work hard").await;
    let old = one.attempt().await;
    // The other engine leaves the step and enters it again; this one does not know of it.
    there.says("/leave").await;
    there.says("work harder").await;
    let new = other.attempt().await;
    assert_ne!(old.key, new.key);
    old.reply.send(End::Gives("late")).unwrap();
    // It has been delivered when the next turn here is over.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!here.says("anybody?").await.moved());
    assert_eq!(there.stands().await, stands("Working", 4));
    new.reply.send(End::Gives("new")).unwrap();
    there.until_at("Asking").await;
    assert_eq!(there.heard().await, ["new"]);
}

#[tokio::test]
async fn g02_one_id_on_two_engines_moves_once() {
    let (one, other, _kept) = two().await;
    let (here, there) = (Chat::new(&one.engine, "ann"), Chat::new(&other.engine, "ann"));
    here.says("/trial").await;
    let first = here.delivers(workflow::Delivery::text("x", "one")).await;
    assert_eq!(there.delivers(workflow::Delivery::text("x", "two")).await, first);
    assert_eq!(here.heard().await, ["one"]);
}

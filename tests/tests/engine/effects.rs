//! Effects: stored with their move, then done at least once under one key, whatever becomes of the session.

use std::time::Duration;

use workflow::store::{Pending, PendingId, PendingKind};
use workflow::{Key, Limits, ManualClock, Revision, Sqlite, Visit};
use workflow_tests::bench::Chat;
use workflow_tests::claim::{Deeds, Office, builder};
use workflow_tests::gated::{Gated, Go};

/// What `tell` notes of its attempts to say `text` because of the move to `revision`.
async fn told(chat: &Chat, revision: u64, text: &str) -> String {
    let visit = Visit { session: chat.now().await.session(), revision: Revision::new(revision) };
    format!("{} {text}", Key::of_effect(visit, 0))
}

async fn until_done(office: &Office) {
    while office.pending("effect") > 0 {
        tokio::task::yield_now().await;
    }
}

async fn dead(office: &Office, count: usize) -> Vec<Pending> {
    loop {
        let dead = office.engine.dead(10).await.unwrap();
        if dead.len() == count {
            return dead;
        }
        tokio::task::yield_now().await;
    }
}

/// Sets the clock on until so many attempts were made, so that no wait is too long.
async fn attempts(office: &Office, start: &str, count: usize) {
    let on = async {
        loop {
            office.clock.advance(Duration::from_secs(5));
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
        }
    };
    tokio::select! {
        () = office.deeds.until(start, count) => {}
        () = on => {}
    }
}

#[tokio::test]
async fn an_effect_is_done_under_the_key_of_its_move_and_then_forgotten() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    office.deeds.until("tell", 1).await;
    until_done(&office).await;
    assert_eq!(office.deeds.of("tell"), [told(&ann, 4, "42 for tea").await]);
}

#[tokio::test]
async fn all_effects_of_a_move_are_done() {
    let office = Office::new().await;
    let ann = office.chat("ann");
    for text in ["/claim", "a car", "30000", "hand it in"] {
        assert!(ann.says(text).await.moved());
    }
    office.deeds.until("alarm", 1).await;
    office.deeds.until("tell", 1).await;
    until_done(&office).await;
    assert_eq!(office.deeds.of("alarm"), ["30000"]);
}

#[tokio::test]
async fn a_move_that_is_not_taken_asks_for_no_effect() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    office.deeds.until("tell", 1).await;
    assert!(!ann.presses("I have none").await.moved());
    until_done(&office).await;
    assert_eq!(office.deeds.of("tell").len(), 1);
}

#[tokio::test]
async fn an_effect_that_fails_is_tried_again_and_then_given_up_and_can_be_repeated() {
    let office = Office::new().await;
    office.deeds.break_down(true);
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    attempts(&office, "tell", 3).await;
    let dead = dead(&office, 1).await.remove(0);
    let visit = Visit { session: ann.now().await.session(), revision: Revision::new(4) };
    assert_eq!(
        (dead.id, dead.name.as_str(), dead.attempts),
        (PendingId { visit, kind: PendingKind::Effect, index: 0 }, "tell", 3)
    );
    assert_eq!((dead.reason.as_deref(), dead.due), (Some("nobody can be told"), None));
    assert_eq!((dead.payload.as_ref().and_then(|it| it.as_str()), &dead.key), (Some("42 for tea"), &ann.key));
    // It stays so, also over a restart.
    let office = office.restart().await;
    office.clock.advance(Duration::from_secs(86_000));
    assert_eq!(office.engine.dead(10).await.unwrap(), std::slice::from_ref(&dead));
    office.deeds.break_down(false);
    assert!(office.engine.repeat(dead.id).await.unwrap());
    office.deeds.until("tell", 4).await;
    until_done(&office).await;
    let keys = office.deeds.of("tell");
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn g08_an_effect_that_panics_is_an_attempt_that_failed() {
    let office = Office::new().await;
    office.deeds.break_down(true);
    let ann = office.chat("ann");
    for text in ["/claim", "a car", "30000", "hand it in"] {
        ann.says(text).await;
    }
    attempts(&office, "alarm", 2).await;
    office.deeds.break_down(false);
    assert!(ann.now().await.step() == "Waiting");
}

#[tokio::test]
async fn an_effect_goes_on_after_a_restart_and_its_attempts_are_counted_on() {
    let office = Office::new().await;
    office.deeds.break_down(true);
    office.reviewing("ann").await.presses("Hand it in").await;
    office.deeds.until("tell", 1).await;
    while office
        .file()
        .query_row("SELECT attempts FROM pending WHERE kind = 'effect'", [], |row| row.get::<_, u32>(0))
        .unwrap()
        < 1
    {
        tokio::task::yield_now().await;
    }
    let office = office.restart().await;
    attempts(&office, "tell", 3).await;
    assert_eq!(dead(&office, 1).await[0].attempts, 3);
}

#[tokio::test]
async fn an_effect_that_a_kill_cut_off_is_done_again() {
    let office = Office::new().await;
    office.deeds.hold(true);
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    office.deeds.until("tell", 1).await;
    let office = office.restart().await;
    office.deeds.until("tell", 2).await;
    office.deeds.hold(false);
    until_done(&office).await;
    let told = office.deeds.of("tell");
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn an_effect_is_done_whatever_becomes_of_the_session() {
    for how in ["/drop", "/claim", "cancel"] {
        let office = Office::new().await;
        office.deeds.hold(true);
        let ann = office.reviewing("ann").await;
        ann.presses("Hand it in").await;
        office.deeds.until("tell", 1).await;
        if how == "cancel" {
            office.engine.cancel(ann.key.clone()).await.unwrap();
        } else {
            assert!(ann.says(how).await.moved());
        }
        assert!(office.pending("effect") >= 1, "{how}");
        office.deeds.hold(false);
        until_done(&office).await;
        assert!(office.deeds.of("tell")[0].ends_with("42 for tea"), "{how}");
    }
}

#[tokio::test]
async fn an_effect_is_done_only_when_its_move_is_committed() {
    for (go, count) in [(Go::FailBefore, 0), (Go::FailAfter, 1)] {
        let folder = tempfile::tempdir().unwrap();
        let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
        let office = Office::on(store.clone(), &ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap())).await;
        let ann = office.reviewing("ann").await;
        let token = ann.token("Hand it in").await;
        let mut gate = store.shut();
        let lost = tokio::spawn({
            let (engine, key) = (ann.engine.clone(), ann.key.clone());
            async move { engine.deliver(key, workflow::Delivery::press("lost", token)).await }
        });
        gate.recv().await.unwrap().go.send(go).unwrap();
        drop(gate);
        assert!(lost.await.unwrap().is_err());
        // The next turn finds out what was written.
        ann.says("anybody?").await;
        office.deeds.until("tell", count).await;
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(office.deeds.of("tell").len(), count);
    }
}

#[tokio::test]
async fn g09_only_so_many_effects_are_done_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let (deeds, clock) = (Deeds::default(), ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
    let mut limits = Limits::default();
    limits.effects = 3;
    let engine = builder(&deeds, &clock).limits(limits).store(store).build().await.unwrap();
    deeds.hold(true);
    for number in 0..20 {
        let chat = Chat::new(&engine, &format!("user {number}"));
        for text in ["/claim", "tea", "42", "hand it in"] {
            assert!(chat.says(text).await.moved());
        }
    }
    deeds.until("tell", 3).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(deeds.of("tell").len(), 3);
    deeds.hold(false);
    deeds.until("tell", 20).await;
}

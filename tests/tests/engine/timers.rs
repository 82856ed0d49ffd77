//! Timers: after their time, once, only for the visit that armed them, also when no program ran then.

use std::time::Duration;

use workflow::store::{Commit, Store, Which};
use workflow::{ManualClock, Sqlite, Visit};
use workflow_tests::bench::{Chat, patiently};
use workflow_tests::claim::Office;
use workflow_tests::gated::{Gated, Go};

use super::stands;

fn why(now: &workflow::Snapshot) -> &str {
    now.record().stored.data["why"].as_str().unwrap()
}

/// Long enough for whatever is due to happen.
async fn settled(chat: &Chat) {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    // Whatever was on its way to the session comes before this.
    chat.says("/nothing").await;
}

#[tokio::test]
async fn g06_a_timer_fires_after_its_time_and_not_before() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    office.passes(14);
    settled(&ann).await;
    assert_eq!(ann.stands().await, stands("Review", 3));
    office.passes(1);
    let now = ann.until_at("Dropped").await;
    assert_eq!((why(&now), now.revision().get()), ("too late", 4));
    assert_eq!(office.pending("timer"), 0);
    let last = office.engine.journal(now.session()).await.unwrap().pop().unwrap();
    let visit = Visit { session: now.session(), revision: workflow::Revision::new(3) };
    assert_eq!(last.delivery.as_str(), format!("timer:{}:{}:expire", visit.session, visit.revision));
    assert_eq!((last.by, last.said, &*last.edge), (None, None, "expire"));
    assert_eq!(last.at.to_string(), "2026-01-01T00:15:00Z");
}

#[tokio::test]
async fn g06_a_timer_goes_with_the_visit_that_armed_it() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    office.passes(10);
    ann.presses("Back").await;
    assert_eq!(office.pending("timer"), 0);
    ann.says("43").await;
    office.passes(10);
    settled(&ann).await;
    // Counted anew from the new visit.
    assert_eq!(ann.stands().await, stands("Review", 5));
    office.passes(5);
    assert_eq!(ann.until_at("Dropped").await.revision().get(), 6);
}

#[tokio::test]
async fn g06_a_timer_goes_with_the_session() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.says("/claim").await;
    assert_eq!(office.pending("timer"), 0);
    let bob = office.reviewing("bob").await;
    office.engine.cancel(bob.key.clone()).await.unwrap();
    assert_eq!(office.pending("timer"), 0);
    office.passes(60);
    settled(&ann).await;
    assert_eq!(ann.stands().await, stands("AskWhat", 1));
}

#[tokio::test]
async fn g06_a_timer_that_was_due_while_no_program_ran_fires_once_at_the_start() {
    let office = Office::new().await;
    for number in 0..150 {
        office.reviewing(&format!("user {number}")).await;
    }
    let office = office.restart_after(|office| office.passes(60)).await;
    for number in 0..150 {
        let chat = office.chat(&format!("user {number}"));
        let now = chat.until_at("Dropped").await;
        assert_eq!((why(&now), now.revision().get()), ("too late", 4));
    }
    assert_eq!(office.pending("timer"), 0);
}

#[tokio::test]
async fn g06_a_timer_is_armed_over_a_restart() {
    let office = Office::new().await;
    office.reviewing("ann").await;
    office.passes(10);
    let office = office.restart().await;
    let ann = office.chat("ann");
    settled(&ann).await;
    assert_eq!(ann.stands().await, stands("Review", 3));
    office.passes(5);
    ann.until_at("Dropped").await;
}

#[tokio::test]
async fn g06_a_timer_whose_transition_fails_is_brought_again_later() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    office.deeds.break_down(true);
    office.passes(24 * 60);
    for attempt in 1..4 {
        office.deeds.until("timer", attempt).await;
        until_kept(&office, attempt).await;
        assert_eq!(ann.stands().await, stands("Waiting", 4));
        office.clock.advance(Duration::from_secs(10));
    }
    office.deeds.break_down(false);
    // Before it is known whether the fourth attempt came before or after that.
    let now = {
        let wait = async { ann.until_at("Dropped").await };
        let on = async {
            loop {
                office.clock.advance(Duration::from_secs(10));
                tokio::task::yield_now().await;
            }
        };
        tokio::select! { now = wait => now, () = on => unreachable!() }
    };
    assert_eq!(why(&now), "nobody looked");
}

async fn until_kept(office: &Office, attempts: usize) {
    let sql = "SELECT count(*) FROM pending WHERE kind = 'timer' AND attempts >= ?1";
    while office.file().query_row(sql, [attempts as i64], |row| row.get::<_, u32>(0)).unwrap() == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn g06_two_engines_on_one_store_fire_a_timer_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
    let (one, other) = (Office::on(store.clone(), &clock).await, Office::on(store, &clock).await);
    let ann = one.reviewing("ann").await;
    let bob = other.reviewing("bob").await;
    one.passes(16);
    for chat in [&ann, &bob] {
        let session = chat.now().await.session();
        // Either engine may be the one that fires it, and only that one tells who looks on.
        let fired = async {
            while one.engine.journal(session).await.unwrap().iter().all(|entry| entry.edge != "expire") {
                tokio::task::yield_now().await;
            }
        };
        patiently(fired).await;
    }
    settled(&ann).await;
    settled(&bob).await;
    for chat in [ann, bob] {
        let journal = one.engine.journal(chat.now().await.session()).await.unwrap();
        assert_eq!(journal.iter().filter(|entry| entry.edge == "expire").count(), 1);
    }
}

#[tokio::test]
async fn g06_a_timer_of_a_commit_whose_answer_was_lost_fires_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
    let office = Office::on(store.clone(), &clock).await;
    let ann = office.chat("ann");
    ann.says("/claim").await;
    ann.says("tea").await;
    let mut gate = store.shut();
    let lost = tokio::spawn({
        let (engine, key) = (ann.engine.clone(), ann.key.clone());
        async move { engine.deliver(key, workflow::Delivery::text("lost", "42")).await }
    });
    gate.recv().await.unwrap().go.send(Go::FailAfter).unwrap();
    drop(gate);
    assert!(lost.await.unwrap().is_err());
    assert!(!ann.says("anybody?").await.moved());
    office.passes(15);
    assert_eq!(ann.until_at("Dropped").await.revision().get(), 4);
}

#[tokio::test]
async fn g06_a_timer_is_armed_in_the_commit_that_enters_its_step() {
    let folder = tempfile::tempdir().unwrap();
    let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    let office = Office::on(store.clone(), &ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap())).await;
    let ann = office.chat("ann");
    ann.says("/claim").await;
    ann.says("tea").await;
    let mut gate = store.shut();
    let says = tokio::spawn({
        let (engine, key) = (ann.engine.clone(), ann.key.clone());
        async move { engine.deliver(key, workflow::Delivery::text("sum", "42")).await }
    });
    let held = gate.recv().await.unwrap();
    let Commit { moved: Some(moved), .. } = &held.commit else { panic!("it moves") };
    assert_eq!(moved.asks[0].name, "expire");
    assert_eq!(store.pending(Which::Due, 10).await.unwrap(), []);
    held.go.send(Go::On).unwrap();
    says.await.unwrap().unwrap();
    assert_eq!(store.pending(Which::Due, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn g06_one_of_a_million_armed_timers_fires_and_no_other() {
    let office = Office::new().await;
    office.reviewing("ann").await;
    office.reviewing("bob").await;
    let office = office
        .restart_after(|office| {
            office.change("DELETE FROM pending WHERE session = (SELECT id FROM session WHERE key LIKE '%bob')");
            let sql = "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1001000)
                       INSERT INTO pending (session, revision, kind, position, workflow, name, attempts, asked, due)
                       SELECT (SELECT id FROM session WHERE key LIKE '%bob'), i, 'timer', 0, 'claim', 'expire', 0, 0,
                              4102444800000 + i FROM n";
            assert_eq!(office.file().execute(sql, []).unwrap(), 1_000_001);
        })
        .await;
    office.passes(15);
    office.chat("ann").until_at("Dropped").await;
    assert_eq!((office.pending("timer"), office.rows("pending WHERE claim > 0")), (1_000_001, 0));
}

#[tokio::test]
async fn g12_an_engine_that_is_dropped_leaves_its_timers_and_its_file() {
    let office = Office::new().await;
    drop(office.reviewing("ann").await);
    let (path, engine) = (office.path(), office.engine);
    drop(engine);
    let open = async {
        loop {
            match Sqlite::open(&path).await {
                Ok(store) => return store,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    let store = workflow_tests::bench::patiently(open).await;
    assert_eq!(store.pending(Which::Due, 10).await.unwrap().len(), 1);
}

//! What is pending is claimed by one engine at a time, as there is room for it.
//!
//! Waits are on tokio's paused clock; leases run out by the engines' own clocks, which stand still until a test sets them.

use std::sync::Arc;
use std::time::Duration;

use workflow::store::{Store as _, Which};
use workflow::{BuildError, ManualClock, Sqlite};
use workflow_tests::bench::{Bench, builder, patiently};
use workflow_tests::claim::Office;
use workflow_tests::gated::{Gated, Look};
use workflow_tests::trial::{Attempt, End, Mood, Trial, World};

use super::stands;

/// Two engines on one store, each with a clock of its own.
struct Two {
    one: Bench,
    other: Bench,
    store: Gated,
    clocks: [ManualClock; 2],
    _folder: tempfile::TempDir,
}

impl Two {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
        let clock = || ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        let clocks = [clock(), clock()];
        let one = Bench::built(store.clone(), |builder| builder.clock(clocks[0].clone())).await;
        let other = Bench::built(store.clone(), |builder| builder.clock(clocks[1].clone())).await;
        Self { one, other, store, clocks, _folder: folder }
    }

    /// Has the other engine look at what is pending, by asking it for work; gives the next attempt of either.
    async fn look(&mut self, name: &str) -> Attempt {
        let chat = self.other.chat(name);
        chat.says("/trial").await;
        chat.says(&format!("work for {name}")).await;
        self.attempt().await
    }

    /// The next attempt of either.
    async fn attempt(&mut self) -> Attempt {
        let (one, other) = (&mut self.one.seen.attempts, &mut self.other.seen.attempts);
        let attempt = async {
            tokio::select! { attempt = one.recv() => attempt, attempt = other.recv() => attempt }
        };
        patiently(attempt).await.unwrap()
    }
}

#[tokio::test]
async fn g13_what_a_paused_engine_did_of_what_was_taken_from_it_counts_no_more() {
    let mut two = Two::new().await;
    let ann = two.one.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let paused = two.one.attempt().await;
    // To the one it is still the same second; to the other its lease has run out.
    two.clocks[1].advance(Duration::from_secs(61));
    let (first, second) = (two.look("bob").await, two.attempt().await);
    let (taken, bobs) = if first.task == "hard" { (first, second) } else { (second, first) };
    assert_eq!((&taken.key, bobs.task.as_str()), (&paused.key, "for bob"), "the same work has the same key");
    paused.reply.send(End::Gives("late")).unwrap();
    // It has been told of when a turn after it is over.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    two.other.chat("carl").says("/trial").await;
    assert_eq!(two.other.chat("ann").stands().await, stands("Working", 2));
    taken.reply.send(End::Gives("in time")).unwrap();
    let there = two.other.chat("ann");
    there.until_at("Asking").await;
    assert_eq!(there.heard().await, ["in time"]);
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_is_renewed_does_not_run_out() {
    let mut two = Two::new().await;
    let ann = two.one.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let attempt = two.attempt().await;
    let until = async |two: &Two| two.store.pending(Which::Due, 1).await.unwrap()[0].until;
    for number in 0..10 {
        let before = until(&two).await;
        two.clocks.iter().for_each(|clock| clock.advance(Duration::from_secs(20)));
        patiently(async {
            while until(&two).await == before {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        })
        .await;
        let other = two.look(&format!("user {number}")).await;
        assert_eq!(other.task, format!("for user {number}"), "and not what is still under way");
        other.reply.send(End::Gives("done")).unwrap();
    }
    attempt.reply.send(End::Gives("done")).unwrap();
    patiently(async {
        while !two.store.pending(Which::Due, 1).await.unwrap().is_empty() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_an_engine_had_under_way_is_given_back_when_it_closes() {
    let mut two = Two::new().await;
    let ann = two.one.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let left = two.one.attempt().await;
    two.one.engine.close().await;
    assert!(left.reply.is_closed());
    let pending = two.store.pending(Which::Due, 1).await.unwrap().remove(0);
    assert!(pending.until.is_some_and(|until| until <= workflow::Clock::now(&two.clocks[0])), "{pending:?}");
}

#[tokio::test]
async fn g09_work_without_a_place_waits_in_the_store_and_begins_in_the_order_in_which_it_was_asked_for() {
    let mut bench = Bench::limited(|limits| limits.work = 2).await;
    for name in ["ann", "bob", "carl", "dora", "emil"] {
        bench.chat(name).says("/trial").await;
        bench.chat(name).says(&format!("work {name}")).await;
        // What is due in the same millisecond has no order.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let mut running = vec![bench.attempt().await, bench.attempt().await];
    let mut begun = vec![running[0].task.clone(), running[1].task.clone()];
    for _ in 0..3 {
        assert!(bench.seen.attempts.try_recv().is_err());
        assert_eq!(bench.engine.count(None).await.unwrap().work as usize, 7 - begun.len());
        running.remove(0).reply.send(End::Gives("done")).unwrap();
        running.push(bench.attempt().await);
        begun.push(running[1].task.clone());
    }
    assert_eq!(begun, ["ann", "bob", "carl", "dora", "emil"]);
}

#[tokio::test]
async fn work_of_one_kind_that_has_no_place_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let mut bench = Bench::built(store, |builder| builder.concurrency::<Trial>("toil", 1)).await;
    for name in ["ann", "bob"] {
        bench.chat(name).says("/trial").await;
        bench.chat(name).says(&format!("work {name}")).await;
    }
    let first = bench.attempt().await;
    // Another workflow's work begins and ends.
    let carl = bench.chat("carl");
    for said in ["/create a cat", "1:1", "Draw it"] {
        carl.says(said).await;
    }
    carl.until(|now| now.ended()).await;
    assert!(bench.seen.attempts.try_recv().is_err(), "there is one place");
    first.reply.send(End::Gives("done")).unwrap();
    assert_ne!(bench.attempt().await.task, first.task);
}

#[tokio::test]
async fn a_limit_of_what_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let (world, _seen) = World::new();
    let built = builder(world).store(store).concurrency::<Trial>("rest", 1).build().await;
    let Err(error @ BuildError::NoWork { .. }) = built else { panic!("it is built") };
    assert_eq!(error.to_string(), "`trial` is not served, or has no work and no effect `rest`");
}

#[tokio::test(start_paused = true)]
async fn g05_a_result_that_is_not_taken_is_kept_over_a_restart_and_the_work_is_done_once() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let attempt = bench.attempt().await;
    bench.world.be(Mood::Faulty);
    attempt.reply.send(End::Gives("done")).unwrap();
    let file = rusqlite::Connection::open(bench.path()).unwrap();
    let ended = || file.query_row("SELECT payload FROM pending", [], |row| row.get::<_, Option<String>>(0)).unwrap();
    patiently(async {
        while ended().is_none() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let mut bench = bench.restart().await;
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["done"]);
    assert!(bench.seen.attempts.try_recv().is_err(), "the work was done once");
}

#[tokio::test(start_paused = true)]
async fn g06_timers_that_were_due_while_nothing_ran_fire_once_and_not_all_at_once() {
    const SESSIONS: usize = 200;
    let office = Office::new().await;
    for number in 0..SESSIONS {
        office.reviewing(&format!("user {number}")).await;
    }
    office.engine.close().await;
    office.passes(60);
    let store = Gated::new(Sqlite::open(office.path()).await.unwrap());
    let next = Office::on(store.clone(), &office.clock).await;
    let mut events = next.engine.events();
    let mut sessions = std::collections::BTreeSet::new();
    while sessions.len() < SESSIONS {
        let event = patiently(events.recv()).await.unwrap();
        if event.edge == "expire" {
            assert!(sessions.insert(event.session), "{} fired twice", event.session);
        }
    }
    assert_eq!(office.pending("timer"), 0);
    // After some that were overdue none is wanted for a while, though it was looked for what else there is.
    let looks = store.looks();
    for (place, before) in looks.iter().enumerate().filter(|(_, look)| look.timers > 0) {
        assert!(before.timers <= 32, "{} at once", before.timers);
        let soon = |look: &&Look| look.at < before.at + Duration::from_millis(50);
        let too_soon = looks[place + 1..].iter().take_while(soon).find(|look| look.wants_timers);
        assert!(too_soon.is_none(), "{before:?} {too_soon:?}");
    }
    assert!(looks.iter().any(|look| !look.wants_timers), "nobody looked in a pause");
}

#[tokio::test(start_paused = true)]
async fn progress_that_is_told_often_is_shown_now_and_then_and_at_last() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let attempt = bench.attempt().await;
    let mut changes = bench.engine.changes(&ann.key);
    let progress = attempt.progress.clone();
    let telling = tokio::spawn(async move {
        for done in 1..=1000_u16 {
            progress.set(f32::from(done) / 1000.0, "working");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    let mut seen = 0;
    loop {
        patiently(changes.changed()).await;
        seen += 1;
        let now = ann.now().await;
        if now.progress().is_some_and(|done| done.fraction() >= 1.0) {
            break;
        }
    }
    telling.await.unwrap();
    assert!((2..=12).contains(&seen), "told 1000 times in a second, shown {seen} times");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_computes_for_long_has_places_of_its_own_and_holds_up_no_turn() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static RUNNING: AtomicUsize = AtomicUsize::new(0);
    let places = (std::thread::available_parallelism().unwrap().get() - 1).max(1);
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = Arc::new(std::sync::Mutex::new(wait));
    let one = || {
        let wait = Arc::clone(&wait);
        tokio::spawn(workflow::blocking(move || {
            let running = RUNNING.fetch_add(1, Ordering::SeqCst) + 1;
            wait.lock().unwrap().recv().unwrap();
            RUNNING.fetch_sub(1, Ordering::SeqCst);
            running
        }))
    };
    let all: Vec<_> = (0..places * 4).map(|_| one()).collect();
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial").await;
    for _ in 0..places * 4 {
        go.send(()).unwrap();
    }
    for one in all {
        let running = one.await.unwrap().unwrap();
        assert!(running <= places, "{running} at once");
    }
    let broken = workflow::blocking(|| panic!("it is broken")).await;
    assert!(broken.unwrap_err().to_string().contains("panicked"));
}

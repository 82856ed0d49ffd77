//! Work: begun after the commit that asks for it, under one key for all attempts, its result taken once.
//!
//! Where waits are concerned the tests run on tokio's paused clock, which jumps to the next timer when all is idle.

use std::time::Duration;

use workflow::prelude::*;
use workflow::store::Said;
use workflow::{Engine, Sqlite};
use workflow_tests::bench::{Bench, Chat, patiently};
use workflow_tests::trial::{End, Mood, World};

use super::{STUCK, stands};

async fn working() -> Bench {
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial").await;
    assert_eq!(bench.chat("ann").says("work hard").await.step.as_deref(), Some("Working"));
    bench
}

#[tokio::test]
async fn g05_the_result_of_work_moves_the_session() {
    let mut bench = working().await;
    let ann = bench.chat("ann");
    let attempt = bench.attempt().await;
    let visit = workflow::Visit { session: ann.now().await.session(), revision: workflow::Revision::new(2) };
    assert_eq!((attempt.task.as_str(), &attempt.key), ("hard", &Key::new(visit, 0)));
    attempt.reply.send(End::Gives("done")).unwrap();
    ann.until_at("Asking").await;
    assert_eq!(ann.heard().await, ["done"]);
    assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
}

#[tokio::test(start_paused = true)]
async fn g05_work_that_fails_is_tried_again_under_the_same_key_and_then_given_up() {
    for how in [|| End::Fails, || End::Panics] {
        let mut bench = working().await;
        let mut keys = Vec::new();
        for _ in 0..3 {
            let attempt = bench.attempt().await;
            keys.push(attempt.key);
            attempt.reply.send(how()).unwrap();
        }
        bench.chat("ann").until_at("Asking").await;
        let heard = bench.chat("ann").heard().await;
        assert!(heard[0].contains("the work"), "{heard:?}");
        assert_eq!(heard[1..], ["3", "failure"]);
        assert!(keys.iter().all(|key| *key == keys[0]));
        assert!(bench.seen.attempts.try_recv().is_err());
        assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn g05_work_that_succeeds_at_last_is_taken() {
    let mut bench = working().await;
    bench.attempt().await.reply.send(End::Fails).unwrap();
    bench.attempt().await.reply.send(End::Gives("done")).unwrap();
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["done"]);
}

#[tokio::test(start_paused = true)]
async fn g05_attempts_are_counted_on_and_the_key_kept_over_a_restart() {
    let mut bench = working().await;
    let first = bench.attempt().await;
    first.reply.send(End::Fails).unwrap();
    let second = bench.attempt().await;
    let mut bench = bench.restart().await;
    let third = bench.attempt().await;
    assert_eq!((&first.key, &first.key), (&second.key, &third.key));
    third.reply.send(End::Fails).unwrap();
    bench.attempt().await.reply.send(End::Fails).unwrap();
    bench.chat("ann").until_at("Asking").await;
    // The attempt that the restart cut off was not counted.
    assert_eq!(bench.chat("ann").heard().await[1], "3");
}

#[tokio::test]
async fn a_rejection_gives_work_up_at_once() {
    let mut bench = working().await;
    bench.attempt().await.reply.send(End::Rejects("The picture is too big.")).unwrap();
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["The picture is too big.", "1", "failure"]);
}

#[tokio::test(start_paused = true)]
async fn work_that_takes_too_long_is_ended_and_told_so() {
    let mut bench = working().await;
    for _ in 0..3 {
        patiently(bench.attempt().await.reply.closed()).await;
    }
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["took longer than 1h", "3", "timeout"]);
}

#[tokio::test(start_paused = true)]
async fn g08_an_extractor_of_work_that_fails_or_panics_is_an_attempt_that_failed() {
    for (mood, why) in [(Mood::Faulty, "the extractor broke"), (Mood::Panicking, "panicked: the extractor panicked")] {
        let mut bench = working().await;
        let first = bench.attempt().await;
        bench.world.be(mood);
        first.reply.send(End::Fails).unwrap();
        until_failed(&bench, why).await;
        bench.world.be(Mood::Well);
        bench.attempt().await.reply.send(End::Gives("done")).unwrap();
        bench.chat("ann").until_at("Asking").await;
    }
}

#[tokio::test]
async fn g05_leaving_the_step_ends_its_work() {
    for how in ["/leave", "/stop"] {
        let mut bench = working().await;
        let mut attempt = bench.attempt().await;
        assert!(bench.chat("ann").says(how).await.moved());
        patiently(attempt.reply.closed()).await;
        assert_eq!(bench.engine.count(None).await.unwrap().work, 0, "{how}");
        assert!(bench.seen.attempts.try_recv().is_err());
    }
}

#[tokio::test]
async fn g05_the_step_entered_anew_begins_its_work_anew_under_another_key() {
    let mut bench = working().await;
    let mut old = bench.attempt().await;
    bench.chat("ann").presses("Another task").await;
    let new = bench.attempt().await;
    patiently(old.reply.closed()).await;
    assert_ne!(old.key, new.key);
    assert_eq!(new.task, "hard again");
    new.reply.send(End::Gives("done")).unwrap();
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").stands().await, stands("Asking", 4));
}

#[tokio::test]
async fn g05_a_result_and_a_departure_at_once_count_once() {
    for round in 0..40 {
        let mut bench = working().await;
        let ann = bench.chat("ann");
        bench.attempt().await.reply.send(End::Gives("done")).unwrap();
        for _ in 0..round {
            tokio::task::yield_now().await;
        }
        ann.says("/leave").await;
        ann.until_at("Asking").await;
        assert_eq!(ann.stands().await, stands("Asking", 3));
        let heard = ann.heard().await;
        assert!(heard == ["done"] || heard == ["left"], "{heard:?}");
        assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn g05_a_result_that_is_never_taken_becomes_a_failure() {
    for result in ["fault", "panic"] {
        let mut bench = working().await;
        bench.attempt().await.reply.send(End::Gives(result)).unwrap();
        let ann = bench.chat("ann");
        ann.until_at("Asking").await;
        assert_eq!(ann.heard().await, ["its result could not be taken", "1", "failure"]);
        assert!(bench.seen.attempts.try_recv().is_err(), "the work was done once");
        assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn g05_a_result_that_is_not_taken_at_first_is_taken_later_and_the_work_is_done_once() {
    let mut bench = working().await;
    let attempt = bench.attempt().await;
    bench.world.be(Mood::Faulty);
    attempt.reply.send(End::Gives("done")).unwrap();
    until_failed(&bench, super::FAILED).await;
    bench.world.be(Mood::Well);
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["done"]);
    assert!(bench.seen.attempts.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn g05_a_failure_that_is_not_taken_at_first_is_taken_later() {
    let mut bench = working().await;
    for _ in 0..2 {
        bench.attempt().await.reply.send(End::Fails).unwrap();
    }
    let last = bench.attempt().await;
    bench.world.be(Mood::Faulty);
    last.reply.send(End::Fails).unwrap();
    until_failed(&bench, super::FAILED).await;
    bench.world.be(Mood::Well);
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["the work broke", "3", "failure"]);
}

/// Waits until the only piece of work is known to have failed for this reason.
async fn until_failed(bench: &Bench, why: &str) {
    let file = rusqlite::Connection::open(bench.path()).unwrap();
    let reason = || file.query_row("SELECT reason FROM pending", [], |row| row.get::<_, Option<String>>(0));
    patiently(async {
        while reason().ok().flatten().as_deref() != Some(why) {
            // A step of the paused clock, shorter than the wait before the next attempt.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn only_so_much_work_runs_at_once() {
    let mut bench = Bench::limited(|limits| limits.work = 2).await;
    let chats: Vec<_> = (0..5).map(|number| bench.chat(&number.to_string())).collect();
    for chat in &chats {
        chat.says("/trial").await;
        chat.says("work hard").await;
    }
    let mut running = Vec::new();
    for _ in 0..2 {
        running.push(bench.attempt().await);
    }
    for done in 0..5 {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        assert!(bench.seen.attempts.try_recv().is_err(), "more than two run");
        running.remove(0).reply.send(End::Gives("done")).unwrap();
        if done < 3 {
            running.push(bench.attempt().await);
        }
    }
    for chat in &chats {
        chat.until_at("Asking").await;
    }
}

#[tokio::test]
async fn work_that_is_left_while_it_waits_for_a_place_is_never_begun() {
    let mut bench = Bench::limited(|limits| limits.work = 1).await;
    let (ann, bob, cid) = (bench.chat("ann"), bench.chat("bob"), bench.chat("cid"));
    for chat in [&ann, &bob, &cid] {
        chat.says("/trial").await;
        chat.says(&format!("work {}", chat.key.user())).await;
    }
    let first = bench.attempt().await;
    bob.says("/leave").await;
    first.reply.send(End::Gives("done")).unwrap();
    assert_eq!(bench.attempt().await.task, "test:cid");
}

#[tokio::test]
async fn text_while_work_is_under_way_is_told_that_there_is_nothing_to_answer() {
    let bench = working().await;
    assert_eq!(super::told(&bench.chat("ann").says("hurry").await), "Please press one of the buttons.");
    assert_ne!(super::told(&bench.chat("ann").says("hurry").await), STUCK);
}

#[tokio::test]
async fn a_result_is_said_by_nobody() {
    let mut bench = working().await;
    bench.attempt().await.reply.send(End::Gives("done")).unwrap();
    let now = bench.chat("ann").until_at("Asking").await;
    let journal = bench.engine.journal(now.session()).await.unwrap();
    let last = journal.last().unwrap();
    assert_eq!((last.by.clone(), last.said.clone()), (None, None::<Said>));
}

/// Asks two at once.
#[workflow]
pub(super) enum Race {
    /// Running …
    Running { track: String },
    /// One has won.
    #[step(end)]
    Won { by: String },
}

#[workflow]
impl Race {
    #[command("/race")]
    fn start() -> Running {
        Running { track: "track".to_owned() }
    }

    #[invoke(timeout = "1h")]
    async fn hare(self: &Running, key: Key, State(world): State<World>, progress: Progress) -> Result<String> {
        world.attempt(&format!("hare on {}", self.track), key, progress).await
    }

    #[done(hare)]
    fn hare_won(self: Running, by: String) -> Won {
        Won { by }
    }

    #[failed(hare)]
    fn hare_lost(self: Running, _failure: Failure) -> Won {
        Won { by: "nobody".to_owned() }
    }

    #[invoke(timeout = "1h")]
    async fn tortoise(self: &Running, key: Key, State(world): State<World>, progress: Progress) -> Result<String> {
        world.attempt(&format!("tortoise on {}", self.track), key, progress).await
    }

    #[done(tortoise)]
    fn tortoise_won(self: Running, by: String) -> Won {
        Won { by }
    }

    #[failed(tortoise)]
    fn tortoise_lost(self: Running, _failure: Failure) -> Won {
        Won { by: "nobody".to_owned() }
    }
}

#[tokio::test]
async fn g05_of_two_pieces_of_work_of_a_step_the_first_result_counts_and_the_other_work_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let (world, mut seen) = World::new();
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let engine = Engine::builder(world).workflow::<Race>().store(store).build().await.unwrap();
    let ann = Chat::new(&engine, "ann");
    ann.says("/race").await;
    let (one, other) = (patiently(seen.attempts.recv()).await.unwrap(), patiently(seen.attempts.recv()).await.unwrap());
    let (mut hare, tortoise) = if one.task.starts_with("hare") { (one, other) } else { (other, one) };
    assert_eq!(hare.task, "hare on track");
    let session = ann.now().await.session();
    assert_eq!((hare.key.to_string(), tortoise.key.to_string()), (format!("{session}:1:0"), format!("{session}:1:1")));
    tortoise.reply.send(End::Gives("the tortoise")).unwrap();
    patiently(hare.reply.closed()).await;
    assert_eq!(ann.until_at("Won").await.record().stored.data["by"], "the tortoise");
    assert_eq!(engine.count(None).await.unwrap().work, 0);
}

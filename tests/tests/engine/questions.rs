//! A command that would drop work asks first.

mod stacks;

use futures_util::future::join_all;
use workflow::store::{Answered, Said};
use workflow::{DeliverError, Delivery, Question, Sqlite};
use workflow_tests::bench::{Bench, Chat, patiently};
use workflow_tests::claim::Office;
use workflow_tests::gated::{Gated, Go};
use workflow_tests::make::Make;
use workflow_tests::trial::{Attempt, End};

use super::{rejected, stands};

const CREATE: &str = "“Working” is under way and would be lost. Begin /create all the same?";

/// Ann works.
async fn working() -> (Bench, Chat, Attempt) {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let attempt = bench.attempt().await;
    (bench, ann, attempt)
}

fn asks(question: &str) -> Answered {
    Answered::Asked { question: question.to_owned() }
}

async fn question(chat: &Chat) -> Question {
    chat.now().await.question().expect("something is asked")
}

async fn is_asked(chat: &Chat) -> bool {
    chat.now().await.question().is_some()
}

#[tokio::test]
async fn a_command_that_would_drop_work_asks_and_drops_nothing() {
    let (bench, ann, attempt) = working().await;
    let outcome = ann.says("/create a cat").await;
    assert_eq!((&outcome.answered, outcome.rejection()), (&asks(CREATE), None));
    assert_eq!((outcome.moved(), outcome.step.as_deref(), outcome.revision.get()), (false, Some("Working"), 2));
    assert_eq!(ann.stands().await, stands("Working", 2));
    let question = question(&ann).await;
    assert_eq!((&*question.text, &*question.leave.label, &*question.stay.label), (CREATE, "Leave it", "Stay here"));
    assert_eq!(bench.engine.count(None).await.unwrap().work, 1);
    attempt.reply.send(End::Gives("done")).unwrap();
    ann.until_at("Asking").await;
    assert_eq!(ann.heard().await, ["done"]);
}

#[tokio::test]
async fn leaving_does_what_was_sent() {
    let (bench, ann, mut attempt) = working().await;
    ann.says("/create a cat").await;
    assert!(ann.press(question(&ann).await.leave.token).await.moved());
    let now = ann.now().await;
    assert_eq!((now.step(), &now.record().stored.data["prompt"]), ("PickShape", &"a cat".into()));
    assert_eq!(bench.engine.journal(now.session()).await.unwrap()[0].said, Some(Said::Text("/create a cat".into())));
    assert!(!is_asked(&ann).await);
    patiently(attempt.reply.closed()).await;
    assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
}

#[tokio::test]
async fn staying_forgets_what_was_sent() {
    let (_bench, ann, attempt) = working().await;
    ann.says("/create").await;
    let outcome = ann.press(question(&ann).await.stay.token).await;
    assert_eq!((&outcome.answered, outcome.rejection()), (&Answered::Stayed, None));
    assert!(!is_asked(&ann).await);
    assert_eq!(ann.stands().await, stands("Working", 2));
    attempt.reply.send(End::Gives("done")).unwrap();
    ann.until_at("Asking").await;
}

#[tokio::test]
async fn what_leaving_begins_may_refuse_and_then_nothing_is_dropped() {
    let (_bench, ann, _attempt) = working().await;
    ann.says(&format!("/create {}", "x".repeat(1001))).await;
    let outcome = ann.press(question(&ann).await.leave.token).await;
    assert_eq!(outcome.answered, rejected("A prompt has up to 1,000 characters."));
    assert_eq!(ann.stands().await, stands("Working", 2));
    assert!(is_asked(&ann).await);
}

#[tokio::test]
async fn g01_a_question_is_asked_on_after_a_restart() {
    let (bench, ann, _attempt) = working().await;
    ann.says("/create a cat").await;
    let before = question(&ann).await;
    let bench = bench.restart().await;
    let ann = bench.chat("ann");
    assert_eq!(question(&ann).await, before);
    assert!(ann.press(before.leave.token).await.moved());
    assert_eq!(ann.stands().await, stands("PickShape", 1));
}

#[tokio::test]
async fn work_that_is_done_meanwhile_ends_the_question() {
    let (_bench, ann, attempt) = working().await;
    ann.says("/create").await;
    let question = question(&ann).await;
    attempt.reply.send(End::Gives("done")).unwrap();
    ann.until_at("Asking").await;
    assert!(!is_asked(&ann).await);
    for offer in [question.leave, question.stay] {
        assert_eq!(ann.press(offer.token).await.answered, Answered::Stale);
    }
    assert_eq!(ann.heard().await, ["done"]);
}

#[tokio::test]
async fn a_button_of_the_view_ends_the_question() {
    let (_bench, ann, _attempt) = working().await;
    ann.says("/create").await;
    let question = question(&ann).await;
    assert!(ann.presses("Another task").await.moved());
    assert!(!is_asked(&ann).await);
    assert_eq!(ann.press(question.leave.token).await.answered, Answered::Stale);
    assert_eq!(ann.stands().await, stands("Working", 3));
}

#[tokio::test]
async fn another_command_asks_instead() {
    let (_bench, ann, _attempt) = working().await;
    ann.says("/create a cat").await;
    let first = question(&ann).await;
    let asked = "“Working” is under way and would be lost. Begin /trial all the same?";
    assert_eq!(ann.says("/trial one").await.answered, asks(asked));
    assert_eq!(question(&ann).await.text, asked);
    // Who agreed to the first did not agree to this.
    for offer in [first.leave, first.stay] {
        assert_eq!(ann.press(offer.token).await.answered, Answered::Stale);
    }
    assert!(ann.press(question(&ann).await.leave.token).await.moved());
    assert_eq!(ann.heard().await, ["one"]);
}

#[tokio::test]
async fn the_same_command_again_is_no_consent() {
    let (_bench, ann, _attempt) = working().await;
    for _ in 0..3 {
        assert_eq!(ann.says("/create").await.answered, asks(CREATE));
    }
    assert_eq!(ann.stands().await, stands("Working", 2));
}

#[tokio::test]
async fn a_question_that_was_answered_and_is_asked_again_has_other_buttons() {
    let (_bench, ann, _attempt) = working().await;
    ann.says("/create").await;
    let old = question(&ann).await;
    ann.press(old.stay.token.clone()).await;
    ann.says("/create").await;
    for offer in [old.leave, old.stay] {
        assert_eq!(ann.press(offer.token).await.answered, Answered::Stale);
    }
    assert!(is_asked(&ann).await);
}

#[tokio::test]
async fn a_question_is_answered_in_words() {
    let (_bench, ann, _attempt) = working().await;
    assert_eq!(ann.says("stay here").await.answered, rejected("Please press one of the buttons."));
    ann.says("/create").await;
    assert_eq!(ann.says(" stay HERE ").await.answered, Answered::Stayed);
    ann.says("/create").await;
    ann.says("what?").await;
    assert!(ann.says("leave it").await.moved());
    assert_eq!(ann.stands().await, stands("AskPrompt", 1));
}

#[tokio::test]
async fn g02_the_delivery_that_asked_is_answered_again_and_asks_no_more() {
    let (bench, ann, _attempt) = working().await;
    let first = ann.delivers(Delivery::text("x", "/create")).await;
    assert_eq!(first.answered, asks(CREATE));
    assert_eq!(ann.delivers(Delivery::text("x", "/create")).await, first);
    let shown = question(&ann).await;
    let stays = ann.delivers(Delivery::press("y", shown.stay.token.clone())).await;
    let bench = bench.restart().await;
    let ann = bench.chat("ann");
    assert_eq!(ann.delivers(Delivery::text("x", "/create")).await, first);
    assert_eq!(ann.delivers(Delivery::press("y", shown.stay.token)).await, stays);
    assert!(!is_asked(&ann).await);
}

#[tokio::test]
async fn g02_a_question_whose_answer_was_lost_is_asked_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    let mut bench = Bench::on(store.clone()).await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    bench.attempt().await;
    let mut gate = store.shut();
    let delivery = || Delivery::text("x", "/create");
    let sent = tokio::spawn({
        let (engine, key, delivery) = (bench.engine.clone(), ann.key.clone(), delivery());
        async move { engine.deliver(key, delivery).await }
    });
    patiently(gate.recv()).await.unwrap().go.send(Go::FailAfter).unwrap();
    assert!(matches!(sent.await.unwrap(), Err(DeliverError::Store(_))));
    drop(gate);
    assert_eq!(question(&ann).await.text, CREATE);
    assert_eq!(ann.delivers(delivery()).await.answered, asks(CREATE));
}

#[tokio::test]
async fn g04_many_taps_at_once_leave_once() {
    let (_bench, ann, _attempt) = working().await;
    ann.says("/create").await;
    let leave = question(&ann).await.leave.token;
    let taps = join_all((0..20).map(|_| ann.press(leave.clone()))).await;
    assert_eq!(taps.iter().filter(|outcome| outcome.moved()).count(), 1);
    assert_eq!(taps.iter().filter(|outcome| outcome.answered == Answered::Stale).count(), 19);
    assert_eq!(ann.stands().await, stands("AskPrompt", 1));
}

#[tokio::test]
async fn g04_somebody_else_answers_no_question() {
    let (bench, ann, _attempt) = working().await;
    ann.says("/create").await;
    let (shown, bob) = (question(&ann).await, bench.chat("bob"));
    for offer in [shown.leave, shown.stay] {
        assert_eq!(bob.press(offer.token).await.answered, Answered::Foreign);
    }
    assert!(is_asked(&ann).await);
}

#[tokio::test]
async fn a_question_that_was_answered_elsewhere_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let store = Gated::new(Sqlite::open(folder.path().join("bot.db")).await.unwrap());
    let (mut one, other) = (Bench::on(store.clone()).await, Bench::on(store).await);
    let (here, there) = (Chat::new(&one.engine, "ann"), Chat::new(&other.engine, "ann"));
    here.says("/trial").await;
    here.says("work hard").await;
    one.attempt().await;
    there.says("what?").await;
    here.says("/create").await;
    let shown = question(&here).await;
    assert_eq!(there.press(shown.stay.token).await.answered, Answered::Stayed);
    assert_eq!(here.press(shown.leave.token).await.answered, Answered::Stale);
    assert_eq!(here.stands().await, stands("Working", 2));
}

#[tokio::test]
async fn nothing_is_asked_where_nothing_would_be_lost() {
    let (bench, ann, _attempt) = working().await;
    // A workflow beside the conversation, and a question stands while it begins.
    assert!(ann.says("/note").await.moved());
    ann.says("/create").await;
    assert!(ann.says("/note").await.moved());
    assert!(is_asked(&ann).await);
    // A transition of the step is no beginning.
    assert!(ann.says("/stop").await.moved());
    assert!(!is_asked(&ann).await);
    // The end, and a step without work.
    assert!(ann.says("/trial").await.moved());
    assert!(ann.says("/create").await.moved());
    assert!(!is_asked(&ann).await);
    assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
}

#[tokio::test]
async fn code_that_starts_a_workflow_is_not_asked() {
    let (bench, ann, mut attempt) = working().await;
    assert!(bench.engine.start::<Make>(ann.key.clone(), "x", "start", None).await.unwrap().moved());
    patiently(attempt.reply.closed()).await;
    assert_eq!(ann.stands().await, stands("AskPrompt", 1));
}

#[tokio::test]
async fn a_child_at_a_step_that_has_no_other_work_is_not_asked_about() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    assert!(ann.says("/claim").await.moved());
    assert_eq!(ann.stands().await, stands("AskWhat", 1));
}

//! Messages and commands.

use tokio::sync::broadcast::error::RecvError;
use workflow::store::Said;
use workflow::{Delivery, Input, Revision, User, UserId};
use workflow_tests::bench::{Bench, patiently};
use workflow_tests::make::Make;
use workflow_tests::trial::Trial;

use super::{KNOWN, stands, told};

#[tokio::test]
async fn a_command_begins_a_workflow() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    let outcome = ann.says("/create").await;
    assert!(outcome.moved());
    assert_eq!((outcome.step.as_deref(), outcome.revision), (Some("AskPrompt"), Revision::new(1)));
    assert_eq!(ann.shown().await, "What should I draw?");
}

#[tokio::test]
async fn what_follows_a_command_is_its_input() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    assert_eq!(ann.says("/create   a cat ").await.step.as_deref(), Some("PickShape"));
    assert_eq!(ann.now().await.record().stored.data["prompt"], "a cat");
}

#[tokio::test]
async fn a_command_may_name_the_bot_and_be_in_capitals() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    assert_eq!(ann.says("/Create@painter_bot a cat").await.step.as_deref(), Some("PickShape"));
}

#[tokio::test]
async fn an_unknown_command_lists_the_known_ones() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    assert_eq!(told(&ann.says("/nonsense").await), format!("There is no command /nonsense. {KNOWN}"));
}

#[tokio::test]
async fn an_unknown_command_leaves_the_conversation_where_it_is() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    assert_eq!(told(&ann.says("/nonsense").await), format!("There is no command /nonsense. {KNOWN}"));
    assert_eq!(ann.stands().await, stands("Asking", 1));
}

#[tokio::test]
async fn a_command_of_another_step_says_that_it_has_nothing_to_do() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    assert_eq!(told(&ann.says("/leave").await), format!("/leave has nothing to do right now. {KNOWN}"));
}

#[tokio::test]
async fn a_command_of_the_step_is_taken_there() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    assert_eq!(ann.says("/stop").await.step.as_deref(), Some("Over"));
}

#[tokio::test]
async fn text_is_taken_by_the_step() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial one").await;
    assert_eq!(ann.says(" two ").await.step.as_deref(), Some("Asking"));
    assert_eq!(ann.heard().await, ["one", "two"]);
    assert_eq!(ann.stands().await, stands("Asking", 2));
}

#[tokio::test]
async fn a_rejection_keeps_step_and_revision() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let outcome = ann.says("no").await;
    assert_eq!(told(&outcome), "No.");
    assert_eq!((outcome.step.as_deref(), outcome.revision), (Some("Asking"), Revision::new(1)));
    assert_eq!(ann.stands().await, stands("Asking", 1));
    assert!(ann.says("yes").await.moved());
}

#[tokio::test]
async fn text_that_does_not_parse_is_rejected_with_the_parser_s_words() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/create").await;
    assert_eq!(told(&ann.says(&"x".repeat(1001)).await), "A prompt has up to 1,000 characters.");
}

#[tokio::test]
async fn a_label_may_be_typed() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/create a cat").await;
    assert_eq!(ann.says("3:2").await.step.as_deref(), Some("Review"));
    assert_eq!(ann.says("another PROMPT").await.step.as_deref(), Some("AskPrompt"));
}

#[tokio::test]
async fn text_where_only_buttons_count_is_told_so() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/create a cat").await;
    assert_eq!(told(&ann.says("round").await), "Please press one of the buttons.");
}

#[tokio::test]
async fn text_after_the_end_is_told_that_nothing_is_under_way() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    assert_eq!(told(&ann.says("hello").await), format!("Nothing is under way. {KNOWN}"));
    ann.says("/trial").await;
    ann.presses("That is all").await;
    assert!(ann.now().await.ended());
    assert_eq!(told(&ann.says("hello").await), format!("Nothing is under way. {KNOWN}"));
    assert_eq!(ann.stands().await, stands("Over", 2));
}

#[tokio::test]
async fn a_command_anew_takes_the_place_of_the_conversation() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial one").await;
    let first = ann.now().await.session();
    ann.says("/trial two").await;
    assert_ne!(ann.now().await.session(), first);
    assert_eq!(ann.heard().await, ["two"]);
    assert_eq!(bench.engine.count(None).await.unwrap().sessions, 1);
    assert_eq!(bench.engine.journal(first).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_start_from_code_is_as_good_as_a_command() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    let start = async |id: &str, entry: &str, input: Option<Input>| {
        bench.engine.start::<Trial>(ann.key.clone(), id, entry, input).await.unwrap()
    };
    assert_eq!(start("1", "start", Some(Input::text("one"))).await.step.as_deref(), Some("Asking"));
    assert_eq!(ann.heard().await, ["one"]);
    assert_eq!(start("1", "start", None).await.revision, Revision::new(1));
    assert_eq!(ann.heard().await, ["one"]);
    assert_eq!(ann.stands().await, stands("Asking", 1));
    assert!(bench.engine.start::<Make>(ann.key.clone(), "3", "start", None).await.unwrap().moved());
}

#[tokio::test]
async fn a_workflow_aside_leaves_the_conversation_alone() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("/note").await;
    assert_eq!(ann.stands().await, stands("Asking", 1));
    assert_eq!(ann.presses("One more").await.step.as_deref(), Some("Noting"));
    assert!(ann.says("hello").await.moved());
    assert_eq!(ann.heard().await, ["hello"]);
    let sessions = bench.engine.sessions(&ann.key).await.unwrap();
    let mut steps: Vec<&str> = sessions.iter().map(|session| session.step()).collect();
    steps.sort();
    assert_eq!(steps, ["Asking", "Noting"]);
    ann.says("/trial").await;
    ann.presses("Put away").await;
    assert_eq!(ann.stands().await, stands("Asking", 1));
}

#[tokio::test]
async fn empty_messages_are_rejected() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    assert_eq!(told(&ann.says("  ").await), "Please write something.");
    ann.says("/trial").await;
    assert_eq!(told(&ann.says("\n").await), "Please write something.");
}

#[tokio::test]
async fn an_id_has_1_to_128_bytes() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    for id in [String::new(), "x".repeat(129)] {
        let error = bench.engine.deliver(ann.key.clone(), Delivery::text(id, "/trial")).await.unwrap_err();
        assert!(error.to_string().starts_with("a delivery's id has 1 to 128 bytes"), "{error}");
    }
    assert!(bench.engine.session(&ann.key).await.unwrap().is_none());
    assert!(ann.delivers(Delivery::text("x".repeat(128), "/trial")).await.moved());
}

#[tokio::test]
async fn the_journal_says_who_came_from_where_to_where_and_how() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.delivers(Delivery::text("a", "/trial")).await;
    ann.delivers(Delivery::text("b", "no")).await;
    let eve = User::new(UserId::new("test", "eve"));
    ann.delivers(Delivery::press("c", ann.token("Once more").await).by(eve)).await;
    ann.delivers(Delivery::text("d", "work hard")).await;
    bench.attempt().await.reply.send(workflow_tests::trial::End::Gives("done")).unwrap();
    let now = ann.until_at("Asking").await;
    let journal = bench.engine.journal(now.session()).await.unwrap();
    let rows: Vec<_> = journal
        .iter()
        .map(|entry| {
            let by = entry.by.as_ref().map(|by| by.as_str());
            (entry.revision.get(), &*entry.edge, entry.from.as_deref(), &*entry.to, by)
        })
        .collect();
    assert_eq!(
        rows,
        [
            (1, "start", None, "Asking", Some("test:ann")),
            (2, "again", Some("Asking"), "Asking", Some("test:eve")),
            (3, "hear", Some("Asking"), "Working", Some("test:ann")),
            (4, "toiled", Some("Working"), "Asking", None),
        ]
    );
    let said: Vec<_> = journal.iter().map(|entry| entry.said.clone()).collect();
    let text = |text: &str| Some(Said::Text(text.to_owned()));
    assert_eq!(said, [text("/trial"), Some(Said::Press("Once more".to_owned())), text("work hard"), None]);
    let deliveries: Vec<_> = journal.iter().map(|entry| entry.delivery.as_str().to_owned()).collect();
    assert_eq!(deliveries, ["a", "c", "d", &format!("work:{}:3:0", now.session())]);
    assert_eq!(journal[3].view.text.to_plain(), "done");
}

#[tokio::test]
async fn the_transcript_goes_on_over_all_sessions() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    for text in ["/trial one", "two", "no", "/trial three", "four"] {
        ann.says(text).await;
    }
    let shown = async |limit| -> Vec<String> {
        let entries = bench.engine.transcript(&ann.key, limit).await.unwrap();
        entries.iter().map(|entry| entry.view.text.to_plain()).collect()
    };
    assert_eq!(shown(10).await, ["one", "two", "three", "four"]);
    assert_eq!(shown(3).await, ["two", "three", "four"]);
}

#[tokio::test]
async fn every_move_is_told_as_an_event() {
    let bench = Bench::new().await;
    let (ann, mut events) = (bench.chat("ann"), bench.engine.events());
    ann.says("/trial").await;
    ann.says("no").await;
    ann.presses("That is all").await;
    let now = ann.now().await;
    for (edge, to, revision) in [("start", "Asking", 1), ("finish", "Over", 2)] {
        let event = events.recv().await.unwrap();
        assert_eq!((event.edge, event.to.as_str(), event.revision), (edge, to, Revision::new(revision)));
        assert_eq!((event.session, &event.key, event.workflow.as_str()), (now.session(), &ann.key, "trial"));
    }
    assert!(events.try_recv().is_err());
}

#[tokio::test]
async fn g08_who_listens_and_does_not_hear_or_is_gone_holds_up_no_turn() {
    const TURNS: u64 = 1_100;
    let bench = Bench::new().await;
    let (ann, mut slow) = (bench.chat("ann"), bench.engine.events());
    let _never_looks = bench.engine.changes(&ann.key);
    drop(bench.engine.events());
    ann.says("/trial").await;
    for turn in 0..TURNS {
        assert!(patiently(ann.says(&format!("word {turn}"))).await.moved());
    }
    // It has missed the oldest, and hears of the rest.
    let missed = slow.recv().await.unwrap_err();
    assert!(matches!(missed, RecvError::Lagged(missed) if missed > 0), "{missed:?}");
    let mut last = None;
    while let Ok(event) = slow.try_recv() {
        last = Some(event.revision);
    }
    assert_eq!(last, Some(Revision::new(TURNS + 1)));
}

#[tokio::test]
async fn changes_are_told_to_those_who_look_on() {
    let bench = Bench::new().await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    let (mut anns, mut bobs) = (bench.engine.changes(&ann.key), bench.engine.changes(&bob.key));
    ann.says("/trial").await;
    patiently(anns.changed()).await;
    assert!(futures_util::FutureExt::now_or_never(bobs.changed()).is_none());
    assert!(futures_util::FutureExt::now_or_never(anns.changed()).is_none());
}

#[tokio::test]
async fn commands_are_listed_with_what_they_are_for() {
    let bench = Bench::new().await;
    let commands: Vec<(&str, String)> =
        bench.engine.commands().into_iter().map(|command| (command.name, command.about)).collect();
    let expected = [
        ("/trial", "Try things out."),
        ("/create", "Make a picture from a prompt."),
        ("/note", "Notes, taken beside a conversation."),
    ];
    assert_eq!(commands, expected.map(|(name, about)| (name, about.to_owned())));
}

#[tokio::test]
async fn a_session_is_found_again_after_a_restart() {
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial one").await;
    bench.chat("ann").says("/note").await;
    let before = bench.chat("ann").now().await;
    let bench = bench.restart().await;
    let ann = bench.chat("ann");
    assert_eq!(ann.now().await.record(), before.record());
    assert!(ann.says("two").await.moved());
    assert_eq!(ann.heard().await, ["one", "two"]);
    assert!(ann.presses("One more").await.moved());
    assert_eq!(bench.engine.owner(before.session()).await.unwrap(), Some(ann.key.clone()));
}

#[tokio::test]
async fn a_text_of_more_than_4096_characters_is_refused_before_any_user_code() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let refused = ann.says(&"x".repeat(4097)).await;
    assert_eq!(told(&refused), "That is too long: 4097 characters, and 4096 is the most.");
    assert!(ann.says(&"x".repeat(4096)).await.moved());
}

#[tokio::test]
async fn a_conversation_can_be_ended_from_code() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let mut attempt = bench.attempt().await;
    bench.engine.cancel(ann.key.clone()).await.unwrap();
    patiently(attempt.reply.closed()).await;
    assert!(bench.engine.session(&ann.key).await.unwrap().is_none());
    assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
    assert!(told(&ann.says("hello").await).starts_with("Nothing is under way."));
}

#[tokio::test]
async fn a_start_by_a_name_that_no_entry_has_is_the_callers_mistake() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    let wrong = bench.engine.start::<Trial>(ann.key.clone(), "1", "begin", None).await;
    assert!(matches!(wrong, Err(workflow::DeliverError::NoEntry { .. })), "{wrong:?}");
    let elsewhere = bench.engine.start::<super::building::Other>(ann.key.clone(), "1", "start", None).await;
    assert_eq!(elsewhere.unwrap_err().to_string(), "`other` has no entry `start` here");
    assert!(bench.engine.start::<Trial>(ann.key.clone(), "1", "start", None).await.unwrap().moved());
}

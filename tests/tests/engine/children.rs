//! Children: a workflow inside of a step of another, as a stack in one session.

use workflow::{BuildError, Engine, Sqlite};
use workflow_tests::bench::Chat;
use workflow_tests::claim::{Claim, Deeds, Office};

use super::{STUCK, rejected, stands, told};

async fn data(chat: &Chat) -> serde_json::Value {
    serde_json::Value::Object(chat.now().await.record().stored.data.clone())
}

#[tokio::test]
async fn a_child_is_asked_for_what_its_step_needs_and_its_end_is_taken_in_the_same_turn() {
    let mut office = Office::new().await;
    office.paying("ann").await;
    // A restart at each step makes no difference.
    for (text, step, revision) in [("Barings", "AskNumber", 7), ("1762", "Paid", 8)] {
        office = office.restart().await;
        let ann = office.chat("ann");
        assert!(ann.says(text).await.moved());
        assert_eq!(ann.stands().await, stands(step, revision));
    }
    let ann = office.chat("ann");
    assert_eq!(data(&ann).await["account"], "1762 at Barings");
    assert!(ann.now().await.ended());
    office.deeds.until("tell", 2).await;
    assert!(office.deeds.of("tell")[1].ends_with("8:e0 42 to 1762 at Barings"));
    assert_eq!((office.kept(), office.pending("timer"), office.pending("work")), (0, 0, 0));
}

#[tokio::test]
async fn the_journal_tells_of_the_child() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    ann.says("Barings").await;
    ann.says("1762").await;
    let journal = office.engine.journal(ann.now().await.session()).await.unwrap();
    let moves: Vec<_> =
        journal[5..].iter().map(|entry| (&*entry.edge, entry.from.as_deref().unwrap(), &*entry.to)).collect();
    assert_eq!(
        moves,
        [("account", "Paying", "AskBank"), ("bank", "AskBank", "AskNumber"), ("number", "AskNumber", "Paid")]
    );
}

#[tokio::test]
async fn a_child_goes_back_by_itself_and_not_into_the_step_around_it() {
    let office = Office::new().await;
    office.paying("ann").await;
    let office = office.restart().await;
    let ann = office.chat("ann");
    assert_eq!(told(&ann.says("/back").await), "There is no way back from here.");
    ann.says("Barings").await;
    assert!(ann.presses("Back").await.moved());
    assert_eq!(ann.stands().await, stands("AskBank", 8));
    assert_eq!(data(&ann).await["sum"], 42);
    assert_eq!(told(&ann.says("/back").await), "There is no way back from here.");
}

#[tokio::test]
async fn a_command_of_the_workflow_around_it_drops_the_child() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    ann.says("Barings").await;
    assert_eq!(office.pending("timer"), 2);
    assert!(ann.says("/drop").await.moved());
    assert_eq!(ann.stands().await, stands("Dropped", 8));
    assert_eq!((office.kept(), office.pending("timer")), (0, 0));
    office.deeds.until("came Dropped", 1).await;
    let done: Vec<String> = office.deeds.done().into_iter().filter(|line| !line.starts_with("tell")).collect();
    assert_eq!(done[done.len() - 4..], ["left AskBank", "left AskNumber", "left Paying", "came Dropped"]);
}

#[tokio::test]
async fn g06_a_timer_of_the_step_around_it_goes_on_and_drops_the_child() {
    let office = Office::new().await;
    office.paying("ann").await;
    let office = office.restart_after(|office| office.passes(119)).await;
    let ann = office.chat("ann");
    ann.says("Barings").await;
    office.passes(1);
    assert_eq!(ann.until_at("Dropped").await.record().stored.data["why"], "no account");
    assert_eq!(office.pending("timer"), 0);
}

#[tokio::test]
async fn g06_a_timer_of_the_child_moves_the_child() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    ann.says("Barings").await;
    office.passes(60);
    assert_eq!(ann.until_at("AskBank").await.revision().get(), 8);
    // That of the step around it is armed still.
    assert_eq!(office.pending("timer"), 1);
}

#[tokio::test]
async fn an_end_that_is_not_taken_leaves_the_child_where_it_is() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    assert_eq!(told(&ann.presses("I have none").await), "Without an account there is no money.");
    assert_eq!(ann.stands().await, stands("AskBank", 6));
    assert!(ann.says("Barings").await.moved());
}

#[tokio::test]
async fn g05_a_child_that_can_not_begin_is_tried_again() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    office.deeds.break_down(true);
    ann.presses("Pay it unseen").await;
    while office
        .file()
        .query_row("SELECT max(attempts) FROM pending WHERE kind = 'work'", [], |row| row.get::<_, u32>(0))
        .unwrap()
        < 1
    {
        tokio::task::yield_now().await;
    }
    office.deeds.break_down(false);
    office.passes(1);
    ann.until_at("AskBank").await;
    assert!(!ann.now().await.working());
}

#[tokio::test]
async fn a_child_can_be_a_conversation_of_its_own_too() {
    let office = Office::new().await;
    let ann = office.chat("ann");
    for text in ["/account", "Barings", "1"] {
        assert!(ann.says(text).await.moved());
    }
    assert_eq!(ann.stands().await, stands("Known", 3));
}

#[tokio::test]
async fn g07_a_step_of_a_child_that_does_not_load_is_set_aside_and_recoverable() {
    let office = Office::new().await;
    let ann = office.paying("ann").await;
    ann.says("Barings").await;
    let office = office.restart_after(|office| office.change("UPDATE session SET step = 'Removed'")).await;
    let ann = office.chat("ann");
    assert_eq!(ann.says("1762").await.answered, rejected(STUCK));
    assert_eq!(ann.says("/back").await.answered, rejected(STUCK));
    let office = office.restart_after(|office| office.change("UPDATE session SET step = 'AskNumber'")).await;
    assert!(office.chat("ann").says("1762").await.moved());
    assert_eq!(office.chat("ann").stands().await.0, "Paid");
}

#[tokio::test]
async fn g07_a_step_around_a_child_that_does_not_load_is_left_as_it_is() {
    let office = Office::new().await;
    office.paying("ann").await;
    let office = office
        .restart_after(|office| {
            office.change("UPDATE journal SET to_step = 'Removed'
                 WHERE id IN (SELECT v.value ->> 1 FROM session s, json_each(s.kept) v WHERE typeof(v.value ->> 2) = 'text')");
        })
        .await;
    let ann = office.chat("ann");
    assert!(ann.says("Barings").await.moved());
    assert_eq!(ann.says("1762").await.answered, rejected(STUCK));
    assert_eq!(ann.stands().await, stands("AskNumber", 7));
}

#[tokio::test]
async fn a_child_that_is_not_served_is_a_mistake_of_the_builder() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let builder = Engine::builder(Deeds::default()).workflow::<Claim>().actor("boss", |_| true).store(store);
    let error = builder.build().await.unwrap_err();
    assert!(matches!(error, BuildError::NoChild { workflow: "claim", child: "account" }), "{error:?}");
    let text = "`account` runs inside of `claim`, but is not served: add `.workflow::<…>()` for it";
    assert_eq!(error.to_string(), text);
}

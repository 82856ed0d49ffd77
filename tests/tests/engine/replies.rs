//! Replies: what somebody sends to a session that waits for them in a role, and not to their own conversation.

use workflow::prelude::*;
use workflow::store::{Answered, Memory, Said};
use workflow::{Delivery, Engine, Media, MediaId, MediaKind, Snapshot, Token};
use workflow_tests::bench::Chat;
use workflow_tests::claim::Office;

use super::{stands, told};

/// Ann's claim, which waits for a boss.
async fn waiting(office: &Office) -> Chat {
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    ann
}

/// What waits for the chat's user in some role.
async fn shown(chat: &Chat) -> Snapshot {
    let sessions = chat.engine.sessions(&chat.key).await.unwrap();
    sessions.into_iter().find(|session| session.role().is_some()).expect("something waits")
}

fn why(now: &Snapshot) -> &str {
    now.record().stored.data["why"].as_str().unwrap()
}

fn bill(kind: MediaKind) -> Media {
    Media::new(MediaId::of_digest([7; 32]), kind, "image/png", 900)
}

#[tokio::test]
async fn what_somebody_in_a_role_writes_moves_the_session_that_it_is_for() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let office = office.restart().await;
    let boss = office.chat("boss");
    let outcome = boss.replies(" Too much tea. ").await;
    assert!(outcome.moved());
    let ann =
        office.chat("ann").until(|now| now.session() == outcome.session.unwrap() && ann.key == now.record().key).await;
    assert_eq!((ann.step(), why(&ann)), ("Dropped", "Too much tea. (test:boss in en)"));
    let entry = office.engine.journal(ann.session()).await.unwrap().pop().unwrap();
    assert_eq!((&*entry.edge, entry.by), ("refuse", Some(boss.key.user())));
    assert_eq!(entry.said, Some(Said::Text("Too much tea.".into())));
    assert!(office.engine.session(&boss.key).await.unwrap().is_none(), "it is no conversation of theirs");
}

#[tokio::test]
async fn a_file_that_somebody_in_a_role_sends_goes_to_the_session_that_it_is_for() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    let wrong = Delivery::media("1", [bill(MediaKind::Audio)]).reply_to(boss.reply().await);
    let outcome = boss.delivers(wrong).await;
    assert!(told(&outcome).ends_with("Please send text or a photo."), "{}", told(&outcome));
    let right = Delivery::media("2", [bill(MediaKind::Photo)]).reply_to(boss.reply().await);
    assert!(boss.delivers(right).await.moved());
    assert_eq!(why(&ann.now().await), "see 900 bytes");
}

#[tokio::test]
async fn what_may_be_sent_is_part_of_the_view_of_the_role_alone() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let shown = shown(&office.chat("boss")).await;
    let hint = shown.view().hint.as_ref().unwrap();
    assert_eq!(hint.text, "Refuse it, and say why");
    assert_eq!(hint.kinds().map(workflow::Kind::word).collect::<Vec<_>>(), ["text", "a photo"]);
    let own = ann.now().await;
    assert_eq!((own.view().hint.as_ref(), own.reply()), (None, None));
}

#[tokio::test]
async fn what_is_sent_without_a_reply_is_for_the_own_conversation() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    assert!(told(&boss.says("Too much tea.").await).starts_with("Nothing is under way."));
    boss.says("/claim").await;
    assert_eq!(boss.says("Too much tea.").await.step.as_deref(), Some("AskSum"));
    assert_eq!(ann.stands().await, stands("Waiting", 4));
}

#[tokio::test]
async fn a_command_in_a_reply_is_for_the_own_conversation() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    assert_eq!(boss.replies("/claim cake").await.step.as_deref(), Some("AskSum"));
    assert_eq!(boss.now().await.record().key, boss.key);
    let photo = Delivery::media("2", [bill(MediaKind::Photo)]).caption("/drop").reply_to(boss.reply().await);
    assert!(told(&boss.delivers(photo).await).starts_with("/drop stands alone"));
    assert_eq!(ann.stands().await, stands("Waiting", 4));
}

#[tokio::test]
async fn a_reply_that_is_not_taken_is_told_to_whom_sent_it_and_changes_nothing() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    assert_eq!(told(&boss.replies("no").await), "That is no reason.");
    let endless = boss.replies(&"no ".repeat(4000)).await;
    assert!(told(&endless).starts_with("That is too long: 11999 characters"), "{}", told(&endless));
    assert_eq!(ann.stands().await, stands("Waiting", 4));
    assert!(boss.replies("Too much tea.").await.moved());
}

#[tokio::test]
async fn g02_a_reply_that_is_delivered_again_gets_the_first_answer() {
    let office = Office::new().await;
    waiting(&office).await;
    let boss = office.chat("boss");
    let token = boss.reply().await;
    let rejected = Delivery::text("rejected", "no").reply_to(token.clone());
    let taken = Delivery::text("taken", "Too much tea.").reply_to(token);
    let first = [boss.delivers(rejected.clone()).await, boss.delivers(taken.clone()).await];
    assert!(first[1].moved());
    let office = office.restart().await;
    let boss = office.chat("boss");
    assert_eq!([boss.delivers(rejected).await, boss.delivers(taken).await], first);
}

#[tokio::test]
async fn g04_a_reply_to_what_has_moved_on_is_stale() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    let old = boss.reply().await;
    boss.presses("Send it back").await;
    ann.presses("Hand it in").await;
    let outcome = boss.delivers(Delivery::text("1", "Too much tea.").reply_to(old.clone())).await;
    assert_eq!((outcome.rejection(), &outcome.answered), (Some("This is not in use any more."), &Answered::Stale));
    assert_eq!(ann.now().await.step(), "Waiting");
    ann.says("/claim").await;
    let outcome = boss.delivers(Delivery::text("2", "Too much tea.").reply_to(old)).await;
    assert_eq!(outcome.answered, Answered::Stale);
}

#[tokio::test]
async fn g04_of_two_who_reply_at_once_one_is_taken() {
    let office = Office::new().await;
    waiting(&office).await;
    let (one, other) = (office.chat("boss 1"), office.chat("boss 2"));
    let (token, same) = (one.reply().await, other.reply().await);
    let (first, second) = tokio::join!(
        one.delivers(Delivery::text("1", "Too much tea.").reply_to(token)),
        other.delivers(Delivery::text("1", "Too little cake.").reply_to(same))
    );
    assert_eq!([&first, &second].iter().filter(|outcome| outcome.moved()).count(), 1);
    assert!([&first, &second].iter().any(|outcome| outcome.answered == Answered::Stale));
}

#[tokio::test]
async fn g04_only_those_in_the_role_can_reply_and_nobody_to_themselves() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let token = office.chat("boss").reply().await;
    for chat in [&office.chat("bob"), &ann] {
        let outcome = chat.delivers(Delivery::text("1", "Let me have it.").reply_to(token.clone())).await;
        assert_eq!(outcome.answered, Answered::Foreign);
    }
    let boss = office.reviewing("boss").await;
    boss.presses("Hand it in").await;
    let sessions = office.engine.sessions(&office.chat("boss 2").key).await.unwrap();
    let own = sessions.iter().find(|session| session.record().key == boss.key).unwrap();
    let outcome = boss.delivers(Delivery::text("2", "Let me have it.").reply_to(own.reply().unwrap())).await;
    assert_eq!(outcome.answered, Answered::Foreign);
    assert_eq!(ann.stands().await, stands("Waiting", 4));
}

#[tokio::test]
async fn g04_a_button_is_no_view_to_reply_to_and_the_other_way_round() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    let button = boss.token("Allow it").await;
    assert_eq!(boss.press(boss.reply().await).await.answered, Answered::Unknown);
    for (id, token) in [("1", button), ("2", Token::new("forged"))] {
        let outcome = boss.delivers(Delivery::text(id, "Too much tea.").reply_to(token)).await;
        assert_eq!(outcome.answered, Answered::Unknown);
    }
    assert_eq!(ann.stands().await, stands("Waiting", 4));
}

#[tokio::test]
async fn an_owner_may_reply_to_what_they_are_shown_and_not_to_what_they_were() {
    let office = Office::new().await;
    let ann = office.chat("ann");
    ann.says("/claim").await;
    let old = ann.now().await.reply().unwrap();
    assert!(ann.delivers(Delivery::text("1", "tea").reply_to(old.clone())).await.moved());
    let outcome = ann.delivers(Delivery::text("2", "cake").reply_to(old)).await;
    assert_eq!(outcome.answered, Answered::Stale);
    assert_eq!(
        office
            .chat("bob")
            .delivers(Delivery::text("1", "42").reply_to(ann.now().await.reply().unwrap()))
            .await
            .answered,
        Answered::Foreign
    );
    assert_eq!(ann.stands().await, stands("AskSum", 2));
}

/// Choose a drink.
#[workflow]
enum Drink {
    /// Which one?
    Choosing,
    /// Here you are.
    #[step(end)]
    Chosen { drink: String },
}

#[workflow]
impl Drink {
    #[command("/drink")]
    fn start() -> Choosing {
        Choosing
    }

    #[view]
    fn menu(self: &Choosing) -> View {
        View::text("Which one?").option("tea", "Tea").option("milk", "Milk")
    }

    fn pick(self: Choosing, Pick(drink): Pick<String>) -> Chosen {
        Chosen { drink }
    }

    /// Bring something else
    #[actor("waiter")]
    fn bring(self: Choosing, Text(drink): Text) -> Chosen {
        Chosen { drink }
    }
}

#[tokio::test]
async fn what_a_role_may_write_takes_no_label_from_the_owner() {
    let builder = Engine::builder(()).workflow::<Drink>().store(Memory::new());
    let engine = builder.actor("waiter", |user| user.id().as_str() == "test:bob").build().await.unwrap();
    let (ann, bob) = (Chat::new(&engine, "ann"), Chat::new(&engine, "bob"));
    ann.says("/drink").await;
    assert_eq!(told(&ann.says("wine").await), "Please press one of the buttons.");
    assert_eq!(ann.says("milk").await.step.as_deref(), Some("Chosen"));
    ann.says("/drink").await;
    // Nor is a label of the owner's view one of the role's.
    assert!(bob.replies("Milk").await.moved());
    assert_eq!(ann.now().await.record().stored.data["drink"], "Milk");
}

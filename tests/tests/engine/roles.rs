//! Roles: what waits for somebody is shown to them in their own chat, and is done by one of them, once.

use workflow::store::Answered;
use workflow::{BuildError, Engine, Snapshot, Sqlite, Token};
use workflow_tests::bench::Chat;
use workflow_tests::claim::{Account, Claim, Deeds, Office};

use super::stands;

async fn waiting(office: &Office) -> Chat {
    let ann = office.reviewing("ann").await;
    ann.presses("Hand it in").await;
    ann
}

/// What waits for the chat's user in some role.
async fn shown(chat: &Chat) -> Vec<Snapshot> {
    let sessions = chat.engine.sessions(&chat.key).await.unwrap();
    sessions.into_iter().filter(|session| session.role().is_some()).collect()
}

fn offers(snapshot: &Snapshot) -> Vec<(String, Token)> {
    snapshot.offers().into_iter().flatten().map(|offer| (offer.label, offer.token)).collect()
}

#[tokio::test]
async fn what_waits_for_a_role_is_shown_to_those_who_have_it_and_to_nobody_else() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let office = office.restart().await;
    for boss in ["boss 1", "boss 2"] {
        let shown = shown(&office.chat(boss)).await;
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].role(), shown[0].record().key.clone()), (Some("boss"), ann.key.clone()));
        assert_eq!(shown[0].view().text.to_plain(), "42 for tea?");
        let labels: Vec<String> = offers(&shown[0]).into_iter().map(|(label, _)| label).collect();
        assert_eq!(labels, ["Allow it", "Send it back"]);
        // It is no conversation of theirs.
        assert!(office.engine.session(&office.chat(boss).key).await.unwrap().is_none());
    }
    assert!(shown(&office.chat("bob")).await.is_empty());
    let own = office.chat("ann").now().await;
    assert_eq!((own.role(), own.view().text.to_plain().as_str()), (None, "Somebody looks at it."));
    assert!(offers(&own).iter().all(|(label, _)| label != "Allow it"));
}

#[tokio::test]
async fn what_somebody_does_in_a_role_moves_the_owners_session() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let boss = office.chat("boss");
    let outcome = boss.presses("Allow it").await;
    assert!(outcome.moved());
    assert_eq!(outcome.session, Some(ann.now().await.session()));
    ann.until_at("AskBank").await;
    let entry = office.engine.journal(ann.now().await.session()).await.unwrap().remove(4);
    assert_eq!((&*entry.edge, entry.by), ("allow", Some(boss.key.user())));
    assert!(shown(&boss).await.is_empty());
    assert_eq!(office.rows("shown"), 0);
}

#[tokio::test]
async fn g04_one_of_several_in_a_role_does_it_and_the_others_are_told_that_it_is_done() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let (one, other) = (office.chat("boss 1"), office.chat("boss 2"));
    let (allow, back) = (one.token("Allow it").await, other.token("Send it back").await);
    let (first, second) = tokio::join!(one.press(allow.clone()), other.press(back));
    assert_eq!([&first, &second].iter().filter(|outcome| outcome.moved()).count(), 1);
    assert!([&first, &second].iter().any(|outcome| outcome.answered == Answered::Stale));
    assert_eq!(one.press(allow).await.answered, Answered::Stale);
    assert_ne!(ann.now().await.step(), "Waiting");
}

#[tokio::test]
async fn g02_a_press_in_a_role_that_is_delivered_again_gets_the_first_answer() {
    let office = Office::new().await;
    waiting(&office).await;
    let boss = office.chat("boss");
    let press = workflow::Delivery::press("once", boss.token("Send it back").await);
    let first = boss.delivers(press.clone()).await;
    assert!(first.moved());
    let office = office.restart().await;
    assert_eq!(office.chat("boss").delivers(press).await, first);
    assert_eq!(office.chat("ann").stands().await, stands("Review", 5));
}

#[tokio::test]
async fn g04_only_those_in_the_role_can_press_its_buttons() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    let allow = office.chat("boss").token("Allow it").await;
    assert_eq!(office.chat("bob").press(allow.clone()).await.answered, Answered::Foreign);
    assert_eq!(ann.press(allow).await.answered, Answered::Foreign);
    let owners = ann.token("Pay it unseen").await;
    assert_eq!(office.chat("boss").press(owners).await.answered, Answered::Foreign);
    assert_eq!(ann.stands().await, stands("Waiting", 4));
}

#[tokio::test]
async fn nobody_is_their_own_reviewer() {
    let office = Office::new().await;
    let boss = office.reviewing("boss").await;
    boss.presses("Hand it in").await;
    assert!(shown(&boss).await.is_empty());
    let allow = office.chat("boss 2").token("Allow it").await;
    assert_eq!(boss.press(allow).await.answered, Answered::Foreign);
}

#[tokio::test]
async fn those_in_a_role_are_told_when_something_waits_for_them() {
    let office = Office::new().await;
    let boss = office.chat("boss");
    let mut changes = office.engine.changes(&boss.key);
    waiting(&office).await;
    workflow_tests::bench::patiently(changes.changed()).await;
    assert_eq!(shown(&boss).await.len(), 1);
}

#[tokio::test]
async fn what_is_shown_to_a_role_goes_with_the_session() {
    let office = Office::new().await;
    let ann = waiting(&office).await;
    ann.says("/claim").await;
    assert_eq!(office.rows("shown"), 0);
    assert!(shown(&office.chat("boss")).await.is_empty());
}

#[tokio::test]
async fn a_role_that_nobody_was_given_is_a_mistake_of_the_builder() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
    let builder = Engine::builder(Deeds::default()).workflow::<Claim>().workflow::<Account>().store(store);
    let error = builder.build().await.unwrap_err();
    assert!(matches!(error, BuildError::NoActor { workflow: "claim", role: "boss" }), "{error:?}");
    let text = "nobody has the role `boss` that `claim` uses: say who has it by `.actor(\"boss\", …)`";
    assert_eq!(error.to_string(), text);
}

//! Several users, and roles.

use workflow::Engine;
use workflow::testing::Chat;
use workflow_tests::claim::{Account, AskBank, Claim, Deeds, Review, Waiting};
use workflow_tests::make::{AskPrompt, PickShape};

use super::studio;

#[tokio::test]
async fn two_users_have_conversations_of_their_own() {
    let mut ann = studio().await;
    let mut bob = ann.another("bob").await;
    ann.say("/create").await.say("a cat").await;
    bob.say("/create").await;
    bob.restart().await.at::<AskPrompt>();
    ann.at::<PickShape>();
    assert!(bob.transcript().contains("bob: /create\nbot to bob: What should I draw?\n"));
}

#[tokio::test]
async fn somebody_in_a_role_does_what_the_owner_may_not() {
    let build = |_| Engine::builder(Deeds::default()).workflow::<Claim>().workflow::<Account>();
    let mut ann = Chat::with(build).await;
    let mut boss = ann.as_actor("boss").await;
    ann.say("/claim tea").await.say("42").await.press("Hand it in").await.at::<Waiting>();
    boss.offers(["Allow it", "Send it back"]).sees("42 for tea?").press("Send it back").await;
    ann.at::<Review>().press("Hand it in").await;
    boss.press("allow").await;
    ann.at::<AskBank>();
}

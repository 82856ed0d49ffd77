//! Several users, and roles.

use workflow::testing::Chat;
use workflow::{Engine, Media, MediaId, MediaKind};
use workflow_tests::claim::{Account, AskBank, Claim, Deeds, Dropped, Review, Waiting};
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

#[tokio::test]
async fn somebody_in_a_role_replies_with_text_and_files_and_goes_on_with_their_own_conversation() {
    let build = |_| Engine::builder(Deeds::default()).workflow::<Claim>().workflow::<Account>();
    let mut ann = Chat::with(build).await;
    let mut boss = ann.as_actor("boss").await;
    boss.say("/claim cake").await;
    ann.say("/claim tea").await.say("42").await.press("Hand it in").await.at::<Waiting>();
    boss.reply("no").await.rejected("That is no reason.").reply("Too much tea.").await.again().await;
    assert_eq!(ann.data::<Dropped>()["why"], "Too much tea. (test:boss in en)");
    boss.say("7").await.at::<Review>();
    ann.say("/claim tea").await.say("42").await.press("Hand it in").await;
    boss.reply_with([Media::new(MediaId::of_digest([7; 32]), MediaKind::Photo, "image/png", 900)]).await;
    assert_eq!(ann.data::<Dropped>()["why"], "see 900 bytes");
    assert!(boss.transcript().contains("boss: (as boss) Too much tea.\n"), "{}", boss.transcript());
    assert!(boss.transcript().contains("boss: (as boss) <image/png>\n"));
}

#[tokio::test]
#[should_panic(expected = "nothing that waits for somebody in a role asks for text or files")]
async fn a_reply_to_nothing_fails_the_test() {
    let mut ann = studio().await;
    ann.say("/create").await.reply("a cat").await;
}

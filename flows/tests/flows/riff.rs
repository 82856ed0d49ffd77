//! From an idea to a prompt.

use flows::make::Drawing;
use flows::riff::{AskIdea, AskTweak, Asked, Left, NotTweaked, Riff, Shown, Silent, Thinking};
use workflow::testing::Walk;

use super::world::{World, complete};

#[tokio::test]
async fn one_question_at_a_time_leads_to_a_prompt() {
    let mut chat = World::new().await.chat().await;
    chat.say("/riff a lighthouse").await.at::<Thinking>().work().await.at::<Asked>().sees_exactly("Where is it?");
    chat.say("on a cliff").await.work().await.sees("What time of day is it");
    chat.press("Skip").await.work().await.sees("What mood").say("lonely").await.work().await.sees("In which style");
    chat.press("Skip").await.work().await.at::<Shown>();
    chat.sees("a lighthouse, on a cliff, soft light, lonely, detailed");
}

#[tokio::test]
async fn undo_returns_to_each_earlier_prompt() {
    let mut chat = World::new().await.chat().await;
    chat.say("/riff a fox in a forest at night, dreamy watercolour").await.work().await.at::<Shown>();
    for wish in ["with a lantern", "in the rain"] {
        chat.press("Tweak").await.at::<AskTweak>().say(wish).await.work().await.at::<Shown>();
    }
    chat.sees("with a lantern, in the rain").restart().await.press("Undo").await;
    chat.sees_exactly("Your prompt:\n\na fox in a forest at night, dreamy watercolour, with a lantern");
    chat.press("Undo").await.sees_exactly("Your prompt:\n\na fox in a forest at night, dreamy watercolour");
    chat.offers(["Create", "Tweak", "Start over", "That's it", "Back"]);
}

#[tokio::test]
async fn create_hands_over_to_make_and_comes_back() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/riff a fox in a forest at night, dreamy ink").await.work().await.press("Create").await.at::<Drawing>();
    chat.sees("Drawing a fox").work().await.sees("seed 1").press("That's it").await.at::<Shown>();
    assert_eq!(world.studio.last().prompt.as_str(), "a fox in a forest at night, dreamy ink");
}

#[tokio::test]
async fn a_muse_that_fails_is_an_apology_and_nothing_is_lost() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    world.muse.be_silent(true);
    chat.say("/riff a fox in a forest at night, dreamy ink").await.fail("think", "silent").await.at::<Silent>();
    world.muse.be_silent(false);
    chat.press("Try again").await.work().await.at::<Shown>().press("Tweak").await.say("older").await;
    chat.fail("rewrite", "silent").await.at::<NotTweaked>().press("Try again").await.work().await.sees("ink, older");
}

#[tokio::test]
async fn every_way_through_riff_is_walked() {
    let world = World::new().await;
    let of = world.clone();
    let walk = Walk::<Riff>::with(move |store| of.builder(store))
        .text("/riff", ["a fox", "a fox in a forest at night, dreamy ink"])
        .text("AskIdea", ["a hen"])
        .text("Asked", ["in a city"])
        .text("AskTweak", ["older"])
        .real_work();
    let mut coverage = walk.run().coverage().clone();
    let mut chat = world.chat().await;
    chat.say("/riff a fox in a forest at night, dreamy ink").await.fail("think", "silent").await;
    chat.press("Try again").await.work().await.press("Tweak").await.say("older").await.fail("rewrite", "no").await;
    chat.press("Leave it")
        .await
        .press("Tweak")
        .await
        .say("old")
        .await
        .fail("rewrite", "no")
        .await
        .press("Try again")
        .await;
    chat.work().await.press("Undo").await.press("Create").await.work().await.press("That's it").await.at::<Shown>();
    chat.press("Start over").await.at::<AskIdea>().say("/cancel").await.at::<Left>();
    coverage = coverage.and(&chat.coverage::<Riff>());
    complete(&coverage);
}

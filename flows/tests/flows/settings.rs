//! How a user likes their pictures.

use flows::make::Picture;
use flows::settings::{AskCfg, AskNegative, AskSeed, AskSteps, AskStrength, Kept, Menu, Settings};
use workflow::testing::Walk;

use super::world::{World, complete};

#[tokio::test]
async fn settings_are_taken_by_the_next_picture_and_survive_a_restart() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/settings").await.sees(
        "Shape: 1:1 (1024 × 1024)\nSteps: 20\nGuidance: 7\nStrength: 0.7\n\nSeed: -1\nBatch: 1"
            .replace("\n\n", "\n")
            .as_str(),
    );
    chat.press("Shape").await.press("9:16").await.at::<Menu>().perform().await.sees("Shape: 9:16");
    chat.press("Batch").await.press("3").await.perform().await.press("Seed").await.say("77").await.perform().await;
    chat.press("Model").await.press("Ink").await.perform().await.press("That's it").await.at::<Kept>();
    chat.restart().await.say("/make a cat").await.work().await.at::<Picture>().sees("9:16 (768 × 1344), seed 77");
    assert_eq!(chat.screens()[0].view().media.len(), 3);
    assert_eq!(world.studio.last().manner.preferences.model.as_str(), "Ink");
}

#[tokio::test]
async fn a_typed_value_is_checked_and_the_menu_shown_in_its_place() {
    let mut chat = World::new().await.chat().await;
    chat.say("/settings").await.press("Steps").await.at::<AskSteps>();
    for wrong in ["0", "49", "many", "-3"] {
        chat.say(wrong).await.rejected("Steps are a whole number from 1 to 48.").not_moved();
    }
    chat.say("48").await.at::<Menu>().sees("Steps: 48");
    chat.press("Guidance").await.at::<AskCfg>().say("30.5").await.rejected("That is a number from 0 to 30, as in 7.5.");
    chat.say("NaN").await.rejected("That is a number from 0 to 30, as in 7.5.");
    chat.say("7,5").await.sees("Guidance: 7.5").press("Strength").await.at::<AskStrength>().say("1.1").await;
    chat.rejected("The strength is a number from 0 to 1, as in 0.7.").say("0").await.sees("Strength: 0");
    chat.press("Seed").await.at::<AskSeed>().say("4294967296").await;
    chat.rejected("A seed is a whole number from 0 to 4294967295, or -1 for a new one each time.");
    chat.say("-1").await.press("Not wanted").await.at::<AskNegative>().say("x".repeat(1001)).await;
    chat.rejected("That is too long: up to 1,000 characters are read.").say("people").await.sees("Not wanted: people");
    chat.press("As at the beginning").await.sees("Steps: 20").sees("Not wanted: nothing in particular");
}

#[tokio::test]
async fn every_way_through_the_settings_is_walked() {
    let world = World::new().await;
    let of = world.clone();
    let walk = Walk::<Settings>::with(move |store| world.builder(store))
        .text("AskSteps", ["7", "50"])
        .text("AskCfg", ["7"])
        .text("AskStrength", ["0.5"])
        .text("AskSeed", ["-1", "5"])
        .text("AskNegative", ["people"])
        .real_work();
    let mut coverage = walk.run().coverage().clone();
    let mut chat = of.chat().await;
    chat.say("/settings").await;
    for (button, value) in
        [("Steps", "7"), ("Guidance", "3"), ("Strength", "1"), ("Seed", "-1"), ("Not wanted", "people")]
    {
        chat.press(button).await.say(value).await.at::<Menu>();
    }
    chat.press("Not wanted").await.press("Nothing in particular").await.press("As at the beginning").await;
    chat.press("Model").await.press("Ink").await.press("Shape").await.press("3:2").await.press("Batch").await;
    chat.press("2").await.press("That's it").await.ended().say("/settings").await.say("/cancel").await.ended();
    coverage = coverage.and(&chat.coverage::<Settings>());
    complete(&coverage);
}

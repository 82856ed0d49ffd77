//! Pictures from prompts, and of pictures.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use flows::attach::{AskPicture, Attach};
use flows::make::{
    AskEffect, AskEffectImage, AskEffectPrompt, AskPrompt, Cancelled, Describe, Drawing, Finished, Make, NotDrawn,
};
use flows::make::{PickModel, PickOne, PickPast, PickShape, Picture, Review};
use flows::ports::artist::{Artist, Batch, Painter, Prompt, Shape, Source};
use flows::retouch::ChooseTimes;
use workflow::Pixels;
use workflow::prelude::*;
use workflow::testing::{Chat, Walk};

use super::world::{World, complete, picture, request};

#[tokio::test]
async fn make_with_a_prompt_draws_at_once() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.at::<Drawing>().work().await.at::<Picture>();
    chat.sees("a cat\n1:1 (1024 × 1024), seed 1");
    assert_eq!(pixels(&chat), Some(Pixels { width: 1024, height: 1024 }));
}

#[tokio::test]
async fn make_without_a_prompt_asks_for_it() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make").await.sees_exactly("What should I draw?");
    chat.say("a cat").await.work().await.at::<Picture>();
}

#[tokio::test]
async fn create_goes_from_prompt_to_shape_to_review_to_the_picture() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create").await.say("a lighthouse").await.at::<PickShape>();
    chat.offers(["1:1", "3:2", "2:3", "16:9", "9:16", "Cancel", "Back"]);
    chat.press("16:9").await.at::<Review>();
    chat.offers([
        "Draw it",
        "Another shape",
        "Another prompt",
        "Another model",
        "Style: on or off",
        "Control: on or off",
        "Pose: on or off",
        "One of your own",
        "Cancel",
        "Back",
    ]);
    chat.press("Another shape").await.press("9:16").await.press("Draw it").await.at::<Drawing>();
    chat.work().await.at::<Picture>();
    assert_eq!(pixels(&chat), Some(Pixels { width: 768, height: 1344 }));
}

#[tokio::test]
async fn a_prompt_of_more_than_1000_characters_is_refused_and_asked_again() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make").await.say("x".repeat(1001)).await.at::<AskPrompt>().not_moved();
    chat.rejected("A prompt has up to 1,000 characters, this one has 1001.");
}

#[tokio::test]
async fn again_draws_the_same_prompt_with_a_new_seed() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.finish("render", Ok(picture(1, Shape::Square))).await.sees("seed 1");
    chat.press("Again, with a new seed").await;
    assert_eq!(chat.data::<Drawing>()["request"]["prompt"], "a cat");
    chat.finish("render", Ok(picture(2, Shape::Square))).await.sees("seed 2");
}

#[tokio::test]
async fn cancel_ends_the_drawing_and_its_picture_comes_nowhere() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.press("Cancel").await.at::<Cancelled>().sees_exactly("Nothing was drawn.");
    assert!(chat.waiting().is_empty());
}

#[tokio::test]
async fn a_request_that_can_not_be_drawn_can_be_tried_again() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.fail("render", "Not this.").await.at::<NotDrawn>();
    chat.sees("a cat was not drawn. The painter could not do it.").press("Try again").await.at::<Drawing>();
    chat.later("1h").await.at::<NotDrawn>().sees("It took too long.");
}

#[tokio::test]
async fn a_picture_that_was_being_drawn_is_drawn_after_a_restart_under_the_same_key() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    world.studio.stumble();
    chat.say("/make a cat").await.work().await.at::<Drawing>();
    chat.restart().await.later("1m").await.work().await.at::<Picture>();
    let keys = world.studio.keys();
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

#[tokio::test]
async fn a_command_in_the_middle_of_a_drawing_asks_before_the_drawing_is_lost() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.say("/create").await.at::<Drawing>().not_moved();
    chat.sees("“Drawing” is under way and would be lost. Begin /create all the same?");
    chat.press("Stay here").await.at::<Drawing>().not_moved();
    chat.say("/create a dog").await.restart().await.press("Leave it").await.at::<PickShape>();
    assert!(chat.waiting().is_empty());
    // Where nothing is being drawn, nothing would be lost.
    chat.say("/make a cat").await.work().await.at::<Picture>().say("/create").await.at::<Describe>();
}

#[tokio::test]
async fn the_last_five_pictures_are_drawn_again_with_a_new_seed() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/regen").await.rejected("Nothing was drawn for you yet: send /make and what you would like to see.");
    chat.say("/again").await.rejected("Nothing was drawn for you yet: send /make and what you would like to see.");
    for animal in ["ant", "bee", "cat", "dog", "eel", "fox"] {
        chat.say(format!("/make {animal}")).await.work().await.at::<Picture>();
    }
    chat.say("/regen").await.at::<PickPast>();
    let labels: Vec<String> = ["fox", "eel", "dog", "cat", "bee"].map(|animal| format!("{animal} (just now)")).into();
    chat.offers(labels.iter().map(String::as_str).chain(["Cancel"]));
    chat.press("dog (just now)").await.work().await.sees("dog\n1:1 (1024 × 1024), seed 7");
    chat.say("/again").await.work().await.sees("dog\n1:1 (1024 × 1024), seed 8");
}

#[tokio::test]
async fn text_at_any_time_is_the_prompt_and_a_label_is_none() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create a cat").await.say("a dog").await.at::<PickShape>();
    chat.say("16:9").await.at::<Review>().sees("a dog\n16:9");
    chat.say("a red dog").await.at::<Review>().sees("a red dog\n16:9");
}

#[tokio::test]
async fn a_reference_is_asked_for_when_it_is_turned_on_and_forgotten_when_it_is_turned_off() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/create a cat").await.press("1:1").await.press("Style: on or off").await;
    chat.sees("Which picture shall it take its colours from?");
    let words = world.file(b"no picture at all").await;
    chat.upload([words]).await.not_moved();
    chat.upload([world.picture(1).await]).await.at::<Review>().sees("On: Style");
    chat.press("Control: on or off").await.press("Back").await.at::<Review>();
    chat.press("Pose: on or off").await.upload([world.picture(2).await]).await.sees("On: Style, Pose");
    chat.press("Draw it").await.work().await.at::<Picture>();
    let manner = world.studio.last().manner;
    assert!(manner.style.is_some() && manner.control.is_none() && manner.pose.is_some());
    chat.press("Another shape").await.press("2:3").await.press("Style: on or off").await.sees("On: Pose");
}

#[tokio::test]
async fn back_from_the_picture_that_is_asked_for_leads_to_the_review() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create a cat")
        .await
        .press("1:1")
        .await
        .press("Style: on or off")
        .await
        .press("Back")
        .await
        .at::<Review>();
}

#[tokio::test]
async fn an_effect_takes_picture_and_prompt_in_either_order_or_both_at_once() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let photo = world.picture(1).await;
    let drawn = |world: &World| match world.studio.last().manner.source {
        Some(Source::Effect(image)) => (world.studio.last().prompt.to_string(), image),
        other => panic!("{other:?}"),
    };
    chat.say("/effect").await.at::<AskEffect>().say("in oil").await.at::<AskEffectImage>();
    chat.upload([photo.clone()]).await.work().await.at::<Picture>();
    assert_eq!(drawn(&world), ("in oil".to_owned(), photo.clone()));
    chat.say("/effect").await.upload([photo.clone()]).await.at::<AskEffectPrompt>().say("in ink").await.work().await;
    assert_eq!(drawn(&world), ("in ink".to_owned(), photo.clone()));
    let both = workflow::Sent::Media(vec![photo.clone()], "as a poster".into());
    chat.say("/effect").await.send(both).await.work().await;
    assert_eq!(drawn(&world), ("as a poster".to_owned(), photo.clone()));
    let captioned = workflow::Sent::Media(vec![photo.clone()], "/effect@flowsbot at night".into());
    chat.send(captioned).await.at::<Drawing>().work().await;
    assert_eq!(drawn(&world), ("at night".to_owned(), photo.clone()));
    chat.say("/effect in snow").await.at::<AskEffectImage>();
    chat.send(workflow::Sent::Media(vec![photo], "/effect".into())).await.at::<AskEffectPrompt>();
}

#[tokio::test]
async fn an_unreadable_picture_is_refused_and_asked_for_again() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let png = world.pictures.bytes(&world.picture(1).await).await.unwrap();
    let half = world.file(&png[..png.len() / 2]).await;
    chat.say("/effect in oil").await.upload([half]).await.at::<AskEffectImage>().not_moved();
    chat.rejected("That picture is broken: its end is missing, or it is not what it says. Please send it again.");
}

#[tokio::test]
async fn inpainting_asks_what_is_replaced_and_by_what() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let photo = world.picture(1).await;
    chat.say("/inpaint").await.upload([photo.clone()]).await.sees("What shall be replaced?");
    chat.say("the sky")
        .await
        .sees("And what shall be there instead?")
        .say("a storm")
        .await
        .work()
        .await
        .at::<Picture>();
    let request = world.studio.last();
    assert_eq!(request.prompt.as_str(), "a storm");
    assert_eq!(request.manner.source, Some(Source::Inpaint(photo, "the sky".parse().unwrap())));
}

#[tokio::test]
async fn a_picture_can_be_riffed_on_enlarged_and_used_as_style() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let real = Batch(vec![world.picture(1).await]);
    chat.say("/make a cat").await.finish("render", Ok(real.clone())).await.at::<Picture>();
    chat.press("Upscale").await.at::<ChooseTimes>().press("Twice").await.work().await.at::<Picture>();
    let media = chat.screens()[0].view().media.clone();
    assert_eq!(media[1].pixels(), Some(Pixels { width: 96, height: 64 }));
    assert_eq!(media[1].kind(), workflow::MediaKind::Document);
    chat.press("Use as style").await.at::<Review>().sees("On: Style").press("Draw it").await;
    chat.finish("render", Ok(real)).await.press("Riff on it").await.work().await.at::<Review>().sees("a cat, ");
}

#[tokio::test]
async fn of_several_pictures_one_is_chosen() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let batch = Batch(world.album(2).await);
    chat.say("/make a cat").await.finish("render", Ok(batch.clone())).await.press("Use as style").await.at::<PickOne>();
    chat.press("2").await.at::<Review>().press("Draw it").await;
    chat.finish("render", Ok(batch.clone())).await.press("Upscale").await.press("1").await.at::<ChooseTimes>();
    chat.press("Cancel").await.at::<Picture>();
}

#[tokio::test]
async fn a_model_is_chosen_from_those_of_the_artist() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/create a cat").await.press("1:1").await.press("Another model").await.at::<PickModel>();
    chat.press("Ink").await.sees("Model: Ink").press("Draw it").await.work().await;
    assert_eq!(world.studio.last().manner.preferences.model.as_str(), "Ink");
}

#[tokio::test]
async fn every_way_through_make_is_taken() {
    let world = World::new().await;
    let photo = world.picture(1).await;
    let of = world.clone();
    let mut walk = Walk::<Make>::with(move |store| of.builder(store))
        .text("AskPrompt", ["a cat", ""])
        .text("Describe", ["a dog"])
        .text("/make", ["a fish"])
        .text("/create", ["a bird"])
        .text("AskInpaintWhat", ["the sky"])
        .real_work();
    for step in ["AskEffect", "AskEffectImage", "AskInpaintImage", "AskPicture", "/effect", "/inpaint"] {
        walk = walk.media(step, [photo.clone()]);
    }
    for step in ["AskEffect", "AskEffectPrompt", "AskInpaintWith", "PickShape", "Review", "/effect"] {
        walk = walk.text(step, ["a storm"]);
    }
    let mut coverage = walk.run().coverage().clone();
    // Ways that are seldom walked.
    let mut chat = world.chat().await;
    chat.say("/make a cat").await.work().await.say("/cancel").await.at::<Finished>().ended();
    let real = Batch(vec![photo.clone()]);
    chat.say("/make a cat").await.finish("render", Ok(real.clone())).await.press("Upscale").await;
    chat.press("Twice").await.work().await.at::<Picture>();
    world.muse.be_silent(true);
    chat.press("Riff on it").await.fail("rewrite", "silent").await.at::<Review>();
    let two = Batch(world.album(2).await);
    chat.press("Draw it").await.finish("render", Ok(two.clone())).await.press("Upscale").await.press("2").await;
    chat.press("Twice").await.work().await.press("Use as style").await.press("1").await.at::<Review>();
    let both = |words: &str| workflow::Sent::Media(vec![photo.clone()], words.into());
    chat.send(both("/effect in oil")).await.at::<Drawing>().work().await;
    chat.say("/effect").await.send(both("in ink")).await.at::<Drawing>().fail("render", "no").await.at::<NotDrawn>();
    chat.press("Try again").await.work().await.say("/cancel").await;
    chat.say("/create a cat").await.press("1:1").await.press("Style: on or off").await.at::<AskPicture>();
    chat.upload([photo.clone()]).await.press("Style: on or off").await.say("/cancel").await.at::<Cancelled>();
    chat.send(both("/effect")).await.at::<AskEffectPrompt>().say("/cancel").await.send(both("/inpaint")).await;
    chat.say("the sky")
        .await
        .say("a storm")
        .await
        .at::<Drawing>()
        .say("/cancel")
        .await
        .say("/create a cat")
        .await
        .press("1:1")
        .await;
    for way in ["Control: on or off", "Pose: on or off"] {
        chat.press(way).await.upload([photo.clone()]).await.press(way).await.at::<Review>();
    }
    chat.press("Style: on or off").await.press("Back").await.at::<Review>();
    coverage = coverage.and(&chat.coverage::<Make>());
    complete(&coverage);
    // Only the engine asks for a child, which is no way that a chat takes.
    complete(&chat.coverage::<Attach>().except("ask"));
}

#[tokio::test]
async fn the_painter_paints_the_same_picture_for_the_same_request_and_tells_how_far_it_is() {
    let world = World::new().await;
    let painter = Painter::new(world.pictures.clone(), Duration::ZERO);
    let told = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let told = Arc::clone(&told);
        Progress::new(move |fraction, _| told.lock().unwrap().push(fraction))
    };
    let mut request = request("a cat", 7);
    let first = painter.draw(&key(), &request, progress.clone()).await.unwrap().0;
    assert_eq!(first, painter.draw(&key(), &request, progress.clone()).await.unwrap().0);
    assert_eq!((first[0].content_type(), first[0].pixels()), ("image/png", Some(Pixels { width: 1024, height: 1024 })));
    let mut others = Vec::new();
    for change in 0..5 {
        let photo = world.picture(3).await;
        let manner = &mut request.manner;
        match change {
            0 => manner.style = Some(photo),
            1 => manner.control = Some(photo),
            2 => manner.pose = Some(photo),
            3 => manner.source = Some(Source::Effect(photo)),
            _ => request.prompt = "a dog".parse().unwrap(),
        }
        others.push(painter.draw(&key(), &request, progress.clone()).await.unwrap().0.remove(0));
    }
    others.extend(first);
    let different: std::collections::HashSet<_> = others.iter().map(|picture| picture.id().clone()).collect();
    assert_eq!(different.len(), 6, "what lends something to a picture changes it");
    assert_eq!(told.lock().unwrap().last(), Some(&1.0));
}

#[test]
fn a_picture_of_the_first_version_still_loads() {
    let image = serde_json::to_value(picture(1, Shape::Wide)).unwrap();
    let step = serde_json::json!({
        "workflow": "make", "version": 1, "step": "Picture",
        "data": { "request": { "prompt": "a cat", "seed": 1, "shape": "Wide" }, "image": image },
    });
    let loaded = Make::load(&serde_json::from_value(step).unwrap()).unwrap();
    let stored = serde_json::to_value(workflow::Stored::from(&loaded)).unwrap();
    assert_eq!(stored["data"]["request"]["manner"]["preferences"]["shape"], "Wide");
    assert_eq!(stored["data"]["images"].as_array().unwrap().len(), 1);
    let batch: Batch = serde_json::from_value(image).unwrap();
    assert_eq!(batch.0.len(), 1);
}

#[test]
fn a_prompt_is_trimmed_and_has_at_least_one_character() {
    assert_eq!("  a cat \n".parse::<Prompt>().unwrap().as_str(), "a cat");
    assert!(" \n".parse::<Prompt>().is_err());
}

fn key() -> Key {
    let session = workflow::SessionId::new(Default::default());
    Key::new(workflow::Visit { session, revision: workflow::Revision::new(1) }, 0)
}

/// The size of the picture that is shown.
fn pixels(chat: &Chat) -> Option<Pixels> {
    chat.screens()[0].view().media[0].pixels()
}

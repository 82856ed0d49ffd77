//! A model of a user's own: from a set of pictures through a review to the library.

use flows::data::{Loras, Points};
use flows::train::{AskName, Captioning, Editing, Keeping, Left, Looking, NotTrained, PaymentAsked, Quoted};
use flows::train::{Submitting, Train, Trained, Training, Waiting};
use workflow::testing::{Chat, Walk};

use super::world::{World, ann, complete};

/// A set of so many pictures.
async fn set(world: &World, chat: &mut Chat, count: u8) {
    chat.say("/train").await.press("New").await.at::<AskName>().say("Our cat").await.work().await.at::<Editing>();
    for part in world.album(count).await.chunks(10) {
        chat.upload(part.to_vec()).await.at::<Keeping>().work().await.at::<Editing>();
    }
}

/// A set that waits for its reviewer.
async fn handed_in(world: &World, chat: &mut Chat) {
    set(world, chat, 10).await;
    chat.press("Hand it in")
        .await
        .at::<Quoted>()
        .sees("Training Our cat with 10 pictures takes 1500 points. You have 2000.");
    chat.press("Pay and hand it in").await.at::<Submitting>().work().await.at::<Waiting>();
}

#[tokio::test]
async fn an_album_goes_through_a_review_to_the_library_and_into_a_picture() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    handed_in(&world, &mut chat).await;
    assert_eq!(world.points().await, 500);
    let mut zoe = chat.as_actor("reviewer").await;
    zoe.sees("A set to be trained: Our cat\n10 pictures of test:ann, who pays 1500 points and has 500 left.");
    zoe.press("Approve as subject").await;
    chat.restart()
        .await
        .at::<Training>()
        .work()
        .await
        .at::<Trained>()
        .sees("Our cat is in your library: it is called by orctx");
    let packed = chat.screens()[0].view().media[0].clone();
    let bytes = world.pictures.bytes(&packed).await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(zip.len(), 20);
    assert!(zip.by_name("10_orctx/001.png").is_ok());
    assert_eq!(std::io::read_to_string(zip.by_name("10_orctx/010.txt").unwrap()).unwrap(), "orctx");
    chat.perform().await;
    assert_eq!(world.ledger().balance(&ann()).await.unwrap().held, Points::new(0));
    chat.say("/create a portrait of orctx").await.press("1:1").await.press("One of your own").await;
    chat.press("Our cat (orctx)").await.sees("Your own: Our cat").press("Draw it").await.work().await;
    assert_eq!(world.studio.last().manner.lora.unwrap().trigger.as_str(), "orctx");
}

#[tokio::test]
async fn a_name_is_checked_and_taken_once() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    set(&world, &mut chat, 1).await;
    chat.say("/train").await.offers(["Our cat (1)", "New", "Close"]).press("New").await;
    for wrong in ["ab", "a/b/c", &"x".repeat(51)] {
        chat.say(wrong).await.rejected("A name has 3 to 50 letters, digits, spaces, _ and -.");
    }
    chat.say("OUR CAT").await.rejected("You have a set of this name already: please choose another one.");
    chat.say("Their_cat-2").await.work().await.at::<Editing>();
}

#[tokio::test]
async fn what_is_too_much_is_told_by_name_and_the_rest_is_kept() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    set(&world, &mut chat, 18).await;
    chat.upload(world.album(4).await).await.work().await.sees("20 of 20 pictures");
    chat.sees("There is no room for 3.png, 4.png: a set has 20 pictures.");
}

#[tokio::test]
async fn a_place_is_looked_at_filled_replaced_and_freed() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    set(&world, &mut chat, 2).await;
    chat.press("7 □")
        .await
        .at::<Looking>()
        .sees("Place 7 is free.")
        .offers(["To the set", "Close"].iter().chain(&["Back"]).copied());
    chat.upload([world.picture(9).await]).await.work().await.sees("3 of 20 pictures");
    chat.press("7 ■").await.sees("Picture 7.").upload([world.picture(8).await]).await.work().await.sees("3 of 20");
    chat.press("1 ■").await.press("Take it out").await.work().await.sees("2 of 20 pictures").press("1 □").await;
    chat.press("To the set").await.at::<Editing>();
}

#[tokio::test]
async fn two_devices_see_what_the_other_did_and_overwrite_nothing_in_silence() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    set(&world, &mut chat, 2).await;
    // The same user at another place: another chat, the same sets.
    let sets = flows::data::Sets::clone(&sets(&world));
    let (id, ..) = sets.of(&ann()).await.unwrap().remove(0);
    let other = flows::data::Change::Put(slot(5), world.picture(5).await, None);
    assert_eq!(sets.change(&key(1), &id, &other).await.unwrap(), None);
    chat.press("5 □").await.sees("Picture 5.");
    let again = flows::data::Change::Put(slot(5), world.picture(6).await, Some(world.picture(5).await.id().clone()));
    assert_eq!(sets.change(&key(2), &id, &again).await.unwrap(), None);
    chat.upload([world.picture(7).await]).await.work().await.at::<Editing>();
    chat.sees("Slot 5 was changed from another device meanwhile: here is how it is now.").sees("3 of 20");
    let kept = sets.read(&id).await.unwrap();
    assert_eq!(kept.at(slot(5)).unwrap().image.id(), world.picture(6).await.id());
}

#[tokio::test]
async fn captions_are_written_one_by_one_or_by_the_muse() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    set(&world, &mut chat, 3).await;
    chat.press("Captions")
        .await
        .at::<Captioning>()
        .sees("What is on picture 1?")
        .say("the cat sleeps")
        .await
        .work()
        .await;
    chat.sees("What is on picture 2?").press("Next picture").await.sees("What is on picture 3?");
    chat.say("x".repeat(501)).await.rejected("Please be brief: up to 500 characters are read.");
    chat.press("To the set").await.sees("3 of 20 pictures, 1 with a caption.");
    chat.press("Write the missing captions").await.work().await.work().await.sees("3 with a caption.");
    chat.press("Captions")
        .await
        .sees("Now: the cat sleeps")
        .press("Next picture")
        .await
        .sees("Now: a balanced, wide picture");
    chat.press("To the set").await.press("Trigger word").await.sees("I offer orctx.").say("o w").await;
    chat.rejected("A trigger word has 2 to 20 letters, digits, _ and -, and no spaces.");
    chat.say("ourcat").await.work().await.sees("Trigger word: ourcat");
    chat.press("Trigger word")
        .await
        .press("Take the word that is offered")
        .await
        .work()
        .await
        .sees("Trigger word: orctx");
}

#[tokio::test]
async fn fewer_than_ten_pictures_and_too_few_points_are_refused() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    set(&world, &mut chat, 9).await;
    chat.press("Hand it in").await.rejected("It takes 10 pictures at least: 1 are missing.");
    chat.upload(world.album(10).await)
        .await
        .work()
        .await
        .press("Hand it in")
        .await
        .sees("19 pictures takes 1950 points");
    chat.press("Not yet").await.upload(world.album(1).await).await.work().await;
    world.ledger().reserve(&"another".into(), &ann(), Points::new(1000)).await.unwrap();
    chat.press("Hand it in").await.press("Pay and hand it in").await.at::<Quoted>().not_moved();
    chat.rejected("That takes 2000 points, and you have 1000: /wallet tops them up.");
}

#[tokio::test]
async fn a_refusal_has_a_reason_and_gives_the_points_back_once() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    handed_in(&world, &mut chat).await;
    let mut zoe = chat.as_actor("reviewer").await;
    zoe.reply("These are not your pictures.").await;
    chat.at::<NotTrained>().sees("and you have your points back. These are not your pictures.");
    chat.perform().await;
    assert_eq!(world.points().await, 2000);
    // What was refused can be changed and handed in again.
    chat.say("/train").await.press("Our cat (10)").await.press("1 ■").await.at::<Looking>();
}

#[tokio::test]
async fn payment_is_asked_for_confirmed_or_not_and_valid_for_a_day() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    handed_in(&world, &mut chat).await;
    let mut zoe = chat.as_actor("reviewer").await;
    zoe.press("Ask for payment first").await;
    chat.at::<PaymentAsked>().sees("Shall it be trained for 1500 points? You have 24 hours.");
    chat.restart().await.press("Pay").await.at::<Waiting>();
    zoe.sees("They agreed to pay.").offers(["Approve as style", "Approve as subject"]);
    zoe.press("Approve as style").await;
    chat.work().await.at::<Trained>();

    let world = World::new().await;
    let mut chat = world.chat().await;
    handed_in(&world, &mut chat).await;
    chat.as_actor("reviewer").await.press("Ask for payment first").await;
    chat.later("23h 59m").await.at::<PaymentAsked>().later("1m").await.at::<NotTrained>();
    chat.sees("It was not paid within 24 hours.").perform().await;
    assert_eq!(world.points().await, 2000);
}

#[tokio::test]
async fn a_training_that_fails_or_is_stopped_gives_the_points_back() {
    for ends in ["fails", "is stopped"] {
        let world = World::new().await;
        let mut chat = world.chat().await;
        handed_in(&world, &mut chat).await;
        chat.as_actor("reviewer").await.press("Approve as style").await;
        match ends {
            "fails" => chat.fail("learn", "The trainer is on fire.").await.sees("The trainer is on fire."),
            _ => chat.press("Stop the training").await.sees("You took it back."),
        };
        chat.at::<NotTrained>().perform().await;
        assert_eq!(world.points().await, 2000);
        assert!(Loras::clone(&loras(&world)).of(&ann()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn every_way_through_the_training_is_taken() {
    let world = World::new().await;
    let of = world.clone();
    let mut walk = Walk::<Train>::with(move |store| of.builder(store))
        .text("AskName", ["cat one", "cat two", "cat three", "cat four"])
        .text("Captioning", ["asleep"])
        .text("AskTrigger", ["ourcat"])
        .media("Looking", [world.picture(1).await])
        .real_work()
        .runs(40);
    walk = walk.media("Editing", world.album(10).await);
    let mut coverage = walk.run().coverage().clone();
    for ends in 0..7 {
        let world = World::new().await;
        let mut chat = world.chat().await;
        match ends {
            0 => {
                chat.say("/train")
                    .await
                    .press("New")
                    .await
                    .say("a cat")
                    .await
                    .fail("create", "no")
                    .await
                    .at::<AskName>();
                chat.say("the cat").await.finish("create", workflow::Result::Ok(None::<()>)).await.at::<AskName>();
                set(&world, &mut chat, 2).await;
                chat.press("1 ■").await.press("To the set").await.at::<Editing>();
                chat.press("1 ■").await.upload([world.picture(77).await]).await.work().await.at::<Editing>();
                chat.press("2 ■").await.press("Take it out").await.work().await.at::<Editing>();
                chat.upload(world.album(1).await).await.work().await.at::<Editing>();
                chat.press("Trigger word").await.press("Take the word that is offered").await.work().await;
                chat.press("Trigger word").await.say("ourcat").await.work().await.at::<Editing>();
                chat.press("Captions").await.press("To the set").await.at::<Editing>();
                chat.press("Captions").await.say("first").await.work().await.at::<Captioning>();
                chat.say("second").await.work().await.at::<Editing>();
                chat.upload(world.album(1).await).await.fail("keep", "no").await.sees("could not be kept");
                chat.press("Captions").await.say("asleep").await.fail("keep_caption", "no").await.at::<Editing>();
                chat.press("Captions")
                    .await
                    .press("Next picture")
                    .await
                    .say("awake")
                    .await
                    .work()
                    .await
                    .at::<Editing>();
                chat.press("Captions").await.press("Next picture").await.press("Next picture").await.at::<Editing>();
                chat.press("Write the missing captions").await.fail("describe", "no").await.at::<Editing>();
                chat.press("Write the missing captions").await.press("Enough: to the set").await.at::<Editing>();
                chat.press("Write the missing captions").await.work().await.work().await.at::<Editing>();
                chat.press("2 ■").await.say("/cancel").await.at::<Left>();
                for way in ["Captions", "Trigger word"] {
                    chat.say("/train")
                        .await
                        .press("Our cat (2)")
                        .await
                        .press(way)
                        .await
                        .say("/cancel")
                        .await
                        .at::<Left>();
                }
                chat.say("/train")
                    .await
                    .press("Our cat (2)")
                    .await
                    .say("/cancel")
                    .await
                    .say("/train")
                    .await
                    .press("New")
                    .await;
                chat.say("/cancel").await.say("/train").await.press("Close").await.at::<Left>();
            }
            1 => {
                set(&world, &mut chat, 10).await;
                chat.press("Hand it in")
                    .await
                    .say("/cancel")
                    .await
                    .at::<Left>()
                    .say("/train")
                    .await
                    .press("Our cat (10)")
                    .await;
                chat.press("Hand it in")
                    .await
                    .press("Not yet")
                    .await
                    .press("Hand it in")
                    .await
                    .press("Pay and hand it in")
                    .await;
                chat.fail("reserve", "no").await.at::<Editing>().perform().await;
                world.ledger().reserve(&"another".into(), &ann(), Points::new(100)).await.unwrap();
                chat.press("Hand it in").await.press("Pay and hand it in").await.at::<Submitting>();
                world.ledger().reserve(&"third".into(), &ann(), Points::new(1000)).await.unwrap();
                chat.work().await.at::<Editing>().sees("/wallet tops them up.");
            }
            2 => {
                handed_in(&world, &mut chat).await;
                chat.press("Take it back").await.at::<NotTrained>();
            }
            3 => {
                handed_in(&world, &mut chat).await;
                chat.as_actor("reviewer").await.press("Ask for payment first").await;
                chat.press("Not today").await.at::<NotTrained>();
            }
            4 => {
                handed_in(&world, &mut chat).await;
                let mut zoe = chat.as_actor("reviewer").await;
                zoe.press("Ask for payment first").await;
                chat.press("Pay").await;
                zoe.press("Approve as subject").await;
                chat.fail("learn", "no").await.at::<NotTrained>();
            }
            5 => {
                handed_in(&world, &mut chat).await;
                chat.as_actor("reviewer").await.press("Approve as style").await;
                chat.press("Stop the training").await.at::<NotTrained>();
            }
            _ => {
                handed_in(&world, &mut chat).await;
                let mut zoe = chat.as_actor("reviewer").await;
                zoe.press("Ask for payment first").await;
                chat.later("24h").await.at::<NotTrained>();
                chat.say("/train").await.press("Our cat (10)").await.perform().await;
                chat.press("Hand it in").await.press("Pay and hand it in").await.work().await.at::<Waiting>();
                zoe.reply("No.").await;
                chat.at::<NotTrained>().perform().await;
                chat.say("/train").await.press("Our cat (10)").await.press("Hand it in").await;
                chat.press("Pay and hand it in").await.work().await;
                zoe.press("Approve as subject").await;
                chat.work().await.at::<Trained>().no_faults();
            }
        }
        coverage = coverage.and(&chat.coverage::<Train>());
    }
    complete(&coverage);
}

#[tokio::test]
async fn another_command_asks_first_and_gives_the_points_back_then() {
    for step in ["waiting", "asked to pay", "training"] {
        let world = World::new().await;
        let mut chat = world.chat().await;
        handed_in(&world, &mut chat).await;
        let mut zoe = chat.as_actor("reviewer").await;
        match step {
            "asked to pay" => drop(zoe.press("Ask for payment first").await),
            "training" => drop(zoe.press("Approve as style").await),
            _ => {}
        }
        chat.say("/make a cat").await.not_moved().sees("is under way and would be lost. Begin /make all the same?");
        chat.press("Stay here").await.not_moved().say("/make a cat").await.press("Leave it").await;
        chat.at::<flows::make::Drawing>().perform().await;
        assert_eq!(world.points().await, 2000, "{step}");
    }
}

#[tokio::test]
async fn somebody_who_does_not_review_is_not_asked() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    handed_in(&world, &mut chat).await;
    assert!(chat.another("bob").await.screens().is_empty());
    // Nor can the owner say that they like it.
    chat.offers(["Take it back"]).say("Approve as style").await.at::<Waiting>().not_moved();
}

fn sets(world: &World) -> flows::data::Sets {
    flows::data::Sets::of_file(world.data.clone())
}

fn loras(world: &World) -> Loras {
    Loras::of_file(world.data.clone())
}

fn slot(number: u8) -> flows::data::Slot {
    flows::data::Slot::all().nth(usize::from(number) - 1).unwrap()
}

pub(crate) fn key(number: usize) -> workflow::prelude::Key {
    let session = workflow::SessionId::new(Default::default());
    workflow::prelude::Key::new(workflow::Visit { session, revision: workflow::Revision::new(1) }, number)
}

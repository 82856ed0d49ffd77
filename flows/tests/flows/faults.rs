//! What went wrong in the bot that this one replaces, by the numbers of its list: each can't happen here.

use flows::make::{AskPrompt, Cancelled, Drawing, Make, PickShape, Picture, Review};
use flows::riff::{AskTweak, Asked, Riff, Shown};
use flows::settings::{AskSteps, Menu};
use flows::train::{AskName, Captioning, Train, Training, Waiting};
use flows::wallet::SendAmount;
use workflow::Sent;
use workflow::prelude::*;
use workflow::testing::Chat;

use super::world::{World, ann};

#[tokio::test]
async fn f01_a_prompt_is_never_taken_for_another_flows_answer() {
    let mut chat = World::new().await.chat().await;
    chat.say("/settings").await.press("Steps").await.at::<AskSteps>().say("a cat by the sea").await.at::<AskSteps>();
    chat.rejected("Steps are a whole number from 1 to 48.").say("/train").await.press("New").await.at::<AskName>();
    chat.say("a cat: by the sea")
        .await
        .rejected("A name has 3 to 50 letters, digits, spaces, _ and -.")
        .at::<AskName>();
}

#[tokio::test]
async fn f02_captioning_is_reached_and_every_button_is_handled() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/train").await.press("New").await.say("Our cat").await.work().await;
    chat.upload(world.album(2).await).await.work().await.press("Captions").await.at::<Captioning>();
    // Each button of a view is a transition of its step: the compiler has seen to it. Press them all, of one step at least.
    let labels: Vec<String> = chat.screens()[0].offers().into_iter().flatten().map(|offer| offer.label).collect();
    for label in labels {
        let mut chat = world.chat().await;
        chat.say("/train").await.press("Our cat (2)").await.press("Captions").await.press(label).await.no_faults();
    }
}

#[tokio::test]
async fn f03_a_second_tap_skips_nothing_and_what_was_never_offered_is_refused() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create a cat").await.at::<PickShape>();
    let old = token(&chat, "16:9");
    chat.send(Sent::Press(old.clone())).await.at::<Review>();
    chat.send(Sent::Press(old)).await.at::<Review>().not_moved();
    let other = workflow::Input::Choice("Panorama".into());
    let start = Sent::Start { workflow: Make::NAME, entry: "make".into(), input: Some(other) };
    chat.send(start).await.not_moved();
    // A value keeps its colon.
    chat.say("/make http://x:80/a:b").await.at::<Drawing>().sees("http://x:80/a:b");
}

#[tokio::test]
async fn f03_no_is_not_yes() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.say("/create").await.press("Stay here").await.at::<Drawing>().not_moved();
}

#[tokio::test]
async fn f04_every_press_is_answered() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create a cat").await;
    let old = token(&chat, "1:1");
    chat.press("2:3").await;
    // Also that of a button that does nothing any more.
    chat.send(Sent::Press(old)).await.not_moved();
    // That Telegram's spinner ends is in telegram.rs, under the same name.
}

#[tokio::test]
async fn f05_showing_a_session_changes_and_locks_nothing() {
    let mut chat = World::new().await.chat().await;
    let stands = |chat: &Chat| -> Vec<_> {
        chat.screens().iter().map(|screen| (screen.session(), screen.revision(), screen.step().to_owned())).collect()
    };
    chat.say("/settings").await;
    let before = stands(&chat);
    let mut other = chat.another("bob").await;
    other.say("/create a dog").await;
    for _ in 0..10 {
        assert_eq!(stands(&chat), before);
        other.press("1:1").await.at::<Review>().press("Another shape").await.at::<PickShape>();
    }
    assert_eq!(stands(&chat), before);
    chat.restart().await.press("Steps").await.at::<AskSteps>().say("7").await.at::<Menu>();
}

#[tokio::test]
async fn f06_old_buttons_submit_nothing_and_a_rejected_set_is_not_approved() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/train").await.press("New").await.say("Our cat").await.work().await;
    chat.upload(world.album(10).await).await.work().await.press("Hand it in").await;
    let submit = token(&chat, "Pay and hand it in");
    chat.send(Sent::Press(submit.clone())).await.work().await.at::<Waiting>();
    chat.send(Sent::Press(submit.clone())).await.not_moved();
    let mut zoe = chat.as_actor("reviewer").await;
    let approve = token(&zoe, "Approve as style");
    zoe.reply("No.").await;
    zoe.send(Sent::Press(approve)).await.not_moved();
    chat.send(Sent::Press(submit)).await.not_moved();
    chat.perform().await;
    assert_eq!(world.points().await, 2000);
}

#[tokio::test]
async fn f07_a_payment_check_lives_its_hour_and_a_transfer_is_credited_once() {
    let mut chat = World::new().await.chat().await;
    chat.say("/wallet")
        .await
        .press("Connect a wallet")
        .await
        .press("Ethereum")
        .await
        .press("Send a small amount")
        .await;
    // Nothing sweeps it away meanwhile. That it is credited once is `a_small_amount_proves_who_sends_it…`.
    chat.work().await.later("15m").await.at::<SendAmount>().later("44m").await.restart().await.at::<SendAmount>();
}

#[tokio::test]
async fn f08_back_is_possible_over_a_loop_and_loses_no_step() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create a cat").await.press("1:1").await.press("Another shape").await.press("2:3").await.at::<Review>();
    chat.back().await.at::<PickShape>().back().await.at::<Review>().sees("1:1").back().await.at::<PickShape>();
}

#[tokio::test]
async fn f09_a_restart_loses_nothing() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/make")
        .await
        .restart()
        .await
        .at::<AskPrompt>()
        .say("a cat")
        .await
        .restart()
        .await
        .work()
        .await
        .at::<Picture>();
    chat.say("/riff a fox")
        .await
        .restart()
        .await
        .work()
        .await
        .at::<Asked>()
        .restart()
        .await
        .press("Skip")
        .await
        .work()
        .await;
    chat.say("in a forest at night, calm ink").await.work().await.restart().await;
    while chat.screens()[0].step() == "Asked" {
        chat.press("Skip").await.work().await;
    }
    chat.at::<Shown>().press("Tweak").await.restart().await.at::<AskTweak>();
}

#[tokio::test]
async fn f10_writing_from_another_chat_resets_nothing_and_errors_are_told() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/create a cat").await.at::<PickShape>();
    let mut other = chat.another("bob").await;
    other.say("/create a dog").await.at::<PickShape>();
    chat.at::<PickShape>().press("1:1").await.sees("a cat").press("Draw it").await;
    chat.fail("render", "broken").await.sees("I am sorry: a cat was not drawn. The painter could not do it.");
}

#[tokio::test]
async fn f11_retries_reserve_no_points_again() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/train").await.press("New").await.say("Our cat").await.work().await;
    chat.upload(world.album(10).await).await.work().await.press("Hand it in").await.press("Pay and hand it in").await;
    // It was reserved, and the answer was lost: done again, it is the same job.
    let job = flows::data::Job::from(chat.data::<flows::train::Submitting>()["job"].as_str().unwrap());
    world.ledger().reserve(&job, &ann(), flows::data::Points::new(1500)).await.unwrap();
    chat.fail_once("reserve", "lost").await.later("1m").await.work().await.at::<Waiting>();
    assert_eq!(world.points().await, 500);
    chat.as_actor("reviewer").await.press("Approve as style").await;
    chat.fail_once("learn", "lost").await.later("1m").await.at::<Training>();
    // Long after any back-off, it is still tried.
    chat.later("1h").await.work().await.no_faults();
    assert_eq!(world.points().await, 500);
}

#[tokio::test]
async fn f12_every_command_of_the_bot_takes_its_first_input() {
    let world = World::new().await;
    let commands: Vec<&str> = world.chat().await.engine().commands().into_iter().map(|command| command.name).collect();
    assert!(commands.len() >= 15, "{commands:?}");
    for command in commands {
        let mut chat = world.chat().await;
        chat.say(command).await.say("a cat").await.no_faults();
        chat.say(format!("{command} a cat")).await.no_faults();
        let photo = Sent::Media(vec![world.picture(1).await], command.into());
        chat.send(photo).await.no_faults();
    }
    let _flows = (Train::NAME, Riff::NAME, std::marker::PhantomData::<Cancelled>);
}

/// What the button of this label stands for.
fn token(chat: &Chat, label: &str) -> workflow::Token {
    let screens = chat.screens();
    let mut offers = screens.iter().flat_map(|screen| screen.offers()).flatten();
    offers.find(|offer| offer.label == label).unwrap().token
}

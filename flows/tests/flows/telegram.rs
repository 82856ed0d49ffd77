//! The program at Telegram, killed while it is at work.

use std::process::Command;
use std::time::Duration;

use flows_chain::siwe;
use workflow_bot_api::{BotApi, Kind, Message};

use super::journey::{Journey, Program, cat, last, says};

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_drawn_though_the_program_is_killed_again_and_again() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ann = api.private(&api.user("Ann"));
    let program = Program::start(&api, folder.path());
    ann.says("/make").await;
    ann.sees(says("What should I draw?")).await;
    program.dies();
    // With this in hand:
    ann.says("a red fox in the snow").await;
    let program = Program::start(&api, folder.path());
    ann.sees(says("Drawing a red fox in the snow")).await;
    program.dies();
    let program = Program::start(&api, folder.path());
    let messages =
        ann.sees(|messages| messages.iter().any(|message| message.is_by_bot && message.media.is_some())).await;
    let picture = messages.iter().rev().find(|message| message.media.is_some()).unwrap();
    assert!(picture.text.contains("a red fox in the snow"), "{}", ann.transcript());
    program.dies();
    let _program = Program::start(&api, folder.path());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let pictures = ann.messages().iter().filter(|message| message.is_by_bot && message.media.is_some()).count();
    assert!((1..=2).contains(&pictures), "{}", ann.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_does_not_know_is_told_and_ends_the_program() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_flows"))
        .args(["--listen", "127.0.0.1:0", "--log", "off", "--telegram-token", "1:wrong", "--telegram-api", &api.url()])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!told.status.success());
    let error = String::from_utf8(told.stderr).unwrap();
    assert_eq!(error, "flows: Telegram does not know this bot: Unauthorized\n");
}

/// However a button is pressed (now, twice, long after, by a forged client), Telegram is answered, so that nothing hangs.
#[tokio::test(flavor = "multi_thread")]
async fn f04_every_press_is_answered() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ann = api.private(&api.user("Ann"));
    let _program = Program::start(&api, folder.path());
    ann.says("/create a fox").await;
    let asked = ann.sees(says("Which shape?")).await;
    let asked = asked.iter().rev().find(|message| message.labels().contains(&"1:1")).unwrap();
    let data = asked.keyboard.iter().flatten().find_map(|button| button.data.clone()).unwrap();
    let mut pressed = vec![ann.presses("1:1").await.unwrap()];
    ann.sees(says("Ready to draw?")).await;
    for data in [&*data, &*data, "nothing:that:was:offered"] {
        pressed.push(ann.forges(asked.id, data).await);
    }
    api.sees_calls(|_| pressed.iter().all(|query| api.answers().iter().any(|answered| answered.query == *query))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_trained_from_an_album_reviewed_by_somebody_else_and_used() {
    let mut journey = Journey::new().await;
    journey.zoe.says("/status").await;
    journey.zoe.sees(says("Up for")).await;
    journey.says("/train", "You have no sets yet.").await;
    journey.presses("New", "What shall the new set be called?").await;
    journey.says("Our cat", "0 of 20 pictures").await;
    journey.interrupted();
    journey.ann.sends_album((0..10).map(cat).collect(), "").await;
    journey.ann.sees(last("10 of 20 pictures")).await;
    journey.interrupted();
    journey.presses("Write the missing captions", "10 with a caption").await;
    journey.presses("Hand it in", "Training Our cat with 10 pictures takes 1500 points. You have 2000.").await;
    journey.presses("Pay and hand it in", "A reviewer looks at your set.").await;
    journey.zoe.sees(says("A set to be trained: Our cat")).await;
    journey.interrupted();
    assert!(!journey.ann.from_bot().iter().any(|message| message.labels().contains(&"Approve as style")));
    journey.zoe.presses("Ask for payment first").await.unwrap();
    journey.ann.sees(last("Shall it be trained for 1500 points?")).await;
    journey.presses("Pay", "A reviewer looks at your set.").await;
    let is_asked = |messages: &[Message]| messages.last().unwrap().labels().contains(&"Approve as subject");
    journey.zoe.sees(is_asked).await;
    journey.zoe.presses("Approve as subject").await.unwrap();
    journey.ann.sees(last("Training")).await;
    journey.interrupted();
    journey.ann.sees(last("Our cat is in your library: it is called by orctx")).await;
    journey.says("/create a portrait of orctx", "Which shape?").await;
    journey.presses("1:1", "Ready to draw?").await;
    journey.presses("One of your own", "Which of your own?").await;
    journey.presses("Our cat (orctx)", "Your own: Our cat").await;
    journey.presses("Draw it", "Drawing a portrait of orctx").await;
    journey.interrupted();
    journey
        .ann
        .sees(|messages| messages.iter().any(|message| message.is_by_bot && message.text.contains(", seed ")))
        .await;
    journey.says("/status", "Points: 500, 0 held").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wallets_are_connected_by_a_signature_and_by_an_amount_and_topped_up() {
    let key: siwe::Key = format!("{}7", "1".repeat(63)).parse().unwrap();
    let mut journey = Journey::new().await;
    journey.says("/wallet", "No wallet is connected yet.").await;
    journey.presses("Connect a wallet", "Where is your account?").await;
    journey.presses("Ethereum", "How do you want to prove that it is yours?").await;
    journey.presses("Sign a message", "Which address").await;
    journey.says(&key.address().to_string(), "wants you to sign in").await;
    journey.interrupted();
    let asked = journey.ann.from_bot().pop().unwrap();
    let message = asked.marked(asked.entities.last().unwrap());
    journey.says(&key.sign(&message).to_string(), "The wallet is connected.").await;
    journey.presses("Connect a wallet", "Where is your account?").await;
    journey.presses("Ethereum", "How do you want to prove that it is yours?").await;
    journey.presses("Send a small amount", "Please send exactly").await;
    let asked = journey.ann.from_bot().pop().unwrap();
    let amount = asked.marked(&asked.entities[0]);
    journey.interrupted();
    journey.says("/faucet", "Your purse has 0.000000 ETH").await;
    journey.presses("Give me some", "Your purse has 0.010000 ETH").await;
    journey.says(&format!("/pay {amount}"), "Your purse has 0.009990 ETH").await;
    journey.presses("I have sent it", "10 points are yours.").await;
    journey.presses("Top up", "1 ETH is worth 1000000 points.").await;
    journey.interrupted();
    journey.says("/pay 0.005", "Your purse has 0.004990 ETH").await;
    journey.presses("I have sent something", "5000 points are yours.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_upscaled_and_comes_as_a_document() {
    let mut journey = Journey::new().await;
    journey.ann.sends_photo(cat(1), "/upscale").await;
    journey.ann.sees(last("How much larger?")).await;
    journey.interrupted();
    journey.presses("Four times", "Here it is, at full quality.").await;
    let message = journey.ann.from_bot().into_iter().find_map(|message| message.media).unwrap();
    assert_eq!((message.kind, &message.bytes[..4]), (Kind::Document, &b"\x89PNG"[..]));
    let pixels = image::load_from_memory(&message.bytes).unwrap();
    assert_eq!((pixels.width(), pixels.height()), (512, 512));
}

/// A command in reply to a picture takes it, where it takes pictures at all.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_takes_the_picture_that_it_replies_to() {
    let journey = Journey::new().await;
    let ann = &journey.ann;
    let photo = ann.sends_photo(cat(1), "").await;
    ann.replies(photo, "/upscale").await;
    ann.sees(last("How much larger?")).await;
    ann.replies(photo, "/effect as an oil painting").await;
    ann.sees(last("Drawing as an oil painting")).await;
    ann.sees(last(", seed ")).await;
    ann.replies(photo, "/effect").await;
    ann.sees(last("And what should I make of it?")).await;
    // One that takes none leaves it where it is.
    ann.replies(photo, "/make a dog").await;
    ann.sees(last("Drawing a dog")).await;
}

//! The bot with real servers in place of its embedded parts: the program at Telegram, with each server an emulator that
//! speaks the protocol strictly, or the real thing (a node of Ethereum, an object store). The servers and the program go
//! down in the middle.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use flows_emulators::{Anvil, ComfyUi, Fault, Moto, OpenAi, Trainer};
use serde_json::json;

use super::journey::{Journey, cat, last};

async fn with(options: &[&str]) -> Journey {
    Journey::with(options.iter().map(|option| (*option).to_owned())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn comfyui_draws_once_though_it_and_the_bot_go_down_meanwhile() {
    let comfy = ComfyUi::start().await;
    let mut journey = with(&["--comfy-url", comfy.url()]).await;
    comfy.hold_at("KSampler");
    journey.says("/make a red fox", "Drawing a red fox").await;
    comfy.until("it draws", || comfy.running().is_some()).await;
    // Before it is told that the drawing was begun, the bot is gone; the socket breaks too.
    journey.interrupted();
    comfy.until("it is listened to again", || comfy.sockets() > 0).await;
    comfy.drop_sockets();
    comfy.release();
    journey.ann.sees(last(", seed ")).await;
    assert_eq!(comfy.begun().len(), 1, "the same key is the same job");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawing_is_taken_back_from_comfyui_and_a_failure_is_told() {
    let comfy = ComfyUi::start().await;
    let journey = with(&["--comfy-url", comfy.url()]).await;
    comfy.hold_at("KSampler");
    journey.says("/make a red fox", "Drawing a red fox").await;
    comfy.until("it draws", || comfy.running().is_some()).await;
    journey.presses("Cancel", "Nothing was drawn.").await;
    comfy.until("it draws no more", || comfy.running().is_none()).await;
    comfy.release();
    comfy.fail_at("KSampler", "out of memory");
    journey.says("/make a blue fox", "a blue fox was not drawn.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_and_chats_of_openai_stand_in_and_what_they_refuse_is_told() {
    let server = OpenAi::start("key").await;
    let base = server.base();
    let journey = with(&[
        "--images-url",
        &base,
        "--images-key",
        "key",
        "--images-model",
        "gpt-image-1",
        "--chat-url",
        &base,
        "--chat-key",
        "key",
        "--chat-model",
        "gpt-4o-mini",
    ])
    .await;
    server.fault(Fault::status(502).on("POST /v1/images/generations"));
    journey.says("/make a red fox", ", seed ").await;
    let refused = json!({ "error": {
        "message": "Your request was rejected.", "type": "image_generation_user_error", "code": "moderation_blocked", "param": null,
    }});
    server.fault(Fault::answer(400, refused).on("POST /v1/images/generations"));
    journey.says("/make something else", "something else was not drawn.").await;
    server.answers(r#"{"question": "At which time of the day?"}"#);
    journey.says("/riff a fox", "At which time of the day?").await;
    server.answers(r#"{"prompt": "a fox at dawn"}"#);
    journey.says("at dawn", "a fox at dawn").await;
    server.answers(r#"{"description": "A cat in a garden."}"#);
    journey.ann.sends_photo(cat(1), "/describe").await;
    journey.ann.sees(last("On it: A cat in a garden.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trainer_is_given_a_set_once_and_tells_by_its_webhook() {
    let trainer = Trainer::start("key", "secret").await;
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let webhook = format!("http://{free}/trainer");
    let mut journey = with(&[
        "--trainer-url",
        trainer.url(),
        "--trainer-key",
        "key",
        "--trainer-secret",
        "secret",
        "--trainer-webhook",
        &webhook,
        "--trainer-listen",
        &free,
    ])
    .await;
    journey.zoe.says("/status").await;
    journey.says("/train", "You have no sets yet.").await;
    journey.presses("New", "What shall the new set be called?").await;
    journey.says("Our cat", "0 of 20 pictures").await;
    journey.ann.sends_album((0..10).map(cat).collect(), "").await;
    journey.ann.sees(last("10 of 20 pictures")).await;
    journey.presses("Hand it in", "Training Our cat with 10 pictures").await;
    journey.presses("Pay and hand it in", "A reviewer looks at your set.").await;
    journey.zoe.sees(|messages| messages.last().unwrap().labels().contains(&"Approve as subject")).await;
    journey.zoe.presses("Approve as subject").await.unwrap();
    trainer.until("it was given a set", || trainer.jobs().len() == 1).await;
    let job = trainer.jobs().remove(0);
    let mut set = zip::ZipArchive::new(std::io::Cursor::new(trainer.set(&job))).unwrap();
    assert_eq!((set.len(), set.by_index(0).unwrap().name().starts_with("10_orctx/")), (20, true));
    journey.interrupted();
    trainer.run(&job, 0.5);
    trainer.until("the bot listens again", || TcpStream::connect(&free).is_ok()).await;
    trainer.finish(&job, "our-cat.safetensors");
    // The bot has asked how it stands when it started, or is told now.
    trainer.notify(&job).await;
    journey.ann.sees(last("Our cat is in your library: it is called by orctx")).await;
    assert_eq!(trainer.jobs().len(), 1, "the same key is the same training");
}

#[tokio::test(flavor = "multi_thread")]
async fn wallets_are_topped_up_at_a_real_node_of_ethereum() {
    let Some(anvil) = Anvil::start() else { return };
    let deposit = "0x52908400098527886E0F7030069857D2E4169EE7";
    let mut journey = with(&[
        "--chain-url",
        anvil.url(),
        "--chain-id",
        Anvil::CHAIN,
        "--chain-deposit",
        deposit,
        "--chain-confirmations",
        "2",
    ])
    .await;
    anvil.mine(3).await;
    // Coins are given away only where they are worth nothing.
    journey.says("/faucet", "There is no command /faucet.").await;
    journey.says("/wallet", "No wallet is connected yet.").await;
    journey.presses("Connect a wallet", "Where is your account?").await;
    journey.presses("Ethereum", "How do you want to prove that it is yours?").await;
    journey.presses("Send a small amount", "Please send exactly").await;
    let asked = journey.ann.from_bot().pop().unwrap();
    let amount: f64 = asked.marked(&asked.entities[0]).parse().unwrap();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few millionths")]
    let wei = (amount * 1e6).round() as u128 * 1_000_000_000_000;
    anvil.pay(deposit, wei).await;
    anvil.mine(1).await;
    // One block is not deep enough.
    journey.presses("I have sent it", "Nothing has come yet.").await;
    journey.interrupted();
    anvil.mine(2).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    journey.presses("I have sent it", "10 points are yours.").await;
    anvil.pay(deposit, 3_000_000_000_000_000).await;
    anvil.mine(3).await;
    journey.presses("Top up", "1 ETH is worth 1000000 points.").await;
    journey.presses("I have sent something", "3000 points are yours.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_store_keeps_pictures_when_the_folder_is_lost() {
    let Some(moto) = Moto::start().await else { return };
    let mut journey = with(&[
        "--s3-endpoint",
        moto.url(),
        "--s3-region",
        "us-east-1",
        "--s3-bucket",
        Moto::BUCKET,
        "--s3-access-key",
        "key",
        "--s3-secret-key",
        "secret",
    ])
    .await;
    journey.says("/make a red fox", ", seed ").await;
    journey.stopped();
    emptied(&journey.folder().join("data/media"));
    journey.interrupted();
    journey.presses("Upscale", "How much larger?").await;
    journey.presses("Twice", "a red fox").await;
    journey
        .ann
        .sees(|messages| {
            messages.iter().any(|message| message.media.as_ref().is_some_and(|media| media.bytes.len() > 1_000_000))
        })
        .await;
}

/// Removes the files below this folder.
fn emptied(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() { emptied(&entry.path()) } else { std::fs::remove_file(entry.path()).unwrap() }
    }
}

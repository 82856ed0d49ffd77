//! The way of somebody who has never seen the bot, through all that it does; it is killed in the middle of everything. The
//! pictures of it are those of the docs.

use std::ops::ControlFlow;
use std::path::PathBuf;

use flows_chain::siwe;
use flows_painter::{Brief, paint};
use serde_json::json;

use crate::bot::Bot;
use crate::chromium::{Page, Scripts, in_browser, in_browser_at};
use crate::restart::lost;
use crate::upload::attach;

#[tokio::test]
async fn a_picture_is_made() {
    let mut bot = Bot::start(3.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        lost(page);
        page.say("/make").await;
        page.sees("What should I draw?").await;
        interrupted(page, bot).await;
        page.say("a lighthouse in a storm").await;
        page.sees("Drawing a lighthouse in a storm").await;
        interrupted(page, bot).await;
        page.pictures(1).await;
        page.press("Riff on it").await;
        page.sees("Ready to draw?").await;
        page.picture_as("journey-make").await;
        page.press("Style: on or off").await;
        page.sees("Which picture shall it take its colours from?").await;
        interrupted(page, bot).await;
        page.press("Back").await;
        page.press("Draw it").await;
        page.pictures(2).await;
    })
    .await;
}

#[tokio::test]
async fn a_model_is_trained_from_an_album_reviewed_by_somebody_else_and_used() {
    let mut bot = Bot::start_with(["--pace=1", "--training=5", "--welcome=2000"].map(Into::into).to_vec()).await;
    let album = Album::new();
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        lost(page);
        page.say("/train").await;
        page.press("New").await;
        page.say("Our cat").await;
        page.sees("0 of 20 pictures").await;
        interrupted(page, bot).await;
        attach(page, &album.paths).await;
        page.sees("10 of 20 pictures").await;
        interrupted(page, bot).await;
        page.sees("10 of 20 pictures").await;
        page.press("Write the missing captions").await;
        page.sees("10 with a caption").await;
        page.picture_as("journey-train-set").await;
        page.press("Trigger word").await;
        page.press("Take the word that is offered").await;
        page.press("Hand it in").await;
        page.sees("Training Our cat with 10 pictures takes 1500 points. You have 2000.").await;
        page.press("Pay and hand it in").await;
        page.sees("A reviewer looks at your set.").await;
        interrupted(page, bot).await;
        in_browser_at(bot.address(), Scripts::Run, async |reviewer| {
            reviewer.sees("A set to be trained: Our cat").await;
            reviewer.picture_as("journey-train-review").await;
            reviewer.press("Ask for payment first").await;
            page.sees("Shall it be trained for 1500 points?").await;
            page.press("Pay").await;
            reviewer.sees("A set to be trained: Our cat").await;
            reviewer.press("Approve as subject").await;
        })
        .await;
        page.sees("Training").await;
        interrupted(page, bot).await;
        page.sees("Our cat is in your library: it is called by orctx").await;
        page.picture_as("journey-train-done").await;
        page.say("/create a portrait of orctx").await;
        page.press("1:1").await;
        page.press("One of your own").await;
        page.press("Our cat (orctx)").await;
        page.sees("Your own: Our cat").await;
        let before = page.count("a.picture img").await;
        page.press("Draw it").await;
        page.pictures(before + 1).await;
        page.picture_as("journey-train-used").await;
        page.say("/status").await;
        page.sees("Points: 500, 0 held").await;
    })
    .await;
}

#[tokio::test]
async fn wallets_are_connected_by_a_signature_and_by_an_amount_and_topped_up() {
    let key: siwe::Key = format!("{}7", "1".repeat(63)).parse().unwrap();
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        lost(page);
        page.say("/wallet").await;
        page.press("Connect a wallet").await;
        page.press("Ethereum").await;
        page.press("Sign a message").await;
        page.say(&key.address().to_string()).await;
        page.sees("wants you to sign in with your Ethereum account").await;
        interrupted(page, bot).await;
        let message = page.run("return [...document.querySelectorAll('code')].at(-1).textContent").await;
        page.picture_as("journey-wallet-sign").await;
        page.say(&key.sign(message.as_str().unwrap()).to_string()).await;
        page.sees("The wallet is connected.").await;

        page.press("Connect a wallet").await;
        page.press("Ethereum").await;
        page.press("Send a small amount").await;
        page.sees("Please send exactly").await;
        let amount = page.run("return [...document.querySelectorAll('code')].at(-2).textContent").await;
        interrupted(page, bot).await;
        page.say("/faucet").await;
        page.press("Give me some").await;
        page.sees("0.010000 ETH").await;
        page.say(&format!("/pay {}", amount.as_str().unwrap())).await;
        page.sees("0.009990 ETH").await;
        page.press("I have sent it").await;
        page.sees("The wallet is connected, and 10 points are yours.").await;

        page.press("Top up").await;
        page.sees("1 ETH is worth 1000000 points.").await;
        interrupted(page, bot).await;
        page.say("/pay 0.005").await;
        page.sees("0.004990 ETH").await;
        page.press("I have sent something").await;
        page.sees("5000 points are yours.").await;
        page.picture_as("journey-wallet").await;
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_upscaled() {
    let mut bot = Bot::start(0.0).await;
    let album = Album::new();
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        lost(page);
        page.say("/upscale").await;
        page.sees("Please send the picture.").await;
        interrupted(page, bot).await;
        attach(page, &album.paths[..1]).await;
        page.offers("Four times").await;
        interrupted(page, bot).await;
        page.press("Four times").await;
        page.sees("Here it is, at full quality.").await;
        page.picture_as("journey-upscale").await;
        let script = "const image = new Image(); image.src = [...document.querySelectorAll('a.document')].at(-1).href; \
            return image.decode().then(() => [image.naturalWidth, image.naturalHeight])";
        assert_eq!(page.run(script).await, json!([4 * SIDE, 4 * SIDE]));
    })
    .await;
}

/// Kills the bot and starts it again, as a deploy or a crash does; the page stays open.
async fn interrupted(page: &Page, bot: &mut Bot) {
    bot.kill().await;
    page.sees("Connection lost").await;
    bot.start_again().await;
    page.run_until("the connection", "return !document.querySelector('#connection').textContent").await;
}

/// Ten pictures of a cat.
struct Album {
    paths: Vec<PathBuf>,
    _folder: tempfile::TempDir,
}

/// How wide and high they are, in pixels.
const SIDE: u32 = 192;

impl Album {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = (0..10).map(|seed| {
            let brief = Brief { prompt: "a cat in the garden", seed, width: SIDE, height: SIDE };
            let path = folder.path().join(format!("cat-{seed}.png"));
            std::fs::write(&path, paint(&brief, &mut |_| ControlFlow::Continue(())).unwrap()).unwrap();
            path
        });
        Self { paths: paths.collect(), _folder: folder }
    }
}

//! The bot is killed in the middle of a drawing, and starts again.

use crate::bot::Bot;
use crate::chromium::{Page, Scripts, in_browser};

#[tokio::test]
async fn a_page_that_stays_open_gets_the_picture_of_a_bot_that_was_killed_meanwhile() {
    let mut bot = Bot::start(3.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        drawing(page).await;
        page.run("window.stayed = true").await;
        bot.kill().await;
        page.sees("Connection lost").await;
        bot.start_again().await;
        page.pictures(1).await;
        assert_eq!(page.run("return window.stayed").await, true, "the page was not loaded again");
        assert!(!page.text().await.contains("Connection lost"));
        page.press("Again, with a new seed").await;
        page.pictures(2).await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_loaded_again_gets_the_picture_of_a_bot_that_was_killed_meanwhile() {
    let mut bot = Bot::start(3.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        drawing(page).await;
        bot.kill().await;
        bot.start_again().await;
        page.reload().await;
        page.sees("Drawing a lighthouse").await;
        page.pictures(1).await;
    })
    .await;
}

#[tokio::test]
async fn without_scripts_the_picture_of_a_bot_that_was_killed_meanwhile_is_there_after_a_reload() {
    let mut bot = Bot::start(2.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, bot| {
        lost(page);
        page.say("/make a lighthouse").await;
        page.sees("Drawing a lighthouse").await;
        bot.kill().await;
        bot.start_again().await;
        page.open("/").await;
        page.pictures(1).await;
    })
    .await;
}

#[tokio::test]
async fn what_can_not_be_sent_stays_in_the_field_and_is_sent_once_later() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, bot| {
        lost(page);
        page.expects("/assets/htmx.min.js 0:28558 \"htmx:sendError");
        page.expects("/assets/htmx.min.js 0:28558 \"htmx:afterRequest");
        bot.kill().await;
        page.say("/make a cat").await;
        page.sees("Your text is still here").await;
        assert_eq!(page.find("#text").await.prop("value").await.unwrap().unwrap(), "/make a cat");
        bot.start_again().await;
        page.click(".send").await;
        page.pictures(1).await;
        assert_eq!(page.count(".message.you").await, 1);
    })
    .await;
}

/// A drawing that is seen to be under way.
async fn drawing(page: &Page) {
    lost(page);
    page.say("/make a lighthouse").await;
    page.sees("Drawing a lighthouse").await;
    page.run_until("some progress", "return document.querySelector('progress')?.value > 0").await;
}

/// What the console says while nobody answers.
pub(crate) fn lost(page: &Page) {
    page.expects("net::ERR_CONNECTION_REFUSED");
    page.expects("net::ERR_CONNECTION_RESET");
    page.expects("net::ERR_INCOMPLETE_CHUNKED_ENCODING");
    // How htmx tells that its stream of events has broken.
    page.expects("/assets/htmx.min.js 0:28558 \"[object Event]\"");
}

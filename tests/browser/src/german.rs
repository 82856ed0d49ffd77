//! The page of somebody whose browser speaks German.

use crate::bot::Bot;
use crate::chromium::{Page, Scripts, in_browser_of};

/// The text of what is found, or of its attribute.
async fn read(page: &Page, script: &str) -> String {
    page.run(&format!("return String({script})")).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn all_that_the_page_says_is_german() {
    let bot = Bot::start(1.0).await;
    in_browser_of(bot.address(), Scripts::Run, "de-CH,de,en", async |page| {
        assert_eq!(read(page, "document.documentElement.lang").await, "de");
        page.sees("Ich male Bilder aus deinen Worten.").await;
        page.sees("Gleich ein Bild malen").await;
        assert_eq!(read(page, "document.querySelector('#text').placeholder").await, "Nachricht oder /befehl");
        assert_eq!(read(page, "document.querySelector('#log').getAttribute('aria-label')").await, "Gespräch");
        page.expects("status of 422");
        page.say("hallo").await;
        page.sees("Es ist nichts im Gange. Versuch /make, /create,").await;
        page.say("/create").await;
        page.sees("Was soll auf dem Bild zu sehen sein?").await;
        assert_eq!(read(page, "document.querySelector('#text').placeholder").await, "Deine Antwort");
        page.say("ein Boot").await;
        page.press("16:9").await;
        page.sees("Soll ich malen?").await;
        page.press("Malen").await;
        // What comes by itself is told by an event.
        page.sees("Ich male: ein Boot").await;
        page.pictures(1).await;
        page.sees("16:9 (1344 × 768), Zufallszahl").await;
        page.press("Das war’s").await;
        page.sees("Du hast „Das war’s“ gewählt").await;
        page.reload().await;
        page.sees("Fertig.").await;
    })
    .await;
}

#[tokio::test]
async fn the_page_is_german_without_scripts_too() {
    let bot = Bot::start(0.0).await;
    in_browser_of(bot.address(), Scripts::Off, "de", async |page| {
        page.sees("Skripte sind aus.").await;
        page.say("/create").await;
        page.sees("Was soll auf dem Bild zu sehen sein?").await;
        page.expects("status of 422");
        page.say(&"x".repeat(1001)).await;
        page.sees("Ein Motiv hat bis zu 1000 Zeichen, dieses hat 1001.").await;
    })
    .await;
}

#[tokio::test]
async fn of_the_languages_that_are_liked_the_first_that_is_spoken_is_taken() {
    let bot = Bot::start(0.0).await;
    in_browser_of(bot.address(), Scripts::Run, "fr,de,en", async |page| {
        page.sees("Ich male Bilder aus deinen Worten.").await;
    })
    .await;
    in_browser_of(bot.address(), Scripts::Run, "fr,it", async |page| {
        page.sees("I paint pictures from your words.").await;
        assert_eq!(read(page, "document.documentElement.lang").await, "en");
    })
    .await;
}

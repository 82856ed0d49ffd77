//! The same conversation where pages run no scripts: by forms, and by loading the page again.

use http::StatusCode;

use crate::bot::Bot;
use crate::chromium::{Scripts, in_browser};
use crate::http::Http;
use crate::talk::size_of_picture;

#[tokio::test]
async fn without_scripts_forms_lead_from_make_to_the_picture() {
    let mut bot = Bot::start(2.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, _| {
        page.sees("Scripts are off").await;
        page.say("/make").await;
        page.sees("What should I draw?").await;
        page.say("a red boat at sea").await;
        page.sees("Drawing a red boat at sea").await;
        page.find("progress").await;
        // The page loads itself again until the picture is there, and then no more.
        let first = page.pictures(1).await;
        let is_still = async || Ok((page.count("meta[http-equiv=refresh]").await == 0).then_some(()));
        page.until("a page that stays", is_still).await;
        page.press("Again, with a new seed").await;
        let both = page.pictures(2).await;
        assert_eq!(both[0], first[0]);
        assert_ne!(both[1], first[0]);
    })
    .await;
}

#[tokio::test]
async fn without_scripts_a_refused_text_stays_in_the_field_and_the_reason_is_shown() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, _| {
        page.expects("status of 422");
        page.say("/create").await;
        page.sees("What should the picture show?").await;
        let long = "x".repeat(1001);
        page.paste(&long).await;
        page.click(".send").await;
        page.sees("A prompt has up to 1,000 characters, this one has 1001.").await;
        assert_eq!(page.find("#text").await.prop("value").await.unwrap().unwrap(), long);
        page.say("a boat").await;
        page.press("3:2").await;
        page.press("Draw it").await;
        page.pictures(1).await;
        assert_eq!(size_of_picture(page).await, "[1216,832]");
    })
    .await;
}

#[tokio::test]
async fn without_scripts_a_command_that_would_drop_a_drawing_asks_first() {
    let mut bot = Bot::start(600.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, _| {
        page.say("/make a boat").await;
        page.sees("Drawing a boat").await;
        page.say("/create a cat").await;
        page.sees("would be lost. Begin /create all the same?").await;
        page.press("Stay here").await;
        page.sees("Drawing a boat").await;
        page.say("/create a cat").await;
        page.press("Leave it").await;
        page.sees("Which shape?").await;
    })
    .await;
}

#[tokio::test]
async fn without_scripts_loading_a_refused_form_again_changes_nothing() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, _| {
        page.expects("status of 422");
        // The browser does not show the answer to a form again by itself.
        page.expects("net::ERR_CACHE_MISS");
        page.say("/nonsense").await;
        page.sees("There is no command /nonsense.").await;
        page.say("/create").await;
        page.sees("What should the picture show?").await;
        let messages = page.count(".message").await;
        page.client().back().await.unwrap();
        // It sends the form again.
        page.reload().await;
        page.sees("There is no command /nonsense.").await;
        assert_eq!(page.count(".message").await, messages);
        page.sees("What should the picture show?").await;
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let page = http.get("/", &[]).await;
    let cookie = page.header("set-cookie").split(';').next().unwrap();
    let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
    let id = between(&page.text(), "name=\"id\" value=\"", "\"");
    for _ in 0..2 {
        let sent = http.post("/say", &headers, format!("id={id}&text=%2Fmake+a+boat")).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/"));
    }
    let text = http.get("/", &[("cookie", cookie)]).await.text();
    assert_eq!(text.matches("class=\"message you\"").count(), 1, "{text}");
}

pub(crate) fn between(text: &str, before: &str, after: &str) -> String {
    let inner = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    inner.unwrap_or_else(|| panic!("no {before:?} in {text}")).0.to_owned()
}

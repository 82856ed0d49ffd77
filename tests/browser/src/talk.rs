//! A whole conversation with scripts: by mouse, and by keyboard alone.

use fantoccini::key::Key;

use crate::bot::Bot;
use crate::chromium::{Page, Scripts, in_browser};

#[tokio::test]
async fn a_picture_and_another_one_are_made_by_mouse() {
    let mut bot = Bot::start(2.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        page.sees("Tell me what to draw").await;
        page.say("/make").await;
        page.sees("What should I draw?").await;
        watch_progress(page).await;
        page.say("a red boat at sea").await;
        page.sees("Drawing a red boat at sea").await;
        let first = page.pictures(1).await;
        let percents = progress_seen(page).await;
        assert!(percents.windows(2).all(|two| two[0] <= two[1]), "progress goes back: {percents:?}");
        let between = percents.iter().filter(|percent| (1..100).contains(*percent)).count();
        assert!(between >= 3, "progress was hardly seen: {percents:?}");
        assert_eq!(size_of_picture(page).await, "[1024,1024]");

        page.press("Again, with a new seed").await;
        let both = page.pictures(2).await;
        assert_eq!(both[0], first[0], "the first picture stays");
        assert_ne!(both[1], first[0], "the second is another one");
        page.press("That's it").await;
        page.sees("Done.").await;
        assert_eq!(page.pictures(2).await, both);
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_made_by_keyboard_alone_and_the_focus_is_never_lost() {
    let mut bot = Bot::start(1.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        focus_is(page, "#text").await;
        page.keys("/create a cat".chars()).await;
        page.keys([Key::Enter.into()]).await;
        page.offers("16:9").await;
        focus_stands(page).await;
        tab_to(page, "16:9").await;
        page.keys([Key::Enter.into()]).await;
        page.offers("Draw it").await;
        focus_stands(page).await;
        tab_to(page, "Draw it").await;
        page.keys([' ']).await;
        page.sees("Drawing a cat").await;
        focus_stands(page).await;
        page.pictures(1).await;
        focus_stands(page).await;
        tab_to(page, "Another shape").await;
        page.keys([Key::Enter.into()]).await;
        page.offers("1:1").await;
        focus_stands(page).await;
        tab_to(page, "Cancel").await;
        page.keys([' ']).await;
        page.sees("Nothing was drawn").await;
        focus_stands(page).await;
        page.run_until("the focus in the field", "return document.activeElement.id === 'text'").await;
    })
    .await;
}

#[tokio::test]
async fn a_command_that_would_drop_a_drawing_asks_below_it() {
    let mut bot = Bot::start(600.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        page.say("/make a boat").await;
        page.sees("Drawing a boat").await;
        for _ in 0..2 {
            page.say("/create a cat").await;
            page.sees("would be lost. Begin /create all the same?").await;
            assert_eq!(page.count(".message.you").await, 2);
            page.press("Stay here").await;
            page.run_until("its end", "return document.querySelectorAll('.message.you').length === 1").await;
            page.sees("Drawing a boat").await;
        }
        page.say("/create a cat").await;
        page.press("Leave it").await;
        page.sees("Which shape?").await;
    })
    .await;
}

#[tokio::test]
async fn a_refused_text_stays_in_the_field_and_the_reason_is_shown() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        page.expects("status of 422");
        page.say("/make").await;
        page.sees("What should I draw?").await;
        let long = "x".repeat(1001);
        page.paste(&long).await;
        page.click(".send").await;
        page.sees("A prompt has up to 1,000 characters, this one has 1001.").await;
        assert_eq!(page.find("#text").await.prop("value").await.unwrap().unwrap(), long);
        page.say("a boat").await;
        page.pictures(1).await;
        assert!(!page.text().await.contains("this one has"), "the reason goes away");
    })
    .await;
}

pub(crate) async fn size_of_picture(page: &Page) -> String {
    let script = "const shown = document.querySelector('.picture img'); \
        return [shown.naturalWidth, shown.naturalHeight]";
    page.run(script).await.to_string()
}

/// Keeps every value of the progress bar that the page shows.
async fn watch_progress(page: &Page) {
    let script = "window.percents = []; \
        const note = () => { const bar = document.querySelector('#progress progress'); if (bar) percents.push(bar.value); }; \
        new MutationObserver(note).observe(document.body, {subtree: true, childList: true, attributes: true});";
    page.run(script).await;
}

async fn progress_seen(page: &Page) -> Vec<u64> {
    let mut percents: Vec<u64> = serde_json::from_value(page.run("return percents").await).unwrap();
    percents.dedup();
    percents
}

async fn tab_to(page: &Page, label: &str) {
    for _ in 0..30 {
        if page.run("return document.activeElement.textContent").await == label {
            focus_stands(page).await;
            return;
        }
        page.keys([Key::Tab.into()]).await;
    }
    panic!("Tab does not lead to {label:?}")
}

async fn focus_is(page: &Page, css: &str) {
    page.run_until(&format!("the focus at {css}"), &format!("return document.activeElement.matches('{css}')")).await;
    focus_stands(page).await;
}

/// The focus is somewhere, and to be seen there.
async fn focus_stands(page: &Page) {
    let script = "const at = document.activeElement, box = at.getBoundingClientRect(); \
        return at !== document.body && at.isConnected && at.matches(':focus-visible') \
            && box.width > 0 && box.top < innerHeight && box.bottom > 0";
    let found = page.run(script).await;
    assert_eq!(
        found,
        true,
        "the focus is lost: {}",
        page.run("return document.activeElement.outerHTML.slice(0, 300)").await
    );
}

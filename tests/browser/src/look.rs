//! How the page looks: on a phone and on a desk, in the light and in the dark. The pictures are for people to look at.

use serde_json::json;

use crate::bot::Bot;
use crate::chromium::{Page, Scripts, in_browser};

#[tokio::test]
async fn the_page_fits_a_phone() {
    fits(PHONE).await;
}

#[tokio::test]
async fn the_page_fits_a_desk() {
    fits(DESK).await;
}

#[tokio::test]
async fn the_page_fits_a_phone_without_scripts() {
    let mut bot = Bot::start(2.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, _| {
        PHONE.on(page).await;
        page.open("/").await;
        looks_well(page, "phone-scriptless-1-welcome").await;
        page.say("/make a cat").await;
        page.find("progress").await;
        looks_well(page, "phone-scriptless-2-drawing").await;
        page.pictures(1).await;
        looks_well(page, "phone-scriptless-3-picture").await;
    })
    .await;
}

pub(crate) struct Screen {
    name: &'static str,
    width: u32,
    height: u32,
    touch: bool,
}

pub(crate) const PHONE: Screen = Screen { name: "phone", width: 360, height: 740, touch: true };
const DESK: Screen = Screen { name: "desk", width: 1280, height: 900, touch: false };

impl Screen {
    pub(crate) async fn on(&self, page: &Page) {
        let Self { width, height, touch, .. } = *self;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch});
        page.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        page.devtools("Emulation.setTouchEmulationEnabled", json!({"enabled": touch})).await;
    }
}

async fn fits(screen: Screen) {
    let mut bot = Bot::start(2.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        page.expects("status of 422");
        screen.on(page).await;
        page.open("/").await;
        let name = |state: &str| format!("{}-{state}", screen.name);
        looks_well(page, &name("1-welcome")).await;
        page.say("/create").await;
        page.sees("What should the picture show?").await;
        page.say("a lighthouse on a cliff above a stormy sea, with a very long word: Donaudampfschifffahrtsgesellschaftskapitän").await;
        page.offers("1:1").await;
        looks_well(page, &name("2-shapes")).await;
        page.press("16:9").await;
        page.offers("Draw it").await;
        looks_well(page, &name("3-review")).await;
        page.press("Draw it").await;
        page.run_until("some progress", "return document.querySelector('progress')?.value > 20").await;
        looks_well(page, &name("4-drawing")).await;
        page.pictures(1).await;
        looks_well(page, &name("5-picture")).await;
        page.press("Another shape").await;
        page.press("9:16").await;
        page.press("Draw it").await;
        page.pictures(2).await;
        looks_well(page, &name("6-tall")).await;
        page.say("/status").await;
        page.sees("Up for").await;
        page.say("/nonsense").await;
        page.sees("There is no command /nonsense.").await;
        looks_well(page, &name("7-notice")).await;
        page.click("#menu summary").await;
        looks_well(page, &name("8-menu")).await;
    })
    .await;
}

/// Nothing sticks out at the side, and everything to be pressed is large enough for a finger.
pub(crate) async fn looks_well(page: &Page, name: &str) {
    for light in ["light", "dark"] {
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": light}]});
        page.devtools("Emulation.setEmulatedMedia", scheme).await;
        // Colours and places may be on their way to where they belong.
        let still = "return document.getAnimations().every((one) => \
            one.playState === 'finished' || one.effect.getComputedTiming().iterations === Infinity)";
        page.run_until("the end of all movement", still).await;
        page.picture_as(&format!("{name}-{light}")).await;
    }
    let wide = page.run("return [document.scrollingElement.scrollWidth, innerWidth]").await;
    assert!(wide[0].as_f64() <= wide[1].as_f64(), "{name}: the page is wider than its window: {wide}");
    let small = page
        .run(
            "return [...document.querySelectorAll('button, summary')] \
                .map((one) => [one, one.getBoundingClientRect()]) \
                .filter(([, box]) => box.height > 0 && (box.height < 44 || box.left < 0 || box.right > innerWidth)) \
                .map(([one, box]) => `${one.textContent.trim()} ${box.width}x${box.height} at ${box.left}`)",
        )
        .await;
    assert_eq!(small, json!([]), "{name}: too small to be pressed, or out of sight");
}

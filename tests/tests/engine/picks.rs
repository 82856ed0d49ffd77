//! Options that a view offered, and yes or no.

use serde_json::json;
use workflow::prelude::*;
use workflow::store::Answered;
use workflow::{Delivery, Token};
use workflow_tests::bench::Chat;
use workflow_tests::gallery::{Museum, png};

use super::told;

/// Somebody who is asked for a frame.
async fn asked(museum: &Museum) -> Chat {
    let ann = Chat::new(&museum.engine().await, "ann");
    let photo = museum.file("cat.png", &png(1)).await;
    ann.delivers(Delivery::media("begin", [photo]).caption("/frame")).await;
    ann
}

async fn tokens(chat: &Chat, label: &str) -> Vec<Token> {
    let offers = chat.now().await.offers();
    offers.into_iter().flatten().filter(|offer| offer.label == label).map(|offer| offer.token).collect()
}

async fn frame(chat: &Chat) -> serde_json::Value {
    chat.now().await.record().stored.data["frame"].clone()
}

#[tokio::test]
async fn a_button_gives_the_value_that_its_view_offered() {
    let museum = Museum::new().await;
    let ann = asked(&museum).await;
    assert_eq!(ann.presses("Oak").await.step.as_deref(), Some("Sure"));
    assert_eq!(frame(&ann).await, json!({"number": 1}));
}

#[tokio::test]
async fn two_options_of_one_label_are_told_apart_by_their_buttons() {
    let museum = Museum::new().await;
    for (place, number) in [(0, 2), (1, 3)] {
        let ann = asked(&Museum::new().await).await;
        let plain = tokens(&ann, "Plain").await;
        ann.press(plain[place].clone()).await;
        assert_eq!(frame(&ann).await, json!({"number": number}));
    }
    let ann = asked(&museum).await;
    assert_eq!(told(&ann.says("plain").await), "There are several “plain”. Please press the one that you mean.");
}

#[tokio::test]
async fn a_label_may_be_typed() {
    let museum = Museum::new().await;
    let ann = asked(&museum).await;
    assert_eq!(told(&ann.says("Gold").await), "Please press one of the buttons.");
    assert_eq!(ann.says(" oak ").await.step.as_deref(), Some("Sure"));
    assert_eq!(frame(&ann).await, json!({"number": 1}));
}

#[tokio::test]
async fn the_value_is_that_of_the_view_that_is_shown_and_an_earlier_button_is_stale() {
    let museum = Museum::new().await;
    let ann = asked(&museum).await;
    let old = ann.token("Oak").await;
    ann.presses("Other frames").await;
    assert_eq!(ann.press(old).await.answered, Answered::Stale);
    ann.presses("Oak").await;
    assert_eq!(frame(&ann).await, json!({"number": 11}));
}

#[tokio::test]
async fn a_forged_button_is_unknown_and_one_of_somebody_else_is_foreign() {
    let museum = Museum::new().await;
    let ann = asked(&museum).await;
    let real = ann.token("Oak").await;
    let forged: String = real.as_str().chars().rev().collect();
    assert_eq!(ann.press(Token::new(forged)).await.answered, Answered::Unknown);
    assert_eq!(ann.press(Token::new("{\"number\":99}")).await.answered, Answered::Unknown);
    let bob = Chat::new(&ann.engine, "bob");
    assert_eq!(bob.press(real).await.answered, Answered::Foreign);
    assert_eq!(ann.now().await.step(), "PickFrame");
}

#[tokio::test]
async fn options_are_still_offered_after_a_restart() {
    let museum = Museum::new().await;
    let ann = asked(&museum).await;
    let oak = ann.token("Oak").await;
    ann.engine.close().await;
    drop(ann);
    let ann = Chat::new(&museum.engine().await, "ann");
    ann.press(oak).await;
    assert_eq!(frame(&ann).await, json!({"number": 1}));
}

#[tokio::test]
async fn who_goes_back_is_offered_the_options_again() {
    let museum = Museum::new().await;
    let ann = asked(&museum).await;
    let old = ann.token("Oak").await;
    ann.presses("Oak").await;
    assert_eq!(ann.presses("Back").await.step.as_deref(), Some("PickFrame"));
    assert_eq!(ann.press(old).await.answered, Answered::Stale);
    assert_eq!(ann.says("oak").await.step.as_deref(), Some("Sure"));
    assert_eq!(frame(&ann).await, json!({"number": 1}));
    assert_eq!(ann.says("back").await.step.as_deref(), Some("PickFrame"));
}

#[tokio::test]
async fn yes_and_no_are_buttons_and_may_be_typed() {
    for (answer, step) in [("Yes", "Kept"), ("No", "Dropped")] {
        let museum = Museum::new().await;
        let ann = asked(&museum).await;
        ann.presses("Oak").await;
        assert_eq!(ann.presses(answer).await.step.as_deref(), Some(step));
    }
    for (answer, step) in [("yes", "Kept"), (" N ", "Dropped"), ("No.", "Dropped")] {
        let museum = Museum::new().await;
        let ann = asked(&museum).await;
        ann.presses("Oak").await;
        assert_eq!(told(&ann.says("hm").await), "Please answer yes or no.");
        assert_eq!(ann.says(answer).await.step.as_deref(), Some(step), "{answer}");
    }
}

/// Find a seat.
#[workflow]
enum Seat {
    /// Which one?
    Asking,
    /// It is yours.
    #[step(end)]
    Yours { number: u8 },
}

#[workflow]
impl Seat {
    #[command("/seat")]
    fn seat() -> Asking {
        Asking
    }

    fn number(self: Asking, Pick(number): Pick<u8>) -> Yours {
        Yours { number }
    }

    #[view]
    fn seats(self: &Asking) -> View {
        (1..=7_u8).fold(View::text("Which one?"), |view, seat| view.option(seat, seat.to_string())).columns(3)
    }
}

#[tokio::test]
async fn options_stand_in_columns() {
    let mut chat = workflow::testing::Chat::new::<Seat>(()).await;
    chat.say("/seat").await;
    let labels = |row: Vec<workflow::Offer>| row.into_iter().map(|offer| offer.label).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = chat.screens()[0].offers().into_iter().map(labels).collect();
    assert_eq!(rows, ["1 2 3", "4 5 6", "7"]);
    chat.press("5").await.at::<Yours>();
    assert_eq!(chat.data::<Yours>()["number"], 5);
}

//! How a test fails: with the conversation, and with what was expected.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use workflow_tests::make::{Done, PickShape};

use super::studio;

fn ignore<T>(_: T) {}

/// What the test fails with.
async fn failure(test: impl Future<Output = ()>) -> String {
    let panic = AssertUnwindSafe(test).catch_unwind().await.expect_err("the test passes");
    panic.downcast_ref::<String>().expect("it fails with a text").trim().to_owned()
}

const SO_FAR: &str = "\
ann: /create a cat
bot: Which shape?
     [1:1] [3:2]
     [Cancel]

";

#[tokio::test]
async fn a_missing_button_is_told_with_the_nearest_one() {
    let mut chat = studio().await;
    chat.say("/create a cat").await;
    let why = failure(async { ignore(chat.press("2:1").await) }).await;
    let wanted = "there is no button “2:1”, but [1:1] [3:2] [Cancel]. Did you mean “1:1”?";
    assert_eq!(why, format!("{SO_FAR}{wanted}"));
    let why = failure(async { ignore(chat.press("Draw it").await) }).await;
    assert_eq!(why, format!("{SO_FAR}there is no button “Draw it”, but [1:1] [3:2] [Cancel]."));
}

#[tokio::test]
async fn an_expectation_tells_what_is_there() {
    let mut chat = studio().await;
    chat.say("/create a cat").await;
    let why = failure(async { ignore(chat.at::<Done>()) }).await;
    assert_eq!(why, format!("{SO_FAR}expected to be at `Done`\nbut this is `PickShape`"));
    let why = failure(async { ignore(chat.sees("size")) }).await;
    assert_eq!(why, format!("{SO_FAR}expected to see “size”\nbut there is “Which shape?”"));
    let why = failure(async { ignore(chat.sees_exactly("Which")) }).await;
    assert_eq!(why, format!("{SO_FAR}expected to see exactly “Which”\nbut there is exactly “Which shape?”"));
    let why = failure(async { ignore(chat.offers(["1:1"])) }).await;
    assert_eq!(why, format!("{SO_FAR}expected the buttons [1:1]\nbut there are [1:1] [3:2] [Cancel]"));
    let why = failure(async { ignore(chat.rejected("no")) }).await;
    assert_eq!(why, format!("{SO_FAR}expected a rejection with “no”\nbut nothing was rejected"));
    let why = failure(async { ignore(chat.ended()) }).await;
    assert_eq!(why, format!("{SO_FAR}expected the end\nbut `PickShape` goes on"));
    let why = failure(async { ignore(chat.not_moved()) }).await;
    assert_eq!(why, format!("{SO_FAR}expected that nothing moves\nbut it did"));
    chat.at::<PickShape>();
}

#[tokio::test]
async fn work_that_does_not_wait_is_told_with_what_does() {
    let mut chat = studio().await;
    chat.say("/create a cat").await;
    let why = failure(async { ignore(chat.finish("render", Ok("x")).await) }).await;
    assert_eq!(why, format!("{SO_FAR}neither work nor an effect `render` waits to be told how it ends: nothing does"));
    let why = failure(async { ignore(chat.later("soon").await) }).await;
    assert_eq!(why, format!("{SO_FAR}\"soon\" is no time: a time is as in \"15m\" or \"1h 30m\""));
}

#[tokio::test]
async fn a_failure_points_at_the_line_of_the_test() {
    let mut chat = studio().await;
    chat.say("/create a cat").await;
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let this_thread = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook({
        let seen = std::sync::Arc::clone(&seen);
        Box::new(move |panic| {
            if std::thread::current().id() == this_thread {
                let location = panic.location().unwrap();
                seen.lock().unwrap().push((location.file().to_owned(), location.line()));
            } else {
                before(panic);
            }
        })
    });
    let line = line!() + 1;
    failure(async { ignore(chat.press("nothing").await) }).await;
    failure(async { ignore(chat.at::<Done>()) }).await;
    let _ = std::panic::take_hook();
    assert_eq!(*seen.lock().unwrap(), [(file!().to_owned(), line), (file!().to_owned(), line + 1)]);
}

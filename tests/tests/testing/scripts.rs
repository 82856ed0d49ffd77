//! What a scripted user can do, and what is written down of it.

use workflow::testing::{Chat, SampleKind, samples};
use workflow::{Engine, reject};
use workflow_tests::claim::{Account, AskBank, Claim, Deeds, Dropped, Review};
use workflow_tests::make::{AskPrompt, Cancelled, Done, Drawing, PickShape, Review as Ready};

use super::{drawing, studio};

#[tokio::test]
async fn a_script_reads_like_the_conversation() {
    let mut chat = studio().await;
    chat.say("/create").await.sees("What should I draw?");
    chat.say("a cat").await.at::<PickShape>().offers(["1:1", "3:2", "Cancel", "Back"]);
    chat.press("1:1").await.press("Draw it").await.at::<Drawing>();
    chat.finish("render", Ok("a picture")).await.at::<Done>().sees_exactly("Here it is.").ended();
    assert_eq!(chat.data::<Done>()["image"], "a picture");
    assert_eq!(
        chat.transcript(),
        "\
ann: /create
bot: What should I draw?
     [Cancel]
     (text: Prompt)
ann: a cat
bot: Which shape?
     [1:1] [3:2]
     [Cancel]
     [Back]
ann: [1:1]
bot: “a cat”, 1:1
     [Draw it] [Another prompt] [Cancel]
     [Back]
ann: [Draw it]
bot: Drawing …
     [Cancel]
  -- render gives \"a picture\" --
bot: Here it is.
"
    );
}

#[tokio::test]
async fn a_question_is_written_down_and_answered() {
    let mut chat = studio().await;
    chat.say("/create a cat").await.press("1:1").await.press("Draw it").await;
    chat.say("/create").await.not_moved().at::<Drawing>().sees("would be lost");
    chat.offers(["Leave it", "Stay here", "Cancel"]).press("stay here").await.offers(["Cancel"]).not_moved();
    chat.say("/create a dog").await.say("leave it").await.at::<PickShape>().offers(["1:1", "3:2", "Cancel"]);
    let transcript = chat.transcript();
    let asked = transcript.split_once("bot: Drawing …\n     [Cancel]\n").unwrap().1;
    assert_eq!(
        asked,
        "\
ann: /create
bot: “Drawing” is under way and would be lost. Begin /create all the same?
     [Leave it] [Stay here]
ann: [Stay here]
ann: /create a dog
bot: “Drawing” is under way and would be lost. Begin /create all the same?
     [Leave it] [Stay here]
ann: leave it
bot: Which shape?
     [1:1] [3:2]
     [Cancel]
"
    );
}

#[tokio::test]
async fn a_button_is_pressed_by_label_transition_or_option() {
    let mut chat = studio().await;
    chat.say("/create a cat").await.press("Landscape").await.at::<Ready>();
    assert_eq!(chat.data::<Ready>()["shape"], "Landscape");
    chat.press("reprompt").await.at::<AskPrompt>();
    chat.press("cancel").await.at::<Cancelled>();
}

#[tokio::test]
async fn back_goes_back_and_is_refused_where_there_is_no_way() {
    let mut chat = studio().await;
    chat.say("/create").await.say("a cat").await.back().await.at::<AskPrompt>();
    chat.back().await.rejected("no way back").not_moved();
}

#[tokio::test]
async fn a_rejection_is_told_and_moves_nothing() {
    let mut chat = studio().await;
    chat.say("/create a cat")
        .await
        .say("purple")
        .await
        .rejected("press one of the buttons")
        .not_moved()
        .at::<PickShape>();
    chat.sees("press one").press("1:1").await.at::<Ready>();
    assert!(chat.transcript().contains("ann: purple\nbot: ! Please press one of the buttons.\n"));
}

#[tokio::test]
async fn work_runs_only_when_told_and_then_for_real() {
    let mut chat = drawing().await;
    assert_eq!(chat.waiting(), ["render"]);
    chat.progress("render", 0.25, "sketching").await.sees("25 % sketching").at::<Drawing>();
    chat.work().await.at::<Done>();
    assert_eq!(chat.data::<Done>()["image"], "picture of a cat");
}

#[tokio::test]
async fn work_that_is_given_up_takes_the_edge_of_its_failure() {
    let mut chat = drawing().await;
    chat.fail("render", "out of ink").await.at::<Ready>();
    chat.press("Draw it").await.finish::<()>("render", Err(reject("no"))).await.at::<Ready>();
}

#[tokio::test]
async fn an_attempt_that_fails_is_repeated_when_its_time_has_come() {
    let mut chat = drawing().await;
    for _ in 0..3 {
        chat.fail_once("render", "a hiccup").await.at::<Drawing>();
        assert!(chat.waiting().is_empty());
        chat.later("1m").await;
        assert_eq!(chat.waiting(), ["render"]);
    }
    chat.fail_once("render", "a hiccup").await.at::<Ready>();
}

#[tokio::test]
async fn work_takes_too_long_by_the_virtual_clock() {
    let mut chat = drawing().await;
    chat.later("9m").await.at::<Drawing>();
    chat.later("1h").await.at::<Ready>();
}

#[tokio::test]
async fn timers_fire_in_order_as_time_passes() {
    let mut chat = claim(&Deeds::default()).await;
    chat.say("/claim tea").await.say("42").await.at::<Review>();
    chat.later("14m").await.at::<Review>();
    chat.restart().await.later("1m").await.at::<Dropped>();
    assert_eq!(chat.data::<Dropped>()["why"], "too late");
}

#[tokio::test]
async fn a_retry_and_a_timer_come_in_the_order_of_their_times() {
    let mut chat = claim(&Deeds::default()).await;
    chat.say("/claim tea").await.say("42").await.press("Hand it in").await.press("Pay it unseen").await;
    chat.at::<AskBank>().say("the bank").await;
    // After an hour the child asks for the bank again; after two hours the claim is dropped.
    chat.later("3h").await.at::<Dropped>();
    let transcript = chat.transcript();
    let (again, dropped) = (transcript.rfind("Which bank?").unwrap(), transcript.find("It is off.").unwrap());
    assert!(again < dropped, "{transcript}");
}

#[tokio::test]
async fn effects_are_listed_and_wait_to_be_told() {
    let deeds = Deeds::default();
    let mut chat = claim(&deeds).await;
    chat.say("/claim a piano").await.say("2000").await.press("Hand it in").await;
    let names: Vec<String> = chat.effects().into_iter().map(|effect| effect.name).collect();
    assert_eq!(names, ["tell", "alarm"]);
    assert_eq!(chat.effects()[1].payload, 2000);
    assert!(deeds.of("tell").is_empty());
    chat.finish("alarm", Ok(())).await;
    assert!(deeds.of("alarm").is_empty());
    chat.fail_once("tell", "nobody is there").await.restart().await.later("1m").await.perform().await;
    assert_eq!(deeds.of("tell").len(), 1);
    assert!(chat.effects().is_empty());
}

#[tokio::test]
async fn a_restart_forgets_all_that_was_not_stored() {
    let mut chat = drawing().await;
    chat.progress("render", 0.5, "painting").await.restart().await.at::<Drawing>().not_moved();
    assert!(!chat.transcript().ends_with("painting\n"));
    chat.work().await.at::<Done>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_runs_on_several_threads() {
    let mut chat = drawing().await;
    chat.restart().await.finish("render", Ok("x")).await.at::<Done>();
}

#[tokio::test]
async fn what_is_stored_is_sampled() {
    let mut chat = drawing().await;
    chat.finish("render", Ok("a picture")).await;
    let mut chat = claim(&Deeds::default()).await;
    chat.say("/claim tea").await.say("42").await.press("Hand it in").await;
    let samples = samples();
    let sample = |workflow: &str, kind, name: &str| {
        let is_it = |sample: &&workflow::testing::Sample| {
            (sample.workflow.as_str(), sample.kind, sample.name.as_str()) == (workflow, kind, name)
        };
        samples.iter().find(is_it).unwrap_or_else(|| panic!("no sample of {name}")).json.clone()
    };
    assert!(sample("make", SampleKind::Step, "Drawing")["request"]["prompt"].is_string());
    assert!(sample("make", SampleKind::Result, "render").is_string());
    assert!(sample("claim", SampleKind::Effect, "tell").is_string());
}

async fn claim(deeds: &Deeds) -> Chat {
    let deeds = deeds.clone();
    Chat::with(move |_| Engine::builder(deeds.clone()).workflow::<Claim>().workflow::<Account>()).await
}

//! Where a workflow stands and what comes in, to where it stands then.

use super::{Artist, AskPrompt, Bot, Cancelled, Done, Drawing, Make, PickShape, Quota, Review, Shape};
use super::{prompt, ready, turn};
use workflow::prelude::*;
use workflow::{Cause, Decision, Error, Input, Revision, Standing, Visit, decide, work, work_of};

fn bot() -> Bot {
    Bot { quota: Quota(1), artist: Artist(None) }
}

fn decided(standing: Option<Make>, cause: Cause) -> Result<Decision<Make>> {
    ready(decide(&bot(), &turn(), standing.map(Standing::from), cause))
}

fn next(standing: impl Into<Make>, cause: Cause) -> Make {
    decided(Some(standing.into()), cause).unwrap().workflow
}

fn told(error: Error) -> String {
    match error.into_rejection() {
        Ok(rejection) => rejection.as_str().into(),
        Err(fault) => panic!("a fault: {fault}"),
    }
}

fn rejected(standing: impl Into<Make>, cause: Cause) -> String {
    told(decided(Some(standing.into()), cause).unwrap_err())
}

fn fault(standing: impl Into<Make>, cause: Cause) -> String {
    match decided(Some(standing.into()), cause).unwrap_err().into_rejection() {
        Ok(rejection) => panic!("a rejection: {rejection}"),
        Err(fault) => fault.to_string(),
    }
}

fn enter(entry: &str, input: Option<&str>) -> Cause {
    Cause::Enter { entry: entry.into(), input: input.map(Input::text) }
}

fn press(edge: &str, choice: Option<&str>) -> Cause {
    Cause::Press { edge: edge.into(), choice: choice.map(Into::into) }
}

fn command(command: &str, input: Option<&str>) -> Cause {
    Cause::Command { command: command.into(), input: input.map(Input::text) }
}

fn done(result: impl Into<serde_json::Value>) -> Cause {
    Cause::Done { work: "render".into(), result: result.into() }
}

fn failed(attempts: u32) -> Cause {
    Cause::Failed { work: "render".into(), failure: Failure::new("no paint", attempts) }
}

fn review() -> Review {
    Review { prompt: prompt("a cat"), shape: Shape::Square }
}

fn drawing() -> Drawing {
    Drawing { prompt: prompt("a cat") }
}

#[test]
fn an_entry_begins() {
    let decision = decided(None, enter("start", None)).unwrap();
    assert_eq!(decision.workflow, Make::from(AskPrompt));
    assert_eq!(decision.edge_name(), "start");
    assert_eq!(decision.view.text.to_plain(), "What should I draw?");
}

#[test]
fn an_entry_takes_what_followed_its_command() {
    let decision = decided(None, enter("start", Some(" a cat "))).unwrap();
    assert_eq!(decision.workflow, Make::from(PickShape { prompt: prompt("a cat") }));
}

#[test]
fn an_entry_replaces_where_the_workflow_stood() {
    assert_eq!(next(review(), enter("start", None)), Make::from(AskPrompt));
}

#[test]
fn an_entry_without_its_input_says_how_to_send_it() {
    let error = decided(None, enter("repeat", None)).unwrap_err();
    assert_eq!(told(error), "Something is missing: send /repeat with text behind it.");
}

#[test]
fn an_entry_that_is_not_there_is_a_fault() {
    assert!(fault(AskPrompt, enter("nowhere", None)).contains("no edge `nowhere`"));
}

#[test]
fn nothing_can_be_sent_before_an_entry() {
    let error = decided(None, Cause::Send(Input::text("a cat"))).unwrap_err();
    assert_eq!(told(error), "There is nothing under way.");
}

#[test]
fn a_text_goes_to_the_transition_that_takes_text() {
    let step = next(AskPrompt, Cause::Send(Input::text("a cat")));
    assert_eq!(step, Make::from(PickShape { prompt: prompt("a cat") }));
}

#[test]
fn a_text_that_does_not_parse_is_rejected_by_its_own_words() {
    let told = rejected(AskPrompt, Cause::Send(Input::text("a cat that is far too long")));
    assert_eq!(told, "A prompt has up to 20 characters.");
}

#[test]
fn a_choice_goes_to_the_transition_that_takes_it() {
    let standing = PickShape { prompt: prompt("a cat") };
    assert_eq!(next(standing, press("shape", Some("Square"))), Make::from(review()));
}

#[test]
fn the_typed_label_of_a_button_presses_it() {
    assert_eq!(next(review(), Cause::Send(Input::text("another PROMPT"))), Make::from(AskPrompt));
    let standing = PickShape { prompt: prompt("a cat") };
    assert_eq!(next(standing, Cause::Send(Input::text("1:1"))), Make::from(review()));
}

#[test]
fn what_no_transition_takes_is_rejected_with_what_would_be_taken() {
    assert_eq!(rejected(review(), Cause::Send(Input::text("hm"))), "Please press one of the buttons.");
    assert_eq!(rejected(AskPrompt, Cause::Send(Input::Choice("Square".into()))), "Please send text.");
    let done = Done { image: "a cat".into() };
    assert_eq!(rejected(done, Cause::Send(Input::text("hm"))), "There is nothing to answer right now.");
}

#[test]
fn a_button_takes_its_transition() {
    let signed = next(review(), press("sign", None));
    assert_eq!(signed, Make::from(Done { image: "a cat by test:ann at 2026-01-01T00:00:00Z".into() }));
}

#[test]
fn a_button_of_another_step_is_a_fault() {
    assert!(fault(AskPrompt, press("draw", None)).contains("no edge `draw`"));
}

#[test]
fn an_async_transition_reads_a_service() {
    assert_eq!(next(review(), press("draw", None)), Make::from(drawing()));
}

#[test]
fn a_transition_rejects_with_its_own_words() {
    let bot = Bot { quota: Quota(0), artist: Artist(None) };
    let error = ready(decide(&bot, &turn(), Some(Make::from(review()).into()), press("draw", None))).unwrap_err();
    assert_eq!(told(error), "You are out of points.");
}

#[test]
fn a_transition_that_breaks_is_a_fault() {
    let bot = Bot { quota: Quota(u32::MAX), artist: Artist(None) };
    let error = ready(decide(&bot, &turn(), Some(Make::from(review()).into()), press("draw", None))).unwrap_err();
    assert_eq!(error.into_rejection().unwrap_err().to_string(), "the ledger is on fire");
}

#[test]
fn a_command_of_every_step_is_taken_at_each() {
    assert_eq!(next(AskPrompt, command("/cancel", None)), Make::from(Cancelled));
    assert_eq!(next(review(), command("/cancel", None)), Make::from(Cancelled));
}

#[test]
fn a_command_of_a_step_is_taken_there_only() {
    assert_eq!(next(review(), command("/reprompt", None)), Make::from(AskPrompt));
    assert!(fault(AskPrompt, command("/reprompt", None)).contains("no edge `/reprompt`"));
}

#[test]
fn a_command_that_stands_alone_takes_nothing_behind_it() {
    let told = rejected(AskPrompt, command("/cancel", Some("now")));
    assert_eq!(told, "/cancel stands alone: send it with nothing behind it.");
}

#[test]
fn no_command_leaves_an_end() {
    assert!(fault(Done { image: "a cat".into() }, command("/cancel", None)).contains("no edge `/cancel`"));
}

#[test]
fn a_result_goes_to_its_done_with_the_context_beside_it() {
    assert_eq!(next(drawing(), done("picture")), Make::from(Done { image: "picture for test:ann".into() }));
}

#[test]
fn a_result_of_another_shape_is_a_fault() {
    assert!(fault(drawing(), done(3)).contains("invalid type"));
}

#[test]
fn a_result_of_work_that_the_step_has_not_is_a_fault() {
    assert!(fault(review(), done("picture")).contains("no edge `render`"));
}

#[test]
fn a_failure_goes_to_its_failed() {
    assert_eq!(next(drawing(), failed(4)), Make::from(review()));
}

#[test]
fn a_failed_transition_may_break_too() {
    assert_eq!(fault(drawing(), failed(10)), "given up for good");
}

#[test]
fn a_result_is_not_taken_by_a_button() {
    assert!(fault(drawing(), press("drawn", None)).contains("takes the result of work"));
}

#[test]
fn work_starts_at_its_step() {
    assert_eq!(work_of(Make::GRAPH, 3).collect::<Vec<_>>(), [0]);
    assert_eq!(work_of(Make::GRAPH, 0).count(), 0);
}

fn worked(bot: &Bot, standing: Make, index: usize) -> (Result<serde_json::Value>, Vec<(f32, String)>) {
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let progress = Progress::new({
        let told = told.clone();
        move |fraction, label| told.lock().unwrap().push((fraction, label.to_owned()))
    });
    let key = Key::new(Visit { session: turn().session, revision: Revision::new(2) }, 0);
    let result = ready(work(bot, &turn(), standing, index, key, progress));
    let told = told.lock().unwrap().clone();
    (result, told)
}

#[test]
fn work_gives_its_result_as_json_and_tells_its_progress() {
    let (result, told) = worked(&bot(), drawing().into(), 0);
    let key = "00000000-0000-0000-0000-000000000000:2:0";
    assert_eq!(result.unwrap(), serde_json::json!(format!("a cat under {key}")));
    assert_eq!(told, [(0.5, "drawing".into())]);
}

#[test]
fn work_that_breaks_is_a_fault() {
    let bot = Bot { quota: Quota(1), artist: Artist(Some("no paint")) };
    let (result, _) = worked(&bot, drawing().into(), 0);
    assert_eq!(result.unwrap_err().into_rejection().unwrap_err().to_string(), "no paint");
}

#[test]
fn work_of_another_step_is_a_fault() {
    let (result, _) = worked(&bot(), AskPrompt.into(), 0);
    assert!(result.unwrap_err().to_string().contains("not at `Drawing`"));
}

#[test]
fn work_that_is_not_there_is_a_fault() {
    let (result, _) = worked(&bot(), drawing().into(), 7);
    assert_eq!(result.unwrap_err().to_string(), "no function at position 7");
}

//! What a step shows.

use super::{Artist, AskPrompt, Bot, Done, Drawing, Make, PickShape, Quota, Review, Shape, prompt, ready, turn};
use workflow::prelude::*;
use workflow::{Kind, show};

fn shown(step: impl Into<Make>) -> View {
    let (view, fault) = ready(show(&Bot { quota: Quota(1), artist: Artist(None) }, &turn(), &step.into()));
    assert!(fault.is_none(), "{fault:?}");
    view
}

fn buttons(view: &View) -> Vec<Vec<(&str, &str)>> {
    view.choices.iter().map(|row| row.iter().map(|button| (&*button.label, &*button.edge)).collect()).collect()
}

#[test]
fn a_step_without_a_view_shows_its_doc_comment() {
    assert_eq!(shown(AskPrompt).text.to_plain(), "What should I draw?");
}

#[test]
fn a_free_input_is_hinted_at_and_actions_are_buttons() {
    let view = shown(AskPrompt);
    assert_eq!(view.hint.as_ref().map(|hint| hint.kind), Some(Kind::Text));
    assert_eq!(buttons(&view), [[("Cancel", "cancel")]]);
}

#[test]
fn the_options_of_a_choice_are_buttons() {
    let view = shown(PickShape { prompt: prompt("a cat") });
    assert_eq!(buttons(&view), [vec![("1:1", "shape"), ("3:2", "shape")], vec![("Cancel", "cancel")]]);
    assert_eq!(view.choices[0][1].choice.as_deref(), Some("Landscape"));
}

#[test]
fn a_row_comes_first_in_the_order_in_which_it_names_the_transitions() {
    let view = shown(Review { prompt: prompt("a cat"), shape: Shape::Square });
    assert_eq!(view.text.to_plain(), "a cat, test:ann?");
    let expected =
        [vec![("Cancel", "cancel"), ("Draw it", "draw")], vec![("Another prompt", "reprompt"), ("Sign it", "sign")]];
    assert_eq!(buttons(&view), expected);
}

#[test]
fn a_step_at_work_offers_neither_its_result_nor_its_failure() {
    assert_eq!(buttons(&shown(Drawing { prompt: prompt("a cat") })), [[("Cancel", "cancel")]]);
}

#[test]
fn an_end_offers_nothing() {
    assert!(shown(Done { image: "a cat".into() }).choices.is_empty());
}

#[test]
fn a_view_that_is_rejected_shows_the_doc_comment_and_why() {
    let view = shown(Done { image: "secret".into() });
    assert_eq!(view.text.to_plain(), "Here it is.");
    assert_eq!(view.notice.unwrap().to_plain(), "You may not see it.");
}

#[test]
fn a_view_that_breaks_shows_the_doc_comment_and_gives_the_fault() {
    let bot = Bot { quota: Quota(1), artist: Artist(None) };
    let (view, fault) = ready(show(&bot, &turn(), &Make::from(Done { image: "broken".into() })));
    assert_eq!(view.text.to_plain(), "Here it is.");
    assert_eq!(fault.unwrap().to_string(), "torn to pieces");
}

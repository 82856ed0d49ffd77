//! A workflow is plain typed Rust.

use super::{AskPrompt, Cancelled, Done, Drawing, Make, PickShape, Review, Shape, prompt, ready};
use super::{Quota, State};
use workflow::prelude::*;

#[test]
fn a_transition_is_a_method_of_its_step() {
    let step: PickShape = AskPrompt.prompt(Text("a cat".parse().unwrap()));
    let step: Review = step.shape(Choice(Shape::Square));
    assert_eq!(step, Review { prompt: prompt("a cat"), shape: Shape::Square });
}

#[test]
fn an_entry_is_a_function_of_the_workflow() {
    assert_eq!(Make::repeat(Text(prompt("a cat"))), PickShape { prompt: prompt("a cat") });
}

#[test]
fn a_transition_from_every_step_is_a_method_of_the_workflow() {
    assert_eq!(Make::from(AskPrompt).cancel(), Cancelled);
}

#[test]
fn an_async_transition_is_an_async_method() {
    let step = Review { prompt: prompt("a cat"), shape: Shape::Square };
    assert_eq!(ready(step.draw(State(Quota(1)))).unwrap(), Drawing { prompt: prompt("a cat") });
}

#[test]
fn a_view_is_a_method_that_borrows_its_step() {
    let done = Done { image: "a cat".into() };
    assert_eq!(ready(done.done()).unwrap().text.to_plain(), "a cat");
}

#[test]
fn one_of_several_is_looked_into_by_its_type() {
    assert_eq!(Make::start(None).at::<AskPrompt>(), Some(AskPrompt));
    assert_eq!(Make::start(None).at::<PickShape>(), None);
}

#[test]
fn one_of_several_becomes_the_workflow() {
    let make = Make::start(Some(Text(prompt("a cat")))).into_workflow();
    assert_eq!(make, Make::PickShape(PickShape { prompt: prompt("a cat") }));
}

#[test]
fn a_step_becomes_the_workflow() {
    assert_eq!(Make::from(AskPrompt), Make::AskPrompt(AskPrompt));
}

#[test]
fn the_workflow_becomes_the_step_that_it_stands_at() {
    assert_eq!(AskPrompt::try_from(Make::from(AskPrompt)), Ok(AskPrompt));
}

#[test]
fn the_workflow_is_given_back_when_it_stands_elsewhere() {
    assert_eq!(Cancelled::try_from(Make::from(AskPrompt)), Err(Make::AskPrompt(AskPrompt)));
}

#[test]
fn a_derive_is_carried_over_to_the_steps_and_the_enum() {
    fn compares<T: PartialEq>() {}
    compares::<Make>();
    compares::<Review>();
}

#[test]
fn a_step_is_printed_by_its_own_name_and_fields() {
    let step = PickShape { prompt: prompt("a cat") };
    assert_eq!(format!("{step:?}"), r#"PickShape { prompt: Prompt("a cat") }"#);
    assert_eq!(format!("{:?}", Make::from(step)), r#"PickShape { prompt: Prompt("a cat") }"#);
}

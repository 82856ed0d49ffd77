//! Transitions that are open or closed.

use workflow::decide;

use super::super::{ready, turn};
use super::{Order, Review, Talk, labels, press, refusal};

#[test]
fn a_closed_guard_hides_the_button_and_refuses_the_press() {
    let mut talk = Talk::reviewing("3");
    let shown = ready(decide(&talk.ledger, &turn(), talk.standing.clone(), press("other"))).unwrap();
    assert!(matches!(shown.workflow, Order::AskCount(_)));
    let shown = Talk::begun().say("tea");
    assert!(labels(&shown).contains(&"Forget it".into()));
    assert_eq!(refusal(talk.try_take(press("ask"))), "That is not possible right now.");
    let review = Talk::begun_with("12");
    assert_eq!(labels(&review), ["Ask somebody first", "Something else", "Forget it", "Drop it", "Back"]);
}

#[test]
fn a_guard_looks_at_the_step_by_a_function_or_a_closure() {
    assert!(labels(&Talk::begun_with("9")).contains(&"Order it".into()));
    assert!(!labels(&Talk::begun_with("9")).contains(&"Ask somebody first".into()));
    assert!(!labels(&Talk::begun_with("10")).contains(&"Order it".into()));
}

#[test]
fn a_closed_transition_still_runs_when_it_is_called_in_rust() {
    let waiting = Review { item: "tea".into(), count: 99 }.order();
    assert_eq!(waiting.step.price, 297);
    assert_eq!(waiting.effects.0.0, 297);
    assert_eq!(waiting.effects.1.unwrap().0, "297 points");
}

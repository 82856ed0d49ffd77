//! Closed sets.

use super::Shape;
use workflow::prelude::*;
use workflow::{FromInput, Input};

#[test]
fn an_option_is_labelled_by_its_doc_comment_or_its_name_in_words() {
    #[derive(Choices)]
    enum Size {
        /// For an icon
        Small,
        VeryLarge,
    }
    let options: Vec<_> = Size::OPTIONS.iter().map(|option| (option.name, option.label)).collect();
    assert_eq!(options, [("Small", "For an icon"), ("VeryLarge", "Very large")]);
    assert_eq!(Size::VeryLarge.name(), "VeryLarge");
    assert_eq!(Size::Small.label(), "For an icon");
}

#[test]
fn a_choice_is_taken_by_name_or_by_its_typed_label() {
    assert_eq!(Choice::from_input(Input::Choice("Square".into())).unwrap(), Choice(Shape::Square));
    assert_eq!(Choice::from_input(Input::text(" 3:2 ")).unwrap(), Choice(Shape::Landscape));
}

#[test]
fn what_is_no_option_is_rejected() {
    let error = Choice::<Shape>::from_input(Input::Choice("Round".into())).unwrap_err();
    assert_eq!(error.rejection().unwrap().as_str(), "Please choose one of the buttons.");
}

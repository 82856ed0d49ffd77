//! Yes or no.

use super::super::error::{Result, reject};
use super::{ChoiceOption, FromInput, Input, Kind, Takes};

/// Yes or no: two buttons, or typed.
///
/// ```
/// use workflow::prelude::*;
/// use workflow::Input;
///
/// assert_eq!(Confirm::from_input(Input::text(" Yes ")).unwrap(), Confirm(true));
/// assert_eq!(Confirm::from_input(Input::text("n")).unwrap(), Confirm(false));
/// let error = Confirm::from_input(Input::text("maybe")).unwrap_err();
/// assert_eq!(error.rejection().unwrap().as_str(), "Please answer yes or no.");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirm(pub bool);

/// The buttons.
pub(crate) const OPTIONS: [ChoiceOption; 2] =
    [ChoiceOption::new("Confirm", "yes", "Yes"), ChoiceOption::new("Confirm", "no", "No")];

impl FromInput for Confirm {
    const TAKES: Takes = Takes::kind(Kind::Confirm);

    fn from_input(input: Input) -> Result<Self> {
        match input {
            Input::Choice(name) => named(&name),
            Input::Text(text) => typed(&text),
            Input::Picked(_) | Input::Media(_) | Input::Captioned(..) => None,
        }
        .map(Confirm)
        .ok_or_else(|| reject("Please answer yes or no."))
    }
}

/// What the button of this name means.
pub(super) fn named(name: &str) -> Option<bool> {
    match name {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// What a user means who types this.
pub(super) fn typed(text: &str) -> Option<bool> {
    match text.trim().trim_end_matches(['.', '!']).to_lowercase().as_str() {
        "yes" | "y" => Some(true),
        "no" | "n" => Some(false),
        _ => None,
    }
}

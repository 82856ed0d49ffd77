//! The codes at the end of our messages, each the name of a page in `docs/book/src/errors/`.

use std::fmt::Display;

/// A rule of the language; its number is its code. Hundreds are topics. Those that only types can show are in
/// `workflow/src/core/proof/codes.rs` and in the `on_unimplemented` texts of that crate; a test holds all of them against
/// the pages.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    // The attribute.
    Misspelt = 1,
    Twice = 2,
    Written = 3,
    Place = 4,
    Generic = 5,
    Cfg = 6,
    OnlyFunctions = 8,
    Time = 9,
    // Steps.
    NoSteps = 101,
    Unnamed = 102,
    StepNames = 103,
    StoredAlike = 104,
    Hides = 105,
    StoredForm = 107,
    After = 108,
    Upgrade = 109,
    // Functions.
    Receiver = 201,
    Hook = 202,
    ReturnsNothing = 203,
    Plain = 204,
    SelfType = 205,
    Misplaced = 206,
    Command = 207,
    CommandsAlike = 208,
    NamesAlike = 209,
    Label = 210,
    From = 211,
    // Inputs and other parameters.
    Borrowed = 302,
    Choices = 308,
    ChoicesAlike = 313,
    // Moves.
    NoMove = 401,
    To = 402,
    ImplTrait = 405,
    // The graph.
    NoTransitions = 507,
    // Work, effects, hooks and views.
    Result = 604,
    NotAsync = 605,
    Effect = 608,
    Views = 611,
    // Texts.
    Phrase = 701,
}

impl Rule {
    /// The message of a mistake against this rule, with the code behind it.
    pub(crate) fn says(self, message: impl Display) -> String {
        format!("{message} [W{:03}]", self as u16)
    }
}

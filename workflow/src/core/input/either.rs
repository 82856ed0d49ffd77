//! One of two inputs.

use super::super::error::Result;
use super::kind::Fit;
use super::{FromInput, Input, Takes, nothing_fits};

/// One of two kinds of input.
///
/// What is of the kind of one side goes there; what only may stand for it, as a photo for a document or a typed label for a
/// button, goes there when the other side does not take it as it is.
///
/// ```
/// use workflow::prelude::*;
/// use workflow::Input;
///
/// type Answer = Either<Confirm, Text>;
/// assert_eq!(Answer::from_input(Input::Choice("yes".into())).unwrap(), Either::A(Confirm(true)));
/// assert_eq!(Answer::from_input(Input::text("later")).unwrap(), Either::B(Text("later".to_owned())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first one.
    A(A),
    /// The second one.
    B(B),
}

impl<I: FromInput, J: FromInput> FromInput for Either<I, J> {
    const TAKES: Takes = Takes::either(&I::TAKES, &J::TAKES);

    fn from_input(input: Input) -> Result<Self> {
        // What was written beside a file is for extractors that look for it.
        let input = match input {
            Input::Captioned(_, media) => Input::Media(media),
            input => input,
        };
        match (I::TAKES.fit(&input), J::TAKES.fit(&input)) {
            (Some(Fit::Exact), _) => I::from_input(input).map(Self::A),
            (_, Some(Fit::Exact)) => J::from_input(input).map(Self::B),
            (Some(Fit::Loose), _) => I::from_input(input).map(Self::A),
            (_, Some(Fit::Loose)) => J::from_input(input).map(Self::B),
            (None, None) => Err(nothing_fits(Self::TAKES, Some(&input))),
        }
    }
}

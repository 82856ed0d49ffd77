//! What a user sends, and the extractors that take it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::context::{Context, FromContext, at};
use super::error::{Result, reject};

/// What a user sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Input {
    /// A message, or what follows a command.
    Text(String),
    /// The name of an option of a closed set; see [`Choices`].
    Choice(String),
}

impl Input {
    /// A message.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A kind of input that a surface can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A message.
    Text,
    /// One of a closed set, as buttons.
    Choice,
}

impl Kind {
    /// Whether the user may send it freely: two edges of a step can't both take it. Buttons know their edge.
    pub const fn is_free(self) -> bool {
        matches!(self, Self::Text)
    }

    /// The kind in one lower-case word, as in “takes text”.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "a choice",
        }
    }
}

/// What an extractor takes: a kind of input, and whether it may be missing.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Takes {
    /// The kind.
    pub kind: Kind,
    /// Whether it may be missing. Only an entry can do without.
    pub optional: bool,
    /// The options of a [`Choice`].
    pub options: &'static [ChoiceOption],
}

impl Takes {
    /// Takes a message.
    pub const TEXT: Self = Self { kind: Kind::Text, optional: false, options: &[] };

    /// Takes one of these options.
    pub const fn one_of(options: &'static [ChoiceOption]) -> Self {
        Self { kind: Kind::Choice, optional: false, options }
    }

    /// The same, but it may be missing.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// A parameter that is taken from what the user sends.
///
/// ```
/// use workflow::prelude::*;
/// use workflow::{Input, Takes};
///
/// /// A number of pieces, as in “3” or “three pieces”.
/// struct Pieces(u8);
///
/// impl FromInput for Pieces {
///     const TAKES: Takes = Takes::TEXT;
///
///     fn from_input(input: Input) -> Result<Self> {
///         let Text(text) = Text::<String>::from_input(input)?;
///         let digits: String = text.chars().filter(char::is_ascii_digit).collect();
///         Ok(Pieces(digits.parse().or_reject("How many pieces? Send a number.")?))
///     }
/// }
/// assert_eq!(Pieces::from_input(Input::text("3 pieces")).unwrap().0, 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken from an input",
    label = "no extractor",
    note = "take `Text<T>`, `Choice<T>` … from the user, `State<T>`, `User`, `Now` … from the context"
)]
pub trait FromInput: Sized + Send {
    /// What it takes.
    const TAKES: Takes;

    /// The parameter from what the user sent.
    ///
    /// # Errors
    /// A rejection, when the input is of another kind or does not parse.
    fn from_input(input: Input) -> Result<Self>;

    /// What it is when the user sent nothing, if it can do without.
    fn absent() -> Option<Self> {
        None
    }
}

// A parameter of a transition or entry is of either kind: this is how an input becomes one.
impl<App, At: at::TakesInput, T: FromInput> FromContext<App, At> for T {
    #[inline]
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        match context.take_input() {
            Some(input) => T::from_input(input),
            None => T::absent().ok_or_else(|| reject("Something is missing here.")),
        }
    }
}

/// A message, parsed: trimmed, then given to `T`'s `FromStr`. The parse error's `Display` is the rejection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<T = String>(pub T);

/// What a [`Text`] can hold: all that is `FromStr` with an error that is `Display`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a text",
    label = "does not parse",
    note = "implement `FromStr` for `{Self}`, with an error that is `Display`: it is what the user is told"
)]
pub trait Parsed: Sized + Send {
    #[doc(hidden)]
    fn parsed(text: &str) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr<Err: fmt::Display> + Send> Parsed for T {
    #[inline]
    fn parsed(text: &str) -> Result<Self> {
        text.parse().map_err(|error: T::Err| reject(error.to_string()))
    }
}

impl<T: Parsed> FromInput for Text<T> {
    const TAKES: Takes = Takes::TEXT;

    #[inline]
    fn from_input(input: Input) -> Result<Self> {
        let Input::Text(text) = input else { return Err(reject("Please send that as a message.")) };
        let text = text.trim();
        if text.is_empty() {
            return Err(reject("Please write something."));
        }
        T::parsed(text).map(Text)
    }
}

/// One of a closed set, shown as buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T>(pub T);

impl<T: Choices> FromInput for Choice<T> {
    const TAKES: Takes = Takes::one_of(T::OPTIONS);

    #[inline]
    fn from_input(input: Input) -> Result<Self> {
        match input {
            Input::Choice(name) => T::from_name(&name),
            Input::Text(text) => {
                let text = text.trim().to_lowercase();
                T::OPTIONS
                    .iter()
                    .find(|option| option.label.to_lowercase() == text)
                    .and_then(|option| T::from_name(option.name))
            }
        }
        .map(Choice)
        .ok_or_else(|| reject("Please choose one of the buttons."))
    }
}

impl<I: FromInput> FromInput for Option<I> {
    const TAKES: Takes = I::TAKES.optional();

    fn from_input(input: Input) -> Result<Self> {
        I::from_input(input).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// A closed set of options. Derived on an enum without fields; the labels are the doc comments.
///
/// ```
/// use workflow::prelude::*;
///
/// #[derive(Debug, Clone, Copy, PartialEq, Choices)]
/// enum Size {
///     /// For an icon
///     Small,
///     Large,
/// }
/// let labels: Vec<_> = Size::OPTIONS.iter().map(|option| option.label).collect();
/// assert_eq!(labels, ["For an icon", "Large"]);
/// assert_eq!(Size::from_name("Large"), Some(Size::Large));
/// assert_eq!(Size::Small.name(), "Small");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no closed set of choices",
    label = "not a set of choices",
    note = "put `#[derive(Choices)]` on an enum without fields"
)]
pub trait Choices: Sized + Send {
    /// The options, in the order of the enum.
    const OPTIONS: &'static [ChoiceOption];

    /// The option of this name.
    fn from_name(name: &str) -> Option<Self>;

    /// The name of the variant.
    fn name(&self) -> &'static str;

    /// What the button says.
    fn label(&self) -> &'static str {
        let name = self.name();
        Self::OPTIONS.iter().find(|option| option.name == name).map_or(name, |option| option.label)
    }
}

/// One option of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceOption {
    /// The variant's name.
    pub name: &'static str,
    /// What the button says.
    pub label: &'static str,
}

//! What a user sends, and the extractors that take it.

pub(crate) mod confirm;
mod either;
mod files;
mod kind;
mod pick;

use std::any::Any;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use confirm::Confirm;
pub use either::Either;
pub use files::{Album, Audio, Document, Photo, Video};
pub(crate) use kind::Fit;
pub use kind::{Kind, Takes};
pub use pick::{Pick, Pickable};

use super::context::{Context, FromContext, at};
use super::error::{Error, Result, reject};
use super::media::Media;
use super::phrase::{Argument, Phrase};
use crate::say;

/// What a user sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Input {
    /// A message, or what follows a command.
    Text(String),
    /// The name of an option of a closed set, see [`Choices`]; `yes` or `no` for a [`Confirm`].
    Choice(String),
    /// The value of an option that the view offered; see [`Pick`].
    Picked(Value),
    /// Files, in the order in which they were sent.
    Media(Vec<Media>),
    /// Files, and what was written beside them: only where both are taken, so that an extractor need not know it.
    Captioned(String, Vec<Media>),
}

impl Input {
    /// A message.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
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
    message = "`{Self}` can't be taken from an input [W301]",
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

/// A message, parsed: trimmed, then given to `T`'s `FromStr`. The parse error's `Display` is the rejection; a [`Phrase`] is said
/// in the user's language with what is put into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<T = String>(pub T);

/// What a [`Text`] can hold: all that is `FromStr` with an error that is `Display`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a text [W309]",
    label = "does not parse",
    note = "implement `FromStr` for `{Self}`, with an error that is `Display`: it is what the user is told"
)]
pub trait Parsed: Sized + Send {
    #[doc(hidden)]
    fn parsed(text: &str) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr<Err: fmt::Display + 'static> + Send> Parsed for T {
    #[inline]
    fn parsed(text: &str) -> Result<Self> {
        text.parse().map_err(|error: T::Err| {
            let phrase = (&error as &dyn Any).downcast_ref::<Phrase>().cloned();
            reject(phrase.unwrap_or_else(|| Phrase::from(error.to_string())))
        })
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
            Input::Text(text) => labelled(T::OPTIONS, &text).and_then(|option| T::from_name(option.name)),
            Input::Picked(_) | Input::Media(_) | Input::Captioned(..) => None,
        }
        .map(Choice)
        .ok_or_else(|| reject("Please choose one of the buttons."))
    }
}

/// The option whose label was typed.
pub(crate) fn labelled<'o>(options: &'o [ChoiceOption], text: &str) -> Option<&'o ChoiceOption> {
    let text = text.trim().to_lowercase();
    options.iter().find(|option| option.label.to_lowercase() == text)
}

/// What a user is told who sent `sent`, or nothing, where this is taken.
fn nothing_fits(takes: Takes, sent: Option<&Input>) -> Error {
    reject(please([takes], sent).unwrap_or_else(|| say!("Something is missing here.")))
}

/// What a user is asked for who sent `sent`, where one of `takes` is taken; none when nothing is.
pub(crate) fn please(takes: impl IntoIterator<Item = Takes>, sent: Option<&Input>) -> Option<Phrase> {
    let (mut free, mut buttons): (Vec<Kind>, Vec<Kind>) = (Vec::new(), Vec::new());
    for (kind, _) in takes.into_iter().flat_map(Takes::kinds) {
        let kinds = if kind.is_free() { &mut free } else { &mut buttons };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let unfit = match sent {
        Some(Input::Media(media)) => files::unfit(&free, media),
        _ => None,
    };
    let please = match (free.as_slice(), buttons.as_slice()) {
        ([], []) => return unfit,
        ([], [Kind::Confirm]) => say!("Please answer yes or no."),
        ([], _) => say!("Please press one of the buttons."),
        (kinds, _) => say!("Please send {what}.", what = any_of(kinds)),
    };
    Some(match unfit {
        Some(unfit) => say!("{unfit} {please}", unfit, please),
        None => please,
    })
}

/// “text or a photo”.
pub(crate) fn any_of(kinds: &[Kind]) -> Argument {
    Argument::AnyOf(kinds.iter().map(|kind| Phrase::new(kind.word())).collect())
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
    message = "`{Self}` is no closed set of choices [W308]",
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
        self.option().map_or(self.name(), |option| option.label)
    }

    /// The option that it is; none that a set does not list.
    fn option(&self) -> Option<&'static ChoiceOption> {
        let name = self.name();
        Self::OPTIONS.iter().find(|option| option.name == name)
    }
}

/// One option of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChoiceOption {
    /// The name of the set that it is one of: the enum's.
    pub set: &'static str,
    /// The variant's name.
    pub name: &'static str,
    /// What the button says.
    pub label: &'static str,
}

impl ChoiceOption {
    /// The option `name` of the set `set`, whose button says `label`.
    pub const fn new(set: &'static str, name: &'static str, label: &'static str) -> Self {
        Self { set, name, label }
    }
}

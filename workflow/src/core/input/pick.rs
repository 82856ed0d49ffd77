//! One of the options that a view offers.

use serde::de::DeserializeOwned;

use super::super::error::{Result, reject};
use super::{FromInput, Input, Kind, Takes};

/// One of the options that the step's `#[view]` offered by [`View::option`](crate::View::option).
///
/// The options are stored with the view that offered them, and nothing else is accepted: a button names its option, and the
/// value is taken from the stored view. A label that stands for one option only may be typed too.
///
/// ```
/// use workflow::prelude::*;
///
/// #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
/// struct StyleId(u32);
///
/// #[workflow]
/// enum Paint {
///     PickStyle,
///     #[step(end)]
///     Painted { style: StyleId },
/// }
///
/// #[workflow]
/// impl Paint {
///     #[command("/paint")]
///     fn start() -> PickStyle { PickStyle }
///
///     fn style(self: PickStyle, Pick(style): Pick<StyleId>) -> Painted { Painted { style } }
///
///     #[view]
///     fn styles(self: &PickStyle) -> View {
///         View::text("Which style?").option(StyleId(7), "Oil").option(StyleId(9), "Pencil")
///     }
/// }
/// assert_eq!(PickStyle.style(Pick(StyleId(9))).style, StyleId(9));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick<T>(pub T);

/// What a [`Pick`] can hold: all that can be stored with a view and loaded again.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be stored as an option of a view [W310]",
    label = "can't be picked",
    note = "derive `Serialize` and `Deserialize` for `{Self}`"
)]
pub trait Pickable: Sized + Send {
    #[doc(hidden)]
    fn picked(value: serde_json::Value) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send> Pickable for T {
    fn picked(value: serde_json::Value) -> Result<Self> {
        Ok(serde_json::from_value(value)?)
    }
}

impl<T: Pickable> FromInput for Pick<T> {
    const TAKES: Takes = Takes::kind(Kind::Pick);

    fn from_input(input: Input) -> Result<Self> {
        match input {
            Input::Picked(value) => T::picked(value).map(Pick),
            Input::Text(_) | Input::Choice(_) | Input::Media(_) | Input::Captioned(..) => {
                Err(reject("Please press one of the buttons."))
            }
        }
    }
}

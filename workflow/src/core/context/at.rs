//! Where a function stands: the second parameter of [`FromContext`], and what a function may take and return there.

pub use super::super::dispatch::Transitions;
pub use super::super::input::{Parsed, Pickable};
pub use super::super::moves::{AllOf, Of};

use super::super::decide::Given;
use super::super::error::{Error, Result};
use super::super::step::Storable;
use super::super::view::IntoView;
use super::{FromContext, FromRef, Input, Key, Progress};

/// In an entry.
#[derive(Debug)]
pub struct Entry(pub(crate) Option<Input>);

/// In a transition.
#[derive(Debug)]
pub struct Transition(pub(crate) Given);

/// In a `#[view]`.
#[derive(Debug)]
pub struct View;

/// In an `#[invoke]`.
#[derive(Debug)]
pub struct Work {
    pub(crate) key: Key,
    pub(crate) progress: Progress,
}

/// What an entry or a transition may take: all that is [`FromContext`] there, inputs among it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken from an input",
    label = "no extractor",
    note = "take `Text<T>`, `Choice<T>` … from the user, `State<T>`, `User`, `Now` … from the context"
)]
pub trait TransitionParameter {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, Transition>> TransitionParameter for T {}

/// What a `#[view]` may take: all that is [`FromContext`] there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken in a view",
    label = "not in a view",
    note = "a view takes `State<T>`, `User`, `Now` …; the step's own data is in `self`"
)]
pub trait ViewParameter {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, View>> ViewParameter for T {}

/// What an `#[invoke]` may take: all that is [`FromContext`] there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken in work",
    label = "not in work",
    note = "work takes `Key`, `Progress`, `State<T>`, `User`, `Now` …; the step's own data is in `self`"
)]
pub trait WorkParameter {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, Work>> WorkParameter for T {}

/// What a step may carry: all that is [`Storable`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be stored in a step",
    label = "can't be stored",
    note = "what a step carries must be `Clone`, `Debug`, `Send`, `Sync`, `Serialize` and `Deserialize`: derive what is missing, or store an id and fetch the rest when it is needed"
)]
pub trait Carried {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: Storable> Carried for T {}

/// What a `#[view]` may return: all that is [`IntoView`](crate::IntoView).
#[diagnostic::on_unimplemented(
    message = "a view can't return `{Self}`",
    label = "not a view",
    note = "return `View` or `Result<View>`"
)]
pub trait ViewResult {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<V: IntoView> ViewResult for V {}

/// What an `#[invoke]` may return: a `Result` of what can be stored.
#[diagnostic::on_unimplemented(
    message = "work can't return `{Self}`",
    label = "not a `Result` of what can be stored",
    note = "an `#[invoke]` returns `Result<T>`, where `T` can be stored: `()`, `Media`, a type with `Serialize` and `Deserialize` …"
)]
pub trait WorkResult {
    #[doc(hidden)]
    const IS: () = ();
    #[doc(hidden)]
    type Value;
    #[doc(hidden)]
    fn into_value(self) -> Result<serde_json::Value>;
}

#[diagnostic::do_not_recommend]
impl<T: Storable> WorkResult for Result<T, Error> {
    type Value = T;

    fn into_value(self) -> Result<serde_json::Value> {
        Ok(serde_json::to_value(self?)?)
    }
}

/// An application that has every service: parameters are checked against it where they are written.
#[doc(hidden)]
#[derive(Debug)]
pub enum AnyApp {}

impl<T> FromRef<AnyApp> for T {
    fn from_ref(app: &AnyApp) -> Self {
        match *app {}
    }
}

/// Where an input can be taken: in entries and transitions.
pub trait TakesInput {
    #[doc(hidden)]
    fn take_input(&mut self) -> Option<Input>;
}

impl TakesInput for Entry {
    #[inline]
    fn take_input(&mut self) -> Option<Input> {
        self.0.take()
    }
}

impl TakesInput for Transition {
    #[inline]
    fn take_input(&mut self) -> Option<Input> {
        let Given::Input(input) = &mut self.0 else { return None };
        let input = std::mem::replace(input, Input::Text(String::new()));
        self.0 = Given::Nothing;
        Some(input)
    }
}

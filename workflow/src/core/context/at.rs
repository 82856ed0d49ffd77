//! Where a function stands: the second parameter of [`FromContext`], and what a function may take and return there.

pub use super::super::dispatch::Transitions;
pub use super::super::input::{Parsed, Pickable};
pub use super::super::moves::{AllOf, EffectsOf, Of};

use serde::de::DeserializeOwned;

use super::super::child::Child;
use super::super::decide;
use super::super::error::{Error, Result};
use super::super::step::{Storable, Workflow};
use super::super::stored::Stored;
use super::super::view::IntoView;
use super::{FromContext, FromRef, Input, Key, Progress};

/// In an entry.
#[derive(Debug)]
pub struct Entry(pub(crate) Option<Input>);

/// In a transition.
#[derive(Debug)]
pub struct Transition(pub(crate) decide::Given);

/// In a `#[view]`.
#[derive(Debug)]
pub struct View;

/// In an `#[invoke]`.
#[derive(Debug)]
pub struct Work {
    pub(crate) key: Key,
    pub(crate) progress: Progress,
}

/// In an `#[effect]`.
#[derive(Debug)]
pub struct Effect {
    pub(crate) key: Key,
}

/// In an `#[entry]` or `#[exit]` hook.
#[derive(Debug)]
pub struct Hook;

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

/// What an `#[effect]` may take beside its payload: all that is [`FromContext`] there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken in an effect",
    label = "not in an effect",
    note = "the first parameter of an effect is its payload; the others are `Key`, `State<T>`, `User`, `Now` …"
)]
pub trait EffectParameter {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, Effect>> EffectParameter for T {}

/// What an `#[entry]` or `#[exit]` hook may take: all that is [`FromContext`] there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken in a hook",
    label = "not in a hook",
    note = "a hook takes `State<T>`, `User`, `Now` …; the step's own data is in `self`"
)]
pub trait HookParameter {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, Hook>> HookParameter for T {}

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

/// What an `#[effect]` may be done with: all that is [`Storable`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be stored with an effect",
    label = "can't be stored",
    note = "what an effect is done with must be `Clone`, `Debug`, `Send`, `Sync`, `Serialize` and `Deserialize`: derive what is missing, or store an id and fetch the rest when it is needed"
)]
pub trait EffectPayload {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: Storable> EffectPayload for T {}

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
    type Value: DeserializeOwned;
    // The workflow that a `Child` begins.
    #[doc(hidden)]
    const CHILD: Option<&'static str> = None;
    #[doc(hidden)]
    fn into_value(self) -> Result<serde_json::Value>;
}

#[diagnostic::do_not_recommend]
impl<T: Given> WorkResult for Result<T, Error> {
    type Value = T::Value;
    const CHILD: Option<&'static str> = T::CHILD;

    fn into_value(self) -> Result<serde_json::Value> {
        self?.into_value()
    }
}

#[diagnostic::do_not_recommend]
impl<W: Workflow + DeserializeOwned> WorkResult for Child<W> {
    type Value = W;
    const CHILD: Option<&'static str> = Some(W::NAME);

    fn into_value(self) -> Result<serde_json::Value> {
        Given::into_value(self)
    }
}

/// What work gives: what can be stored, or a [`Child`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be stored",
    label = "can't be stored",
    note = "what work gives must be `Clone`, `Debug`, `Send`, `Sync`, `Serialize` and `Deserialize`, or a `Child<W>`"
)]
pub trait Given {
    #[doc(hidden)]
    type Value: DeserializeOwned;
    #[doc(hidden)]
    const CHILD: Option<&'static str>;
    #[doc(hidden)]
    fn into_value(self) -> Result<serde_json::Value>;
}

#[diagnostic::do_not_recommend]
impl<T: Storable> Given for T {
    type Value = T;
    const CHILD: Option<&'static str> = None;

    fn into_value(self) -> Result<serde_json::Value> {
        Ok(serde_json::to_value(self)?)
    }
}

#[diagnostic::do_not_recommend]
impl<W: Workflow + DeserializeOwned> Given for Child<W> {
    type Value = W;
    const CHILD: Option<&'static str> = Some(W::NAME);

    fn into_value(self) -> Result<serde_json::Value> {
        Ok(serde_json::to_value(Stored::from_workflow(&self.into_workflow())?)?)
    }
}

/// What a hook may return: nothing, or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "a hook can't return `{Self}`",
    label = "a hook returns nothing",
    note = "an observer changes nothing: leave the return type out, or write `Result<()>` so that a fault is logged"
)]
pub trait HookResult {
    #[doc(hidden)]
    const IS: () = ();
    #[doc(hidden)]
    fn into_result(self) -> Result<()>;
}

#[diagnostic::do_not_recommend]
impl HookResult for () {
    fn into_result(self) -> Result<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl HookResult for Result<(), Error> {
    fn into_result(self) -> Result<()> {
        self
    }
}

/// What an `#[effect]` may return: `Result<()>`.
#[diagnostic::on_unimplemented(
    message = "an effect can't return `{Self}`",
    label = "an effect returns `Result<()>`",
    note = "nobody takes what an effect gives: write `Result<()>`. Work with a result is `#[invoke]`"
)]
pub trait EffectResult {
    #[doc(hidden)]
    const IS: () = ();
    #[doc(hidden)]
    fn into_result(self) -> Result<()>;
}

#[diagnostic::do_not_recommend]
impl EffectResult for Result<(), Error> {
    fn into_result(self) -> Result<()> {
        self
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
        let decide::Given::Input(input) = &mut self.0 else { return None };
        let input = std::mem::replace(input, Input::Text(String::new()));
        self.0 = decide::Given::Nothing;
        Some(input)
    }
}

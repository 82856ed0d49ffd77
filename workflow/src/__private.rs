//! What emitted code names. No part of the public interface: it changes whenever the attribute does.
//!
//! A type that lacks what a place needs must be complained of once, at the user's own token. So the emitted code calls
//! through small wrappers whose inherent function wins when the bound holds; a trait with a function of the same name
//! takes its place in silence when it does not, and one check with the user's span does the complaining.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::convert::{From, TryFrom};
pub use std::fmt::{Debug, Formatter};
pub use std::option::Option::{self, None, Some};
pub use std::primitive::{bool, str, u32, usize};
pub use std::result::Result::{self as StdResult, Err, Ok};
pub use std::time::Duration;

pub use serde;
use serde::de::DeserializeOwned;
pub use serde_json::value::Serializer as ValueSerializer;
pub use serde_json::{Error as JsonError, Map, Value};

pub use crate::core::context::{Context, FromContext, FromRef, at};
pub use crate::core::decide::Given;
pub use crate::core::dispatch::{BoxFuture, Dispatch, Flow, Transitions};
pub use crate::core::error::{Error, Result};
pub use crate::core::graph::{Edge, From as EdgeFrom, Graph, StepInfo, Trigger, Work};
pub use crate::core::input::{ChoiceOption, Choices, FromInput, Takes};
pub use crate::core::moves::{AllSame, Move, Same};
pub use crate::core::proof::{Place, Proof, ambiguous, count_targets, inputs, no_input, work};
pub use crate::core::step::{Step, Storable, Workflow};
pub use crate::core::stored::{LoadError, Stored};
pub use crate::core::view::{IntoView, View};
pub use crate::core::work::Failure;

/// The edges and work of `W`, none when it has no impl.
pub struct Table<W>(PhantomData<W>);

impl<W: Transitions> Table<W> {
    pub const EDGES: &'static [Edge] = W::EDGES;
    pub const WORK: &'static [Work] = W::WORK;
    pub const SOUND: bool = W::SOUND;
}

pub trait NoTable {
    const EDGES: &'static [Edge] = &[];
    const WORK: &'static [Work] = &[];
    const SOUND: bool = false;
}

impl<W> NoTable for Table<W> {}

/// What a parameter type takes from the user; nothing when it is taken from the context.
pub struct KindOf<T>(PhantomData<T>);

impl<T: FromInput> KindOf<T> {
    pub const TAKES: Option<Takes> = Some(T::TAKES);
}

pub trait NoKind {
    const TAKES: Option<Takes> = None;
}

impl<T> NoKind for KindOf<T> {}

/// A field of a step.
pub struct Slot<T>(PhantomData<T>);

impl<T: Storable> Slot<T> {
    pub fn copy(value: &T) -> T {
        value.clone()
    }

    pub fn debug(value: &T) -> &dyn Debug {
        value
    }

    pub fn put(data: &mut Map<String, Value>, name: &str, value: &T) -> StdResult<(), JsonError> {
        data.insert(name.to_owned(), serde_json::to_value(value)?);
        Ok(())
    }

    pub fn take(data: &mut Map<String, Value>, step: &str, name: &str) -> StdResult<T, LoadError> {
        match data.remove(name) {
            Some(value) => value_of(value, step, name),
            // As serde has it: a missing field is an error, unless its type can be absent.
            None => serde_json::from_value(Value::Null).map_err(|_| misfit(step, format!("field `{name}` is missing"))),
        }
    }

    pub fn take_or(
        data: &mut Map<String, Value>,
        step: &str,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> StdResult<T, LoadError> {
        data.remove(name).map_or_else(|| Ok(default()), |value| value_of(value, step, name))
    }
}

fn value_of<T: DeserializeOwned>(value: Value, step: &str, name: &str) -> StdResult<T, LoadError> {
    serde_json::from_value(value).map_err(|error| misfit(step, format!("field `{name}`: {error}")))
}

/// The error of a step whose data does not fit.
pub fn misfit(step: &str, reason: impl fmt::Display) -> LoadError {
    LoadError::Shape { step: step.to_owned(), reason: reason.to_string() }
}

pub trait NoSlot<T> {
    fn copy(_: &T) -> T {
        refused()
    }

    fn debug(_: &T) -> &dyn Debug {
        refused()
    }

    fn put(_: &mut Map<String, Value>, _: &str, _: &T) -> StdResult<(), JsonError> {
        refused()
    }

    fn take(_: &mut Map<String, Value>, _: &str, _: &str) -> StdResult<T, LoadError> {
        refused()
    }

    fn take_or(_: &mut Map<String, Value>, _: &str, _: &str, _: impl FnOnce() -> T) -> StdResult<T, LoadError> {
        refused()
    }
}

impl<T> NoSlot<T> for Slot<T> {}

/// Stands in for code that has been refused: it is never run, as the program does not compile.
#[expect(clippy::unreachable, reason = "only in programs that do not compile")]
fn refused() -> ! {
    unreachable!("this program does not compile")
}

/// A step's data as fields.
pub trait Pack: Sized {
    fn pack(&self) -> StdResult<Map<String, Value>, JsonError>;
    fn unpack(data: Map<String, Value>) -> StdResult<Self, LoadError>;
}

/// Serializes a step.
pub fn serialize_step<P: Pack, S: Serializer>(step: &P, serializer: S) -> StdResult<S::Ok, S::Error> {
    step.pack().map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Deserializes a step.
pub fn deserialize_step<'de, P: Pack, D: Deserializer<'de>>(deserializer: D) -> StdResult<P, D::Error> {
    let data = Option::<Map<String, Value>>::deserialize(deserializer)?.unwrap_or_default();
    P::unpack(data).map_err(serde::de::Error::custom)
}

/// Serializes a workflow as [`Stored`].
pub fn serialize_workflow<W: Workflow, S: Serializer>(workflow: &W, serializer: S) -> StdResult<S::Ok, S::Error> {
    Stored::from_workflow(workflow).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Deserializes a workflow from [`Stored`].
pub fn deserialize_workflow<'de, W: Workflow, D: Deserializer<'de>>(deserializer: D) -> StdResult<W, D::Error> {
    Stored::deserialize(deserializer)?.load().map_err(serde::de::Error::custom)
}

/// What a transition returned.
pub struct Out<R, W>(R, PhantomData<W>);

impl<R, W> Out<R, W> {
    pub const fn new(returned: R) -> Self {
        Self(returned, PhantomData)
    }
}

impl<R: Move<Workflow = W>, W> Out<R, W> {
    pub fn finish(self) -> Result<W> {
        self.0.finish()
    }
}

pub trait NoMove<W> {
    fn finish(self) -> Result<W>;
}

impl<R, W> NoMove<W> for Out<R, W> {
    fn finish(self) -> Result<W> {
        refused()
    }
}

/// What a `#[view]` returned.
pub struct ViewOut<R>(pub R);

impl<R: IntoView> ViewOut<R> {
    pub fn finish(self) -> Result<View> {
        self.0.into_view()
    }
}

pub trait NoView {
    fn finish(self) -> Result<View>;
}

impl<R> NoView for ViewOut<R> {
    fn finish(self) -> Result<View> {
        refused()
    }
}

/// What an `#[invoke]` returned.
pub struct WorkOut<R>(pub R);

impl<R: WorkResult> WorkOut<R> {
    pub fn finish(self) -> Result<Value> {
        self.0.into_value()
    }
}

pub trait NoWork {
    fn finish(self) -> Result<Value>;
}

impl<R> NoWork for WorkOut<R> {
    fn finish(self) -> Result<Value> {
        refused()
    }
}

/// What an `#[invoke]` may return.
#[diagnostic::on_unimplemented(
    message = "work can't return `{Self}`",
    label = "not a `Result` of what can be stored",
    note = "an `#[invoke]` returns `Result<T>`, where `T` can be stored: `()`, `Media`, a type with `Serialize` and `Deserialize` …"
)]
pub trait WorkResult {
    type Value;
    fn into_value(self) -> Result<Value>;
}

impl<T: Storable> WorkResult for Result<T> {
    type Value = T;

    fn into_value(self) -> Result<Value> {
        Ok(serde_json::to_value(self?)?)
    }
}

/// The targets of a transition that returns `R`.
pub const fn targets<R, W>() -> &'static [usize]
where
    R: Move,
    R::Each: AllSame<W>,
{
    R::TARGETS
}

/// The position of step `S` of `W`.
pub const fn position<S, W>() -> usize
where
    S: Step,
    S::Workflow: Same<W>,
{
    S::INDEX
}

/// The step, or a fault when the workflow stands elsewhere.
pub fn at_step<S: Step>(workflow: S::Workflow) -> Result<S> {
    S::of(workflow).map_err(|at| Error::from_fault(format!("the workflow stands at {at:?}, not at `{}`", S::NAME)))
}

/// A position that the workflow has no function for.
pub fn no_function(position: usize) -> Error {
    Error::from_fault(format!("no function at position {position}"))
}

/// An application that has every service: parameters are checked against it where they are written.
pub enum AnyApp {}

impl<T> FromRef<AnyApp> for T {
    fn from_ref(app: &AnyApp) -> Self {
        match *app {}
    }
}

/// What an entry or a transition may take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken from an input",
    label = "no extractor",
    note = "take `Text<T>`, `Choice<T>` … from the user, `State<T>`, `User`, `Now` … from the context"
)]
pub trait TransitionParameter {}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, at::Transition>> TransitionParameter for T {}

/// What a `#[view]` may take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken in a view",
    label = "not in a view",
    note = "a view takes `State<T>`, `User`, `Now` …; the step's own data is in `self`"
)]
pub trait ViewParameter {}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, at::View>> ViewParameter for T {}

/// What an `#[invoke]` may take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken in work",
    label = "not in work",
    note = "work takes `Key`, `Progress`, `State<T>`, `User`, `Now` …; the step's own data is in `self`"
)]
pub trait WorkParameter {}

#[diagnostic::do_not_recommend]
impl<T: FromContext<AnyApp, at::Work>> WorkParameter for T {}

pub const fn transition_parameter<T: TransitionParameter>() {}
pub const fn view_parameter<T: ViewParameter>() {}
pub const fn work_parameter<T: WorkParameter>() {}
pub const fn storable<T: Storable>() {}
pub const fn view_result<T: IntoView>() {}
pub const fn work_result<T: WorkResult>() {}
pub const fn has_transitions<W: Transitions>() {}
pub const fn is_workflow<W: Workflow>() {}

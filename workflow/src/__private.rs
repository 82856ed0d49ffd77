//! What emitted code names. No part of the public interface: it changes whenever the attribute does.
//!
//! A type that lacks what a place needs must be complained of once, at the user's own token. So the emitted code calls
//! through small wrappers whose inherent function wins when the bound holds; a trait with a function of the same name
//! takes its place in silence when it does not, and one check with the user's span does the complaining. The traits of
//! the checks are public ([`at`], [`Storable`]): the compiler shows their names.

mod data;
mod returned;

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::convert::{From, TryFrom};
pub use std::fmt::{Debug, Formatter, Result as FmtResult};
pub use std::future::Future;
pub use std::marker::Send;
pub use std::option::Option::{self, None, Some};
pub use std::primitive::{bool, str, u32, usize};
pub use std::result::Result::{self as StdResult, Err, Ok};
pub use std::time::Duration;

pub use serde;
pub use serde_json::{Error as JsonError, Map, Value};
pub use workflow_macros::say;

pub use crate::core::context::{Context, FromContext, at};
pub use crate::core::decide::Given;
pub use crate::core::dispatch::{BoxFuture, Dispatch, Flow, StoredPart, Transitions};
pub use crate::core::effect::{Effect, Effects, Names};
pub use crate::core::error::{Error, Result};
pub use crate::core::graph::{
    Edge, Effect as EffectInfo, FieldInfo, From as EdgeFrom, Functions, Graph, Hook, Leads, StepInfo, Trigger, Viewed,
    When, Work,
};
use crate::core::input::Input;
pub use crate::core::input::{ChoiceOption, Choices, FromInput, Takes};
pub use crate::core::moves::{Move, Taken};
pub use crate::core::proof::{
    Clashes, Drawn, Place, Proof, complain, complain_unless, count_targets, drawn, inputs, no_input, rewind, work,
};
pub use crate::core::step::{Step, Storable, Workflow};
pub use crate::core::stored::{LoadError, Stored};
pub use crate::core::view::View;
pub use crate::core::work::Failure;
pub use data::{
    NoSlot, Pack, Slot, deserialize_step, deserialize_workflow, misfit, missing, put_with, serialize_step,
    serialize_workflow, take_with,
};

#[cfg(feature = "docs")]
pub use workflow_macros::graph_doc;

pub use returned::{
    Asks, EffectOut, HookOut, NoAsks, NoEffect, NoHook, NoMove, NoPayload, NoView, NoWork, Out, Payload, ViewOut,
    WorkOut,
};

/// The workflow `W`, as far as it is there: without an enum or an impl under `#[workflow]` there is no edge, and nothing
/// is said of its graph.
pub struct Table<W>(PhantomData<W>);

impl<W: Transitions> Table<W> {
    pub const FOUND: bool = true;
    pub const FUNCTIONS: Functions = W::FUNCTIONS;
    pub const SOUND: bool = W::SOUND;
}

impl<W: Workflow> Table<W> {
    pub const GRAPH: Option<&'static Graph> = Some(W::GRAPH);
}

pub trait NoTable {
    const FOUND: bool = false;
    const FUNCTIONS: Functions = Functions::NONE;
    const SOUND: bool = false;
    const GRAPH: Option<&'static Graph> = None;
}

impl<W> NoTable for Table<W> {}

/// Whether all are true.
pub const fn all(mut each: &[bool]) -> bool {
    while let [first, rest @ ..] = each {
        if !*first {
            return false;
        }
        each = rest;
    }
    true
}

/// A parameter type: what it takes from the user, nothing when it is taken from the context; whether it can be taken.
pub struct Parameter<T>(PhantomData<T>);

impl<T: FromInput> Parameter<T> {
    pub const TAKES: Option<Takes> = Some(T::TAKES);
}

impl<T: at::TransitionParameter> Parameter<T> {
    pub const TRANSITION: bool = true;
}

impl<T: at::ViewParameter> Parameter<T> {
    pub const VIEW: bool = true;
}

impl<T: at::WorkParameter> Parameter<T> {
    pub const WORK: bool = true;
}

impl<T: at::EffectParameter> Parameter<T> {
    pub const EFFECT: bool = true;
}

impl<T: at::HookParameter> Parameter<T> {
    pub const HOOK: bool = true;
}

pub trait NoParameter {
    const TAKES: Option<Takes> = None;
    const TRANSITION: bool = false;
    const VIEW: bool = false;
    const WORK: bool = false;
    const EFFECT: bool = false;
    const HOOK: bool = false;
}

impl<T> NoParameter for Parameter<T> {}

/// Stands for [`Fine`] when `FINE` is true, else for `T`: so that the reason is told only of what is wrong.
pub struct Unless<const FINE: bool, T>(PhantomData<T>);

pub trait Wrong {
    type Type;
}

impl<T> Wrong for Unless<true, T> {
    type Type = Fine;
}

impl<T> Wrong for Unless<false, T> {
    type Type = T;
}

/// A type that fits everywhere.
pub enum Fine {}

impl FromInput for Fine {
    const TAKES: Takes = Takes::TEXT;

    fn from_input(_: Input) -> Result<Self> {
        refused()
    }
}

/// Stands in for code that has been refused: it is never run, as the program does not compile.
#[expect(clippy::unreachable, reason = "only in programs that do not compile")]
fn refused() -> ! {
    unreachable!("this program does not compile")
}

/// A value that has been refused.
pub fn never<T>() -> T {
    refused()
}

/// A step type and the workflow that it should be of.
pub struct Standing<S, W>(PhantomData<(S, W)>);

impl<S: Step<Workflow = W>, W: Workflow> Standing<S, W> {
    pub const SOUND: bool = true;
    pub const POSITION: usize = S::INDEX;

    /// The step, or a fault when the workflow stands elsewhere.
    #[inline]
    pub fn of(workflow: W) -> Result<S> {
        #[cold]
        #[inline(never)]
        fn elsewhere<S: Step>(at: S::Workflow) -> Error {
            Error::from_fault(format!("the workflow stands at {at:?}, not at `{}`", S::NAME))
        }
        S::of(workflow).map_err(elsewhere::<S>)
    }

    #[inline]
    pub fn peek(workflow: &W) -> Option<&S> {
        S::peek(workflow)
    }
}

pub trait NoStanding<S, W> {
    const SOUND: bool = false;
    const POSITION: usize = 0;

    fn of(_: W) -> Result<S> {
        refused()
    }

    fn peek(_: &W) -> Option<&S> {
        refused()
    }
}

impl<S, W> NoStanding<S, W> for Standing<S, W> {}

/// A future of an `async` function, boxed when it can be sent to another thread.
pub struct Later<F>(pub F);

impl<F: Future + Send> Later<F> {
    pub fn boxed<'a, T>(self, finish: fn(F::Output) -> T) -> BoxFuture<'a, T>
    where
        F: 'a,
        T: 'a,
    {
        Box::pin(async move { finish(self.0.await) })
    }
}

pub trait NotSend<F: Future>: Sized {
    fn boxed<'a, T>(self, _: fn(F::Output) -> T) -> BoxFuture<'a, T>
    where
        F: 'a,
        T: 'a,
    {
        refused()
    }
}

impl<F: Future> NotSend<F> for Later<F> {}

/// What the work that returned `R` gave: `T` when `R` has been refused.
pub struct GivenBy<const SOUND: bool, R, T>(PhantomData<(R, T)>);

pub trait Gives {
    type Value;
}

impl<R: at::WorkResult, T> Gives for GivenBy<true, R, T> {
    type Value = R::Value;
}

impl<R, T> Gives for GivenBy<false, R, T> {
    type Value = T;
}

/// The first parameter of a `#[done]` or `#[failed]` transition.
pub struct First<T>(PhantomData<T>);

impl<T: DeserializeOwned> First<T> {
    pub fn result<App>(context: &mut Context<'_, App, at::Transition>) -> Result<T> {
        context.take_result()
    }
}

impl First<Failure> {
    pub fn failure<App>(context: &mut Context<'_, App, at::Transition>) -> Result<Failure> {
        context.take_failure()
    }
}

pub trait NoFirst<T> {
    fn result<App>(_: &mut Context<'_, App, at::Transition>) -> Result<T> {
        refused()
    }

    fn failure<App>(_: &mut Context<'_, App, at::Transition>) -> Result<T> {
        refused()
    }
}

impl<T> NoFirst<T> for First<T> {}

/// A position that the workflow has no function for.
#[cold]
pub fn no_function(position: usize) -> Error {
    Error::from_fault(format!("no function at position {position}"))
}

//! What the functions of a workflow return, and what effects are done with.

use std::marker::PhantomData;

use serde_json::Value;

use super::refused;
use crate::core::context::at;
use crate::core::effect::{Effects, Names};
use crate::core::error::Result;
use crate::core::graph::Leads;
use crate::core::moves::{AllOf, EffectsOf, Move, Taken};
use crate::core::step::Storable;
use crate::core::view::{IntoView, View};

/// What a transition returned.
pub struct Out<R, W>(R, PhantomData<W>);

impl<R, W> Out<R, W> {
    pub const fn new(returned: R) -> Self {
        Self(returned, PhantomData)
    }
}

impl<R: Move<Workflow = W, Others: AllOf<W>, Effects: EffectsOf<W>>, W> Out<R, W> {
    pub const SOUND: bool = true;
    pub const LEADS: Leads = Leads { to: R::TARGETS, rewinds: R::REWINDS, effects: R::EFFECTS };

    #[inline]
    pub fn finish(self) -> Result<Taken<W>> {
        self.0.finish()
    }
}

pub trait NoMove<W>: Sized {
    const SOUND: bool = false;
    const LEADS: Leads = Leads { to: &[], rewinds: false, effects: Names::NONE };

    fn finish(self) -> Result<Taken<W>> {
        refused()
    }
}

impl<R, W> NoMove<W> for Out<R, W> {}

/// An effect, or several, and the workflow whose they should be.
pub struct Asks<E, W>(PhantomData<(E, W)>);

impl<E: Effects<Workflows: EffectsOf<W>>, W> Asks<E, W> {
    pub const SOUND: bool = true;
}

pub trait NoAsks {
    const SOUND: bool = false;
}

impl<E, W> NoAsks for Asks<E, W> {}

/// What a `#[view]` returned.
pub struct ViewOut<R>(pub R);

impl<R: IntoView> ViewOut<R> {
    pub fn finish(self) -> Result<View> {
        self.0.into_view()
    }
}

pub trait NoView: Sized {
    fn finish(self) -> Result<View> {
        refused()
    }
}

impl<R> NoView for ViewOut<R> {}

/// What an `#[invoke]` returned.
pub struct WorkOut<R>(pub R);

impl<R: at::WorkResult> WorkOut<R> {
    pub const SOUND: bool = true;
    pub const CHILD: Option<&'static str> = R::CHILD;

    pub fn finish(self) -> Result<Value> {
        self.0.into_value()
    }

    pub fn fits(value: Value) -> Result<()> {
        serde_json::from_value::<R::Value>(value)?;
        Ok(())
    }
}

pub trait NoWork: Sized {
    fn fits(_: Value) -> Result<()> {
        refused()
    }

    const SOUND: bool = false;
    const CHILD: Option<&'static str> = None;

    fn finish(self) -> Result<Value> {
        refused()
    }
}

impl<R> NoWork for WorkOut<R> {}

/// What an `#[effect]` returned.
pub struct EffectOut<R>(pub R);

impl<R: at::EffectResult> EffectOut<R> {
    pub const SOUND: bool = true;

    pub fn finish(self) -> Result<()> {
        self.0.into_result()
    }
}

pub trait NoEffect: Sized {
    const SOUND: bool = false;

    fn finish(self) -> Result<()> {
        refused()
    }
}

impl<R> NoEffect for EffectOut<R> {}

/// What an `#[entry]` or `#[exit]` hook returned.
pub struct HookOut<R>(pub R);

impl<R: at::HookResult> HookOut<R> {
    pub const SOUND: bool = true;

    pub fn finish(self) -> Result<()> {
        self.0.into_result()
    }
}

pub trait NoHook: Sized {
    const SOUND: bool = false;

    fn finish(self) -> Result<()> {
        refused()
    }
}

impl<R> NoHook for HookOut<R> {}

/// The payload of an effect, in and out of its stored form.
pub struct Payload<T>(PhantomData<T>);

impl<T: Storable> Payload<T> {
    pub fn into_value(payload: &T) -> Result<Value> {
        Ok(serde_json::to_value(payload)?)
    }

    pub fn from_value(value: Value) -> Result<T> {
        Ok(serde_json::from_value(value)?)
    }

    pub fn fits(value: Value) -> Result<()> {
        Self::from_value(value).map(drop)
    }
}

pub trait NoPayload<T> {
    fn into_value(_: &T) -> Result<Value> {
        refused()
    }

    fn from_value(_: Value) -> Result<T> {
        refused()
    }

    fn fits(_: Value) -> Result<()> {
        refused()
    }
}

impl<T> NoPayload<T> for Payload<T> {}

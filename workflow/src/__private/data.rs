//! The data of a step, in and out of its stored form.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::Serializer as ValueSerializer;
use serde_json::{Error as JsonError, Map, Value};

use super::{StdResult, refused};
use crate::core::step::{Storable, Workflow};
use crate::core::stored::{LoadError, Stored};

/// A field of a step.
pub struct Slot<T>(PhantomData<T>);

impl<T: Clone> Slot<T> {
    pub fn copy(value: &T) -> T {
        value.clone()
    }
}

impl<T: Debug> Slot<T> {
    pub fn debug(value: &T) -> &dyn Debug {
        value
    }
}

impl<T: Storable> Slot<T> {
    pub fn put(data: &mut Map<String, Value>, name: &str, value: &T) -> StdResult<(), JsonError> {
        data.insert(name.to_owned(), serde_json::to_value(value)?);
        Ok(())
    }

    pub fn take(data: &Map<String, Value>, step: &str, name: &str) -> StdResult<T, LoadError> {
        match data.get(name) {
            Some(value) => value_of(value, step, name),
            // As serde has it: a missing field is an error, unless its type can be absent.
            None => serde_json::from_value(Value::Null).map_err(|_| missing(step, name)),
        }
    }

    pub fn take_or(
        data: &Map<String, Value>,
        step: &str,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> StdResult<T, LoadError> {
        data.get(name).map_or_else(|| Ok(default()), |value| value_of(value, step, name))
    }
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

    fn take(_: &Map<String, Value>, _: &str, _: &str) -> StdResult<T, LoadError> {
        refused()
    }

    fn take_or(_: &Map<String, Value>, _: &str, _: &str, _: impl FnOnce() -> T) -> StdResult<T, LoadError> {
        refused()
    }
}

impl<T> NoSlot<T> for Slot<T> {}

/// A field under `#[serde(with = …)]`: put in by its module's `serialize`.
pub fn put_with(
    data: &mut Map<String, Value>,
    name: &str,
    serialize: impl FnOnce(ValueSerializer) -> StdResult<Value, JsonError>,
) -> StdResult<(), JsonError> {
    data.insert(name.to_owned(), serialize(ValueSerializer)?);
    Ok(())
}

/// A field under `#[serde(with = …)]`: taken out by its module's `deserialize`, or made by `missing`.
pub fn take_with<T>(
    data: &Map<String, Value>,
    step: &str,
    name: &str,
    deserialize: impl FnOnce(&Value) -> StdResult<T, JsonError>,
    missing: impl FnOnce() -> StdResult<T, LoadError>,
) -> StdResult<T, LoadError> {
    match data.get(name) {
        Some(value) => deserialize(value).map_err(|error| misfit(step, format!("field `{name}`: {error}"))),
        None => missing(),
    }
}

fn value_of<T: DeserializeOwned>(value: &Value, step: &str, name: &str) -> StdResult<T, LoadError> {
    T::deserialize(value).map_err(|error| misfit(step, format!("field `{name}`: {error}")))
}

/// The error of a step whose data does not fit.
pub fn misfit(step: &str, reason: impl fmt::Display) -> LoadError {
    LoadError::Shape { step: step.to_owned(), reason: reason.to_string() }
}
/// The error of a step that lacks a field.
pub fn missing(step: &str, name: &str) -> LoadError {
    misfit(step, format!("field `{name}` is missing"))
}

/// A step's data as fields.
pub trait Pack: Sized {
    fn pack(&self) -> StdResult<Map<String, Value>, JsonError>;
    fn unpack(data: &Map<String, Value>) -> StdResult<Self, LoadError>;
}

/// Serializes a step.
pub fn serialize_step<P: Pack, S: Serializer>(step: &P, serializer: S) -> StdResult<S::Ok, S::Error> {
    step.pack().map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Deserializes a step.
pub fn deserialize_step<'de, P: Pack, D: Deserializer<'de>>(deserializer: D) -> StdResult<P, D::Error> {
    let data = Option::<Map<String, Value>>::deserialize(deserializer)?.unwrap_or_default();
    P::unpack(&data).map_err(serde::de::Error::custom)
}

/// Serializes a workflow as [`Stored`].
pub fn serialize_workflow<W: Workflow, S: Serializer>(workflow: &W, serializer: S) -> StdResult<S::Ok, S::Error> {
    Stored::from_workflow(workflow).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Deserializes a workflow from [`Stored`].
pub fn deserialize_workflow<'de, W: Workflow, D: Deserializer<'de>>(deserializer: D) -> StdResult<W, D::Error> {
    Stored::deserialize(deserializer)?.load().map_err(serde::de::Error::custom)
}

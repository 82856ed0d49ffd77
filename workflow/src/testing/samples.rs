//! What was stored while tests ran, one of each shape.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::lock::{self, Entry, Holds, Part};

/// One value that was stored: the data of a step, the payload of an effect, or the result of work.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Sample {
    /// The workflow's name.
    pub workflow: String,
    /// The version of its stored form.
    pub version: u32,
    /// What it is.
    pub kind: SampleKind,
    /// The name of the step, effect or work.
    pub name: String,
    /// As it is stored.
    pub json: Value,
}

/// What a [`Sample`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SampleKind {
    /// The data of a step.
    Step,
    /// The payload of an effect.
    Effect,
    /// The result of work.
    Result,
}

/// So many shapes of one step, effect or work are kept.
const SHAPES: usize = 16;
/// So many names are kept.
const NAMES: usize = 1024;
/// A longer value is not kept, in bytes of JSON.
const LONGEST: usize = 16 * 1024;

type Name = (String, u32, SampleKind, String);

static SAMPLES: Mutex<BTreeMap<Name, BTreeMap<String, Value>>> = Mutex::new(BTreeMap::new());

/// What this process has stored through chats and walks: for each step, effect and work one value of each JSON shape (the
/// names of fields and the types of values), in the order of their names.
///
/// Bounded: up to 16 shapes each, and nothing longer than 16 KiB. A lock file of stored forms is made of them.
///
/// ```
/// # use workflow::prelude::*;
/// use workflow::testing::{Chat, SampleKind, samples};
/// # #[workflow]
/// # pub enum Greet {
/// #     /// What is your name?
/// #     Ask,
/// #     /// Hello!
/// #     #[step(end)]
/// #     Hello { name: String },
/// # }
/// # #[workflow]
/// # impl Greet {
/// #     #[command("/greet")]
/// #     fn start() -> Ask { Ask }
/// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
/// # }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let mut chat = Chat::new::<Greet>(()).await;
/// chat.say("/greet").await.say("Ann").await;
/// chat.restart().await.say("/greet").await.say("Bob").await;
///
/// let hello: Vec<_> = samples().into_iter().filter(|sample| sample.name == "Hello").collect();
/// assert_eq!(hello.len(), 1, "both are of one shape");
/// assert_eq!(hello[0].kind, SampleKind::Step);
/// assert_eq!(hello[0].json, serde_json::json!({ "name": "Ann" }));
/// # });
/// ```
pub fn samples() -> Vec<Sample> {
    let samples = SAMPLES.lock().unwrap_or_else(PoisonError::into_inner);
    let all = samples.iter().flat_map(|(name, shapes)| shapes.values().map(move |json| (name, json)));
    all.map(|((workflow, version, kind, name), json)| Sample {
        workflow: workflow.clone(),
        version: *version,
        kind: *kind,
        name: name.clone(),
        json: json.clone(),
    })
    .collect()
}

pub(super) fn record(workflow: &str, version: u32, kind: SampleKind, name: &str, json: &Value) {
    if json.to_string().len() > LONGEST {
        return;
    }
    let key = (workflow.to_owned(), version, kind, name.to_owned());
    let mut samples = SAMPLES.lock().unwrap_or_else(PoisonError::into_inner);
    if samples.len() >= NAMES && !samples.contains_key(&key) {
        return;
    }
    let shapes = samples.entry(key).or_default();
    let shape = shape(json);
    if shapes.len() < SHAPES && !shapes.contains_key(&shape) {
        shapes.insert(shape, json.clone());
        drop(samples);
        lock::sampled(&entry(workflow, version, kind, name, json));
    }
}

/// The line of a lock file.
fn entry(workflow: &str, version: u32, kind: SampleKind, name: &str, json: &Value) -> Entry {
    let part = match kind {
        SampleKind::Step => Part::Step(name.into()),
        SampleKind::Effect => Part::Effect(name.into()),
        SampleKind::Result => Part::Result(name.into()),
    };
    Entry { workflow: workflow.into(), version, part, holds: Holds::Sample(json.clone()) }
}

/// The samples so far as lines of a lock file.
pub(crate) fn entries() -> Vec<Entry> {
    let line = |sample: Sample| entry(&sample.workflow, sample.version, sample.kind, &sample.name, &sample.json);
    samples().into_iter().map(line).collect()
}

/// The names of fields and the types of values.
fn shape(json: &Value) -> String {
    match json {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) => {
            let shapes: BTreeSet<String> = items.iter().map(shape).collect();
            format!("[{}]", Vec::from_iter(shapes).join("|"))
        }
        Value::Object(fields) => {
            let fields: BTreeMap<&String, String> = fields.iter().map(|(name, value)| (name, shape(value))).collect();
            let fields: Vec<String> = fields.into_iter().map(|(name, shape)| format!("{name:?}:{shape}")).collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

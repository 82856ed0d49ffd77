//! Whatever is stored, to load it gives a step or a reason, never a panic; and what loads is stored as what loads again.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use serde::{Deserialize, Serialize};
use workflow::lock::{Lock, Locked, compare};
use workflow::prelude::*;
use workflow::{LoadError, Stored};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Square,
    Sized { width: u32, height: u32 },
    Named(String),
}

/// How many there are, stored as text.
mod count {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(count: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&count.to_string())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[workflow(version = 3, upgrade = upgrade)]
#[derive(PartialEq)]
enum Make {
    Ask,
    Choose {
        prompt: String,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(rename = "size")]
        shape: Option<Shape>,
    },
    #[step(name = "Drawing")]
    Draw {
        #[serde(with = "count")]
        seed: u64,
        strength: f64,
        more: BTreeMap<String, i64>,
        #[serde(skip)]
        seen: bool,
    },
    #[step(end)]
    Done,
}

fn upgrade(from: u32, mut stored: Stored) -> Result<Stored> {
    match from {
        1 => {
            if let Some(prompt) = stored.data.remove("text") {
                stored.data.insert("prompt".into(), prompt);
            }
        }
        2 if stored.step == "Old" => stored.step = "Ask".into(),
        2 => {}
        _ => return Err(reject("there is no such version")),
    }
    Ok(stored)
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn choose(self: Ask, Text(prompt): Text) -> Choose {
        Choose { prompt, tags: Vec::new(), shape: None }
    }

    fn draw(self: Choose) -> Draw {
        Draw { seed: 1, strength: 0.5, more: BTreeMap::new(), seen: true }
    }

    fn done(self: Draw) -> Done {
        Done
    }
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(lock) = Lock::parse(text)
    {
        compare(&lock, &[Locked::of::<Make>()]);
        assert_eq!(Lock::parse(&lock.to_string()).unwrap(), lock);
    }
    let Ok(stored) = serde_json::from_slice::<Stored>(data) else { return };
    let by_serde = serde_json::from_slice::<Make>(data);
    match Make::load(&stored) {
        Ok(make) => {
            assert_eq!(by_serde.unwrap(), make);
            let again = Stored::from_workflow(&make).unwrap();
            assert_eq!((&*again.workflow, again.version), ("make", 3));
            assert_eq!(Make::load(&again).unwrap(), make);
        }
        Err(error) => {
            assert!(by_serde.is_err());
            assert!(!error.to_string().is_empty());
            match error {
                LoadError::OtherWorkflow { .. } => assert_ne!(stored.workflow, "make"),
                LoadError::FutureVersion { .. } => assert!(stored.version > 3),
                _ => assert_eq!(stored.workflow, "make"),
            }
        }
    }
});

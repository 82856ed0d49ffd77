//! The stored form.

use serde_json::json;
use workflow::prelude::*;
use workflow::{LoadError, Stored};

use super::{AskPrompt, Cancelled, Make, PickShape, prompt};

fn load(json: serde_json::Value) -> Result<Make, LoadError> {
    Make::load(&serde_json::from_value(json).unwrap())
}

#[test]
fn a_step_is_stored_by_workflow_version_step_and_data() {
    let json = serde_json::to_string(&Make::from(PickShape { prompt: prompt("a cat") })).unwrap();
    assert_eq!(json, r#"{"workflow":"make","version":1,"step":"PickShape","data":{"prompt":"a cat"}}"#);
}

#[test]
fn a_step_without_fields_has_empty_data() {
    let json = serde_json::to_string(&Make::from(AskPrompt)).unwrap();
    assert_eq!(json, r#"{"workflow":"make","version":1,"step":"AskPrompt","data":{}}"#);
}

#[test]
fn a_step_type_alone_is_stored_by_its_fields() {
    let json = serde_json::to_string(&PickShape { prompt: prompt("a cat") }).unwrap();
    assert_eq!(json, r#"{"prompt":"a cat"}"#);
    assert_eq!(serde_json::from_str::<PickShape>(&json).unwrap(), PickShape { prompt: prompt("a cat") });
}

#[test]
fn what_is_stored_loads() {
    for make in [Make::from(AskPrompt), Make::from(PickShape { prompt: prompt("a cat") })] {
        assert_eq!(Make::load(&Stored::from(&make)), Ok(make.clone()));
        assert_eq!(serde_json::from_str::<Make>(&serde_json::to_string(&make).unwrap()).unwrap(), make);
    }
}

#[test]
fn missing_and_null_data_load_as_no_fields() {
    for data in [json!({"data": null}), json!({})] {
        let mut stored = json!({"workflow": "make", "version": 1, "step": "AskPrompt"});
        stored.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        assert_eq!(load(stored), Ok(Make::from(AskPrompt)));
    }
}

#[test]
fn a_step_may_have_another_stored_name() {
    assert_eq!(Stored::from(&Make::from(Cancelled)).step, "Gone");
    let loaded = load(json!({"workflow": "make", "version": 1, "step": "Gone"}));
    assert_eq!(loaded, Ok(Make::from(Cancelled)));
}

#[test]
fn an_unknown_step_does_not_load() {
    let error = load(json!({"workflow": "make", "version": 1, "step": "Cancelled"})).unwrap_err();
    assert_eq!(error, LoadError::UnknownStep { workflow: "make".into(), step: "Cancelled".into() });
}

#[test]
fn a_step_of_another_workflow_does_not_load() {
    let error = load(json!({"workflow": "wallet", "version": 1, "step": "AskPrompt"})).unwrap_err();
    assert_eq!(error, LoadError::OtherWorkflow { expected: "make".into(), found: "wallet".into() });
}

#[test]
fn a_step_of_a_later_version_does_not_load() {
    let error = load(json!({"workflow": "make", "version": 2, "step": "AskPrompt"})).unwrap_err();
    assert_eq!(error, LoadError::FutureVersion { workflow: "make".into(), version: 2, known: 1 });
}

#[test]
fn an_older_version_without_an_upgrade_does_not_load() {
    let error = load(json!({"workflow": "make", "version": 0, "step": "AskPrompt"})).unwrap_err();
    let reason = "`make` has no upgrade from version 0".into();
    assert_eq!(error, LoadError::Upgrade { workflow: "make".into(), from: 0, reason });
}

#[test]
fn a_field_of_another_shape_does_not_load_and_is_named() {
    let error = load(json!({"workflow": "make", "version": 1, "step": "PickShape", "data": {"prompt": 3}}));
    let told = error.unwrap_err().to_string();
    assert_eq!(
        told,
        "the data of step `PickShape` does not fit: field `prompt`: invalid type: integer `3`, expected a string"
    );
}

#[test]
fn a_missing_field_does_not_load_and_is_named() {
    let error = load(json!({"workflow": "make", "version": 1, "step": "PickShape", "data": {}})).unwrap_err();
    assert_eq!(error.to_string(), "the data of step `PickShape` does not fit: field `prompt` is missing");
}

#[test]
fn a_field_that_is_not_known_is_ignored() {
    let data = json!({"prompt": "a cat", "more": 3});
    let loaded = load(json!({"workflow": "make", "version": 1, "step": "PickShape", "data": data}));
    assert_eq!(loaded, Ok(Make::from(PickShape { prompt: prompt("a cat") })));
}

mod fields {
    use workflow::prelude::*;

    pub(super) mod hex {
        use serde::{Deserialize, Deserializer, Serializer};

        pub(crate) fn serialize<S: Serializer>(number: &u8, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&format!("{number:x}"))
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
            let text = String::deserialize(deserializer)?;
            u8::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
        }
    }

    fn three() -> u8 {
        3
    }

    #[workflow]
    #[derive(PartialEq)]
    pub(super) enum Fields {
        #[step(end)]
        All {
            #[serde(default)]
            default: u8,
            #[serde(default = "three")]
            three: u8,
            #[serde(rename = "other")]
            renamed: u8,
            #[serde(with = "hex")]
            hex: u8,
            #[serde(with = "hex", default = "three")]
            hex_or_three: u8,
            #[serde(skip)]
            skipped: u8,
            #[serde(skip, default = "three")]
            skipped_three: u8,
            maybe: Option<u8>,
        },
    }

    #[workflow]
    impl Fields {
        pub(super) fn all(Text(number): Text<u8>) -> All {
            All {
                default: number,
                three: number,
                renamed: number,
                hex: number,
                hex_or_three: number,
                skipped: number,
                skipped_three: number,
                maybe: Some(number),
            }
        }

        #[view]
        fn view(self: &All) -> View {
            View::text(self.numbers())
        }
    }

    impl All {
        pub(super) fn numbers(&self) -> String {
            let Self { default, three, renamed, hex, hex_or_three, skipped, skipped_three, maybe } = self;
            format!("{default} {three} {renamed} {hex} {hex_or_three} {skipped} {skipped_three} {maybe:?}")
        }
    }
}

use fields::{All, Fields};

#[test]
fn fields_are_stored_as_their_serde_attributes_say() {
    let stored = serde_json::to_value(Fields::all(Text(16))).unwrap();
    let expected = json!({"default": 16, "three": 16, "other": 16, "hex": "10", "hex_or_three": "10", "maybe": 16});
    assert_eq!(stored, expected);
}

#[test]
fn fields_load_as_their_serde_attributes_say() {
    let json = json!({"default": 16, "three": 16, "other": 16, "hex": "10", "hex_or_three": "11", "maybe": 16});
    let loaded: All = serde_json::from_value(json).unwrap();
    assert_eq!(loaded.numbers(), "16 16 16 16 17 0 3 Some(16)");
}

#[test]
fn what_may_be_missing_is_made_up() {
    let loaded: All = serde_json::from_value(json!({"other": 1, "hex": "2"})).unwrap();
    assert_eq!(loaded.numbers(), "0 3 1 2 3 0 3 None");
}

#[test]
fn a_missing_field_under_with_is_named() {
    let error = serde_json::from_value::<All>(json!({"other": 1})).unwrap_err();
    assert_eq!(error.to_string(), "the data of step `All` does not fit: field `hex` is missing");
}

#[test]
fn a_field_under_with_of_another_shape_is_named() {
    let error = serde_json::from_value::<All>(json!({"other": 1, "hex": "x"})).unwrap_err();
    assert!(error.to_string().starts_with("the data of step `All` does not fit: field `hex`: "), "{error}");
}

#[test]
fn a_field_under_with_is_cloned_and_printed() {
    let all = Fields::from(Fields::all(Text(16)));
    assert_eq!(all.clone(), all);
    assert!(format!("{all:?}").contains("hex: 16"));
}

mod versions {
    use workflow::Stored;
    use workflow::prelude::*;

    #[workflow(name = "old_make", version = 3, upgrade = upgrade)]
    #[derive(PartialEq)]
    pub(super) enum Make {
        #[step(end)]
        Done { image: String, seen: bool },
    }

    #[workflow]
    impl Make {
        pub(super) fn start() -> Done {
            Done { image: "none".into(), seen: false }
        }
    }

    fn upgrade(from: u32, mut step: Stored) -> Result<Stored> {
        match from {
            1 => {
                let picture = step.data.remove("picture").or_reject("there is no picture")?;
                step.data.insert("image".into(), picture);
            }
            2 => {
                step.data.insert("seen".into(), true.into());
            }
            _ => return Err(reject("too old")),
        }
        Ok(step)
    }
}

fn old(version: u32, data: serde_json::Value) -> Result<String, LoadError> {
    let stored = json!({"workflow": "old_make", "version": version, "step": "Done", "data": data});
    versions::Make::load(&serde_json::from_value(stored).unwrap()).map(|make| format!("{make:?}"))
}

#[test]
fn an_upgrade_is_applied_one_version_at_a_time() {
    let expected = "Done { image: \"a cat\", seen: true }";
    assert_eq!(old(1, json!({"picture": "a cat"})).unwrap(), expected);
    assert_eq!(old(2, json!({"image": "a cat"})).unwrap(), expected);
    assert_eq!(old(3, json!({"image": "a cat", "seen": true})).unwrap(), expected);
}

#[test]
fn an_upgrade_that_fails_says_from_which_version_and_why() {
    let error = old(1, json!({})).unwrap_err();
    assert_eq!(error.to_string(), "`old_make` could not be upgraded from version 1: there is no picture");
}

#[test]
fn the_current_version_and_the_given_name_are_stored() {
    let stored = Stored::from(&versions::Make::from(versions::Make::start()));
    assert_eq!((&*stored.workflow, stored.version), ("old_make", 3));
}

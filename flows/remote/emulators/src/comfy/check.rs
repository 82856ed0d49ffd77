//! Whether a graph can be run, said as ComfyUI says it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::nodes::{Class, Kind};

/// The body of the answer 400 for this graph, if it is not good.
pub(super) fn refusal(graph: &Value, uploads: &BTreeMap<String, Vec<u8>>) -> Option<Value> {
    let whole = |kind: &str, message: &str, details: &str| {
        let error = json!({ "type": kind, "message": message, "details": details, "extra_info": {} });
        Some(json!({ "error": error, "node_errors": {} }))
    };
    let Some(nodes) = graph.as_object() else {
        return whole("invalid_prompt", "Cannot execute because the prompt is no object.", "");
    };
    for (id, node) in nodes {
        let Some(class) = node.get("class_type").and_then(Value::as_str) else {
            let message = format!("Cannot execute because node {id} has no class_type property.");
            return whole("invalid_prompt", &message, &format!("Node ID '#{id}'"));
        };
        if Class::named(class).is_none() {
            let message = format!("Cannot execute because node {class} does not exist.");
            return whole("invalid_prompt", &message, &format!("Node ID '#{id}'"));
        }
    }
    if !nodes.values().any(|node| class_of(node).is_output()) {
        return whole("prompt_no_outputs", "Prompt has no outputs", "");
    }
    let mut node_errors = Map::new();
    for (id, node) in nodes {
        let errors = errors(node, nodes, uploads);
        if !errors.is_empty() {
            let outputs: Vec<&String> =
                nodes.iter().filter(|(_, node)| class_of(node).is_output()).map(|(id, _)| id).collect();
            let class = class_of(node).name;
            node_errors
                .insert(id.clone(), json!({ "errors": errors, "dependent_outputs": outputs, "class_type": class }));
        }
    }
    if node_errors.is_empty() {
        return None;
    }
    let error = json!({
        "type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation",
        "details": "", "extra_info": {},
    });
    Some(json!({ "error": error, "node_errors": node_errors }))
}

fn class_of(node: &Value) -> &'static Class {
    Class::named(node["class_type"].as_str().unwrap_or_default()).expect("its class was looked up")
}

fn errors(node: &Value, nodes: &Map<String, Value>, uploads: &BTreeMap<String, Vec<u8>>) -> Vec<Value> {
    let class = class_of(node);
    let none = Map::new();
    let inputs = node["inputs"].as_object().unwrap_or(&none);
    let mut errors = Vec::new();
    for (name, _) in class.required {
        if !inputs.contains_key(*name) {
            errors.push(error("required_input_missing", "Required input is missing", name, name));
        }
    }
    for (name, value) in inputs {
        let found = match class.input(name) {
            // The real one doesn't mind: then a typing error goes unnoticed.
            None => Some(("unknown_input", "The node has no such input".to_owned(), name.clone())),
            Some(kind) => wrong(name, kind, value, nodes, uploads),
        };
        errors.extend(found.map(|(kind, message, details)| error(kind, &message, &details, name)));
    }
    errors
}

type Wrong = Option<(&'static str, String, String)>;

fn wrong(
    name: &str,
    kind: Kind,
    value: &Value,
    nodes: &Map<String, Value>,
    uploads: &BTreeMap<String, Vec<u8>>,
) -> Wrong {
    let not_a = |kind: &str| {
        let message = format!("Failed to convert an input value to a {kind} value");
        Some(("invalid_input_type", message, format!("{name}, {value}")))
    };
    let small = |min: String| {
        Some(("value_smaller_than_min", format!("Value {value} smaller than min of {min}"), name.to_owned()))
    };
    let big = |max: String| {
        Some(("value_bigger_than_max", format!("Value {value} bigger than max of {max}"), name.to_owned()))
    };
    match kind {
        Kind::Link(wanted) => {
            let linked = value.as_array().filter(|link| link.len() == 2);
            let Some((id, slot)) = linked.and_then(|link| Some((link[0].as_str()?, link[1].as_u64()?))) else {
                let message = "Bad linked input, must be a length-2 list of [node_id, slot_index]";
                return Some(("bad_linked_input", message.to_owned(), name.to_owned()));
            };
            let Some(node) = nodes.get(id) else {
                let message = "Exception when validating node".to_owned();
                return Some(("exception_during_validation", message, format!("'{id}'")));
            };
            let given = class_of(node).outputs.get(slot as usize).copied().unwrap_or("nothing");
            (given != wanted).then(|| {
                let message = "Return type mismatch between linked nodes".to_owned();
                (
                    "return_type_mismatch",
                    message,
                    format!("{name}, received_type({given}) mismatch input_type({wanted})"),
                )
            })
        }
        Kind::Whole(min, max) => match value.as_u64() {
            None => not_a("INT"),
            Some(number) if number < min => small(min.to_string()),
            Some(number) if number > max => big(max.to_string()),
            Some(_) => None,
        },
        Kind::Number(min, max) => match value.as_f64() {
            None => not_a("FLOAT"),
            Some(number) if number < min => small(min.to_string()),
            Some(number) if number > max => big(max.to_string()),
            Some(_) => None,
        },
        Kind::Text => {
            if value.is_string() {
                None
            } else {
                not_a("STRING")
            }
        }
        Kind::Choice(values) => (!value.as_str().is_some_and(|text| values.contains(&text))).then(|| {
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            ("value_not_in_list", "Value not in list".to_owned(), format!("{name}: '{shown}' not in {values:?}"))
        }),
        Kind::Upload => {
            let name = value.as_str().unwrap_or_default();
            (!uploads.contains_key(name)).then(|| {
                let message = "Custom validation failed for node".to_owned();
                ("custom_validation_failed", message, format!("image - Invalid image file: {name}"))
            })
        }
    }
}

fn error(kind: &str, message: &str, details: &str, input: &str) -> Value {
    json!({ "type": kind, "message": message, "details": details, "extra_info": { "input_name": input } })
}

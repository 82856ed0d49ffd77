//! Data for programs, written by hand: macros are built without a JSON library.

use crate::picture::{Edge, Origin, Picture, Step, Trigger, Work};

/// The schema that [`Picture::to_json`] documents.
const SCHEMA: u32 = 1;

/// `picture` as one object, a line for each step and edge.
pub(crate) fn write(picture: &Picture<'_>) -> String {
    let steps = rows(picture.steps.iter().map(step));
    let edges = rows(picture.whole_edges().map(|(_, it, to)| {
        let to = to.into_iter().filter_map(|to| picture.step(to)).map(|step| string(&step.name));
        edge(picture, it, &list(to))
    }));
    let effects = rows(picture.effects.iter().map(|effect| {
        let retries = effect.retries.map_or("null".to_owned(), |retries| retries.to_string());
        object(&[("name", string(&effect.name)), ("retries", retries), ("docs", string(&effect.docs))])
    }));
    format!(
        "{{\n  \"schema\": {SCHEMA},\n  \"name\": {},\n  \"docs\": {},\n  \"steps\": {steps},\n  \"edges\": {edges},\n  \"effects\": {effects}\n}}\n",
        string(&picture.name),
        string(&picture.docs),
    )
}

fn step(step: &Step<'_>) -> String {
    object(&[
        ("name", string(&step.name)),
        ("title", string(&step.title)),
        ("end", step.end.to_string()),
        ("view", step.has_view.to_string()),
        ("no_back", step.no_back.to_string()),
        ("passes", list(step.passes.iter().map(|name| string(name)))),
        ("work", list(step.work.iter().map(work))),
        ("hooks", list(step.hooks.iter().map(|name| string(name)))),
    ])
}

fn work(work: &Work<'_>) -> String {
    object(&[
        ("name", string(&work.name)),
        ("timeout", maybe(work.timeout.as_deref())),
        ("retries", work.retries.map_or("null".to_owned(), |retries| retries.to_string())),
        ("child", maybe(work.child.as_deref())),
    ])
}

fn edge(picture: &Picture<'_>, edge: &Edge<'_>, to: &str) -> String {
    let from = match edge.from {
        Origin::Entry => object(&[("kind", string("entry"))]),
        Origin::Step(at) => {
            let name = picture.step(at).map(|step| step.name.as_ref()).unwrap_or_default();
            object(&[("kind", string("step")), ("step", string(name))])
        }
        Origin::Any => object(&[("kind", string("any"))]),
    };
    let trigger = match &edge.trigger {
        Trigger::User => object(&[("kind", string("user"))]),
        Trigger::Done(work) => object(&[("kind", string("done")), ("work", string(work))]),
        Trigger::Failed(work) => object(&[("kind", string("failed")), ("work", string(work))]),
        Trigger::After(time) => object(&[("kind", string("after")), ("time", string(time))]),
    };
    object(&[
        ("name", string(&edge.name)),
        ("label", string(&edge.label)),
        ("from", from),
        ("to", to.to_owned()),
        ("trigger", trigger),
        ("takes", maybe(edge.takes.as_deref())),
        ("commands", list(edge.commands.iter().map(|command| string(command)))),
        ("guard", maybe(edge.guard.as_deref())),
        ("actor", maybe(edge.actor.as_deref())),
        ("commit", edge.commit.to_string()),
        ("rewinds", edge.rewinds.to_string()),
        ("effects", list(edge.effects.iter().map(|effect| string(effect)))),
        ("docs", string(&edge.docs)),
    ])
}

fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{}: {value}", string(key))).collect();
    format!("{{ {} }}", fields.join(", "))
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

fn rows(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.map(|value| format!("\n    {value}")).collect();
    if values.is_empty() { "[]".to_owned() } else { format!("[{}\n  ]", values.join(",")) }
}

fn maybe(text: Option<&str>) -> String {
    text.map_or("null".to_owned(), string)
}

fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

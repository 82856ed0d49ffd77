//! Tables of steps, edges and effects.

use crate::escape::markdown;
use crate::phrase;
use crate::picture::{Edge, Origin, Picture, Position, Step};

/// How the names of steps are written in Markdown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Names {
    /// As code.
    #[default]
    Plain,
    /// As links to the types of that name, which rustdoc resolves.
    Linked,
}

/// The tables of `picture`, an empty line between them.
pub(crate) fn write(picture: &Picture<'_>, names: Names) -> String {
    let mut tables = vec![steps(picture, names)];
    let edges: Vec<_> = picture.whole_edges().collect();
    if !edges.is_empty() {
        let rows = edges.iter().map(|(_, edge, to)| edge_row(picture, edge, to, names));
        tables.push(table(["Edge", "From", "To", "Taken by", "Only", "Then"], rows));
    }
    if !picture.effects.is_empty() {
        let rows = picture.effects.iter().map(|effect| {
            [code(&effect.name), phrase::effect_effort(effect), text(effect.docs.lines().next().unwrap_or_default())]
        });
        tables.push(table(["Effect", "Effort", "What"], rows));
    }
    tables.join("\n")
}

fn steps(picture: &Picture<'_>, names: Names) -> String {
    let rows = picture.steps.iter().enumerate().map(|(index, step)| {
        let timers = phrase::timers(picture, Position(index)).into_iter().map(|time| format!("leaves after {time}"));
        let work = step.work.iter().map(phrase::work).chain(timers).map(|line| text(&line));
        let work = work.collect::<Vec<_>>().join("<br>");
        [name(&step.name, names), text(&step.title), work, rules(step, names)]
    });
    table(["Step", "Text", "Work and timers", "Rules"], rows)
}

fn rules(step: &Step<'_>, names: Names) -> String {
    let mut rules = Vec::new();
    rules.extend(step.end.then(|| "end".to_owned()));
    if !step.passes.is_empty() {
        let passes: Vec<String> = step.passes.iter().map(|step| name(step, names)).collect();
        rules.push(format!("only after {}", passes.join(", ")));
    }
    rules.extend(step.no_back.then(|| "no way back".to_owned()));
    rules.extend(step.has_view.then(|| "view of its own".to_owned()));
    if !step.hooks.is_empty() {
        let hooks: Vec<String> = step.hooks.iter().map(|hook| code(hook)).collect();
        rules.push(format!("hooks {}", hooks.join(", ")));
    }
    rules.join(", ")
}

fn edge_row(picture: &Picture<'_>, edge: &Edge<'_>, to: &[Position], names: Names) -> [String; 6] {
    let step = |at: Position| picture.step(at).map(|step| name(&step.name, names)).unwrap_or_default();
    let from = match edge.from {
        Origin::Entry => "entry".to_owned(),
        Origin::Step(at) => step(at),
        Origin::Any => "any step".to_owned(),
    };
    let to: Vec<String> = to.iter().map(|&at| step(at)).collect();
    let mut by: Vec<String> = phrase::cause(edge).map(|cause| text(&cause)).into_iter().collect();
    by.extend(edge.commands.iter().map(|command| code(command)));
    if by.is_empty() {
        by.push(if edge.from == Origin::Entry { "code" } else { "button" }.to_owned());
    }
    let mut then: Vec<String> = edge.effects.iter().map(|effect| code(effect)).collect();
    then.extend(edge.commit.then(|| "Back stops here".to_owned()));
    then.extend(edge.rewinds.then(|| "back to its last visit".to_owned()));
    let label = format!("{} ({})", text(phrase::label(edge)), code(&edge.name));
    let only = phrase::conditions(edge).map(|conditions| text(&conditions)).unwrap_or_default();
    [label, from, to.join(", "), by.join(", "), only, then.join(", ")]
}

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(N));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out
}

fn text(text: &str) -> String {
    markdown(&phrase::squash(text)).into_owned()
}

fn name(step: &str, names: Names) -> String {
    let plain = !step.is_empty() && step.chars().all(|c| c.is_alphanumeric() || c == '_');
    match names {
        Names::Linked if plain => format!("[{}](struct@{step})", code(step)),
        _ => code(step),
    }
}

/// A name as code; where it could end the code or its cell, as text.
fn code(name: &str) -> String {
    let squashed = phrase::squash(name);
    if squashed.is_empty() || squashed.contains(['`', '|', '\\']) { text(name) } else { format!("`{squashed}`") }
}

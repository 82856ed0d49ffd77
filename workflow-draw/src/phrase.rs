//! Edges, work and timers in words, alike in every format.

use std::borrow::Cow;

use crate::picture::{Edge, Effect, Origin, Picture, Position, Trigger, Work};

/// The label of `edge`; its name when it has none.
pub(crate) fn label<'e>(edge: &'e Edge<'_>) -> &'e str {
    if edge.label.trim().is_empty() { &edge.name } else { &edge.label }
}

/// What makes `edge` be taken, when it is not the user; else what the user sends.
pub(crate) fn cause(edge: &Edge<'_>) -> Option<String> {
    match &edge.trigger {
        Trigger::User => edge.takes.as_ref().map(|takes| takes.to_string()),
        Trigger::Done(work) => Some(format!("{work} is done")),
        Trigger::Failed(work) => Some(format!("{work} failed")),
        Trigger::After(time) => Some(format!("after {time}")),
    }
}

/// The conditions on `edge`: its guard and who may take it.
pub(crate) fn conditions(edge: &Edge<'_>) -> Option<String> {
    let guard = edge.guard.as_ref().map(|guard| format!("if {guard}"));
    let actor = edge.actor.as_ref().map(|actor| format!("by {actor}"));
    let all: Vec<String> = guard.into_iter().chain(actor).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The effects of `edge`.
pub(crate) fn effects(edge: &Edge<'_>) -> Option<String> {
    (!edge.effects.is_empty()).then(|| format!("then {}", edge.effects.join(", ")))
}

/// The lines below the label of `edge`: cause, commands, conditions, effects, and whether it rewinds.
pub(crate) fn details(edge: &Edge<'_>) -> Vec<String> {
    let commands = (!edge.commands.is_empty()).then(|| edge.commands.join(", "));
    let rewinds = edge.rewinds.then(|| "back to its last visit".to_owned());
    [cause(edge), commands, conditions(edge), effects(edge), rewinds].into_iter().flatten().collect()
}

/// How long and how often `work` is tried: `up to 10m, 3 retries`.
pub(crate) fn effort(work: &Work<'_>) -> String {
    let time = work.timeout.as_ref().map(|time| format!("up to {time}"));
    let all: Vec<String> = time.into_iter().chain(work.retries.map(retries)).collect();
    all.join(", ")
}

/// `work` in one line.
pub(crate) fn work(work: &Work<'_>) -> String {
    let name = match &work.child {
        Some(child) => format!("{}: the workflow {child}", work.name),
        None => work.name.to_string(),
    };
    let effort = effort(work);
    if effort.is_empty() { name } else { format!("{name}, {effort}") }
}

/// How often `effect` is tried.
pub(crate) fn effect_effort(effect: &Effect<'_>) -> String {
    effect.retries.map(retries).unwrap_or_default()
}

fn retries(count: u32) -> String {
    match count {
        0 => "no retries".to_owned(),
        1 => "1 retry".to_owned(),
        more => format!("{more} retries"),
    }
}

/// The times of the timers that are set at the step of this position.
pub(crate) fn timers<'p>(picture: &'p Picture<'_>, at: Position) -> Vec<&'p str> {
    let of_step = picture.edges.iter().filter(|edge| edge.from == Origin::Step(at));
    of_step
        .filter_map(|edge| if let Trigger::After(time) = &edge.trigger { Some(time.as_ref()) } else { None })
        .collect()
}

/// `text` in one line, without the characters that no XML may have.
pub(crate) fn squash(text: &str) -> Cow<'_, str> {
    let clean = |text: &str| !text.contains(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    if clean(text) && !text.contains("  ") && text.trim() == text {
        return Cow::Borrowed(text);
    }
    let spaced: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_tells_its_cause_commands_conditions_and_effects() {
        let edge = Edge {
            trigger: Trigger::Failed("render".into()),
            commands: vec!["/a".into(), "/b".into()],
            guard: Some("is_open".into()),
            actor: Some("reviewer".into()),
            effects: vec!["refund".into()],
            ..Edge::default()
        };
        assert_eq!(details(&edge), ["render failed", "/a, /b", "if is_open, by reviewer", "then refund"]);
    }

    #[test]
    fn work_tells_its_time_and_retries() {
        let full = Work { name: "render".into(), timeout: Some("10m".into()), retries: Some(3), child: None };
        assert_eq!(work(&full), "render, up to 10m, 3 retries");
        let child = Work { name: "pay".into(), child: Some("wallet".into()), ..Work::default() };
        assert_eq!(work(&child), "pay: the workflow wallet");
    }

    #[test]
    fn a_text_becomes_one_line_that_xml_can_hold() {
        assert_eq!(squash("a\n\n b\u{0}\tc\u{ffff}"), "a b c");
        assert_eq!(squash("plain"), "plain");
    }
}

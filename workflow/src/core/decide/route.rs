//! From what comes in to the edge that takes it.

use super::super::error::{Error, Result, reject};
use super::super::graph::{Edge, From, Graph, Trigger};
use super::super::input::{Input, Kind};
use super::{Cause, Given};

/// Finds the edge that takes `cause` at the step at position `step`, among those that are `open`.
pub(super) fn route(
    graph: &Graph,
    step: usize,
    cause: Cause,
    open: &dyn Fn(usize, &Edge) -> bool,
) -> Result<(usize, Given)> {
    let leaving = || {
        let edges = graph.edges().iter().enumerate();
        edges.filter(|(at, edge)| graph.leaves(edge, step) && open(*at, edge))
    };
    match cause {
        Cause::Send(input) => {
            let kind = match input {
                Input::Text(_) => Kind::Text,
                Input::Choice(_) => Kind::Choice,
            };
            let by_kind = leaving().find(|(_, edge)| edge.takes.is_some_and(|takes| takes.kind == kind));
            if let Some((index, _)) = by_kind {
                return Ok((index, Given::Input(input)));
            }
            match input {
                Input::Text(text) => by_label(leaving(), &text),
                Input::Choice(_) => None,
            }
            .ok_or_else(|| reject(expectation(leaving())))
        }
        Cause::Press { edge, choice } => {
            let Some((index, found)) = graph.find_edge(step, &edge) else { return Err(no_such(graph, &edge)) };
            if !open(index, found) {
                return Err(reject("That is not possible right now."));
            }
            Ok((index, choice.map_or(Given::Nothing, |name| Given::Input(Input::Choice(name)))))
        }
        Cause::Command { command, input } => {
            let has = |(_, edge): &(usize, &Edge)| edge.commands.contains(&command.as_str());
            let Some((index, edge)) = leaving().find(has) else {
                let known = graph.edges().iter().any(|edge| graph.leaves(edge, step) && has(&(0, edge)));
                return Err(if known { reject("That is not possible right now.") } else { no_such(graph, &command) });
            };
            Ok((index, demand(edge, input)?.map_or(Given::Nothing, Given::Input)))
        }
        Cause::Done { work, result } => {
            let edge = triggered(graph, step, &work, |trigger| matches!(trigger, Trigger::Done(name) if name == work))?;
            Ok((edge, Given::Result(result)))
        }
        Cause::Failed { work, failure } => {
            let edge =
                triggered(graph, step, &work, |trigger| matches!(trigger, Trigger::Failed(name) if name == work))?;
            Ok((edge, Given::Failure(failure)))
        }
        Cause::Timer { edge } => match graph.find_edge(step, &edge) {
            Some((index, found)) if matches!(found.trigger, Trigger::After(_)) => Ok((index, Given::Nothing)),
            _ => Err(no_such(graph, &edge)),
        },
        Cause::Enter { entry, .. } => Err(no_such(graph, &entry)),
        Cause::Back | Cause::By { .. } => Err(reject("There is no way back from here.")),
    }
}

/// The edge that leaves the step at position `step` and is taken by what ends the work of this name.
fn triggered(graph: &Graph, step: usize, work: &str, by: impl Fn(Trigger) -> bool) -> Result<usize> {
    let mut edges = graph.edges().iter().enumerate();
    let found = edges.find(|(_, edge)| graph.leaves(edge, step) && by(edge.trigger));
    found.map(|(index, _)| index).ok_or_else(|| no_such(graph, work))
}

/// The entry of this name and its position.
pub(crate) fn entry_named(graph: &Graph, name: &str) -> Option<(usize, &'static Edge)> {
    graph.edges().iter().enumerate().find(|(_, edge)| edge.from == From::Entry && edge.name == name)
}

/// A button's label, typed.
fn by_label<'a>(leaving: impl Iterator<Item = (usize, &'a Edge)>, text: &str) -> Option<(usize, Given)> {
    let text = text.trim().to_lowercase();
    leaving.into_iter().find_map(|(index, edge)| {
        if edge.is_action() {
            return (edge.label.to_lowercase() == text).then_some((index, Given::Nothing));
        }
        let option = edge.takes?.options.iter().find(|option| option.label.to_lowercase() == text)?;
        Some((index, Given::Input(Input::Choice(option.name.into()))))
    })
}

/// The input of an edge that a command takes: a rejection that shows how to send it when it is missing.
pub(super) fn demand(edge: &Edge, input: Option<Input>) -> Result<Option<Input>> {
    match (edge.takes, input) {
        (Some(takes), None) if !takes.optional => {
            let command = edge.commands.first().copied().unwrap_or(edge.name);
            Err(reject(format!("Something is missing: send {command} with {} behind it.", takes.kind.word())))
        }
        (None, Some(_)) => {
            let command = edge.commands.first().copied().unwrap_or(edge.name);
            Err(reject(format!("{command} stands alone: send it with nothing behind it.")))
        }
        (_, input) => Ok(input),
    }
}

/// What a user who sent something else is told.
fn expectation<'a>(leaving: impl Iterator<Item = (usize, &'a Edge)>) -> String {
    let (mut free, mut offered) = (None, false);
    for (_, edge) in leaving {
        offered |= edge.is_action() || edge.takes.is_some_and(|takes| takes.kind == Kind::Choice);
        free = free.or(edge.takes.filter(|takes| takes.kind.is_free()));
    }
    match (free, offered) {
        (Some(takes), _) => format!("Please send {}.", takes.kind.word()),
        (None, true) => "Please press one of the buttons.".into(),
        (None, false) => "There is nothing to answer right now.".into(),
    }
}

pub(super) fn no_such(graph: &Graph, name: &str) -> Error {
    Error::from_fault(format!("`{}` has no edge `{name}` here", graph.name()))
}

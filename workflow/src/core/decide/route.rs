//! From what comes in to the edge that takes it.

use super::super::error::{Error, Result, reject};
use super::super::graph::{Edge, From, Graph, Trigger};
use super::super::input::{Fit, Input, Kind, any_of, please};
use super::super::phrase::Phrase;
use super::{Cause, Given};
use crate::say;

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
            let fitting = |wanted: Fit| {
                leaving().find(|(_, edge)| edge.takes.is_some_and(|takes| takes.fit(&input) == Some(wanted)))
            };
            let found = fitting(Fit::Exact).map(|(index, _)| (index, None));
            let found = found.or_else(|| match &input {
                Input::Text(text) => by_label(leaving(), text).map(|(index, given)| (index, Some(given))),
                _ => fitting(Fit::Loose).map(|(index, _)| (index, None)),
            });
            match found {
                Some((index, given)) => Ok((index, given.unwrap_or(Given::Input(input)))),
                None => Err(reject(expectation(leaving(), &input))),
            }
        }
        Cause::Press { edge, choice } => {
            let Some((index, found)) = graph.find_edge(step, &edge) else { return Err(no_such(graph, &edge)) };
            if !open(index, found) {
                return Err(reject("That is not possible right now."));
            }
            Ok((index, choice.map_or(Given::Nothing, |name| Given::Input(Input::Choice(name)))))
        }
        Cause::Pick { edge, value } => {
            let Some((index, found)) = graph.find_edge(step, &edge) else { return Err(no_such(graph, &edge)) };
            if !open(index, found) {
                return Err(reject("That is not possible right now."));
            }
            Ok((index, Given::Input(Input::Picked(value))))
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

/// A button's label, typed. Those of a view's options are not known here: see `View::typed`.
fn by_label<'a>(leaving: impl Iterator<Item = (usize, &'a Edge)>, text: &str) -> Option<(usize, Given)> {
    let label = text.trim().to_lowercase();
    let input = Input::text(text);
    leaving.into_iter().find_map(|(index, edge)| {
        if edge.is_action() {
            return (edge.label.to_lowercase() == label).then_some((index, Given::Nothing));
        }
        edge.takes?.fit(&input).map(|_| (index, Given::Input(input.clone())))
    })
}

/// The input of an edge that a command takes: a rejection that shows how to send it when it is missing.
pub(super) fn demand(edge: &Edge, input: Option<Input>) -> Result<Option<Input>> {
    match (edge.takes, input) {
        (Some(takes), None) if !takes.optional => {
            let command = edge.commands.first().copied().unwrap_or(edge.name);
            let kinds: Vec<Kind> = takes.kinds().map(|(kind, _)| kind).collect();
            let what = any_of(&kinds);
            Err(reject(if kinds.iter().any(|kind| kind.is_file()) {
                say!("Something is missing: send {command} with {what} beside it.", command, what)
            } else {
                say!("Something is missing: send {command} with {what} behind it.", command, what)
            }))
        }
        (None, Some(_)) => {
            let command = edge.commands.first().copied().unwrap_or(edge.name);
            Err(reject(say!("{command} stands alone: send it with nothing behind it.", command)))
        }
        (_, input) => Ok(input),
    }
}

/// What a user who sent something else is told.
fn expectation<'a>(leaving: impl Iterator<Item = (usize, &'a Edge)>, sent: &Input) -> Phrase {
    let leaving: Vec<&Edge> = leaving.map(|(_, edge)| edge).collect();
    please(leaving.iter().filter_map(|edge| edge.takes), Some(sent)).unwrap_or_else(|| {
        if leaving.iter().any(|edge| edge.is_action()) {
            say!("Please press one of the buttons.")
        } else {
            say!("There is nothing to answer right now.")
        }
    })
}

pub(super) fn no_such(graph: &Graph, name: &str) -> Error {
    Error::from_fault(format!("`{}` has no edge `{name}` here", graph.name()))
}

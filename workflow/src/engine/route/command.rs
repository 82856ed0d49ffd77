//! Commands: `/make a cat`, for the step that has it or the workflow that it begins.

use std::sync::Arc;

use super::{Route, innermost, last, refuse, under_way};
use crate::core::context::User;
use crate::core::decide::{Cause, entry_named};
#[cfg(feature = "telegram")]
use crate::core::input::Kind;
use crate::core::input::{Input, Takes};
use crate::core::phrase::Argument;
use crate::engine::Shared;
use crate::engine::lanes::Records;
use crate::engine::question;
use crate::engine::served::Started;
use crate::say;
use crate::store::{Record, Said};

/// A command is for the step that has it, or else begins a workflow.
pub(super) fn of_command(
    shared: &Shared,
    by: &User,
    records: &Records,
    command: String,
    input: Option<Input>,
    said: Said,
) -> Route {
    let main = under_way(records);
    // From the inside out: a command of the step around it ends what runs inside.
    let depths = main.into_iter().flat_map(|record| (0..=record.below.len()).rev().map(move |depth| (record, depth)));
    for (record, depth) in depths {
        if has_command(shared, record, depth, &command) {
            let cause = Cause::Command { command, input };
            return Route::Step { record: Arc::clone(record), depth, cause, said: Some(said) };
        }
    }
    if command == BACK_COMMAND
        && input.is_none()
        && shared.started(BACK_COMMAND, by).is_none()
        && let Some(record) = main
    {
        return innermost(record, Cause::Back, said);
    }
    match shared.started(&command, by) {
        Some(started) => {
            let served = shared.served.get(started.served);
            let asked = main.zip(served).and_then(|(record, served)| {
                Some((Arc::clone(record), question::before(shared, by, record, &**served, &command)?))
            });
            match asked {
                Some((record, question)) => Route::Ask { record, question, said },
                None => begins(started, input, said),
            }
        }
        None => {
            let known = known_commands(shared, by);
            let command: String = command.chars().take(40).collect();
            let elsewhere = shared.served.iter().flat_map(|served| served.graph().edges());
            let text = if elsewhere.into_iter().any(|edge| edge.commands.contains(&command.as_str())) {
                say!("{command} has nothing to do right now. {known}", command, known)
            } else {
                say!("There is no command {command}. {known}", command, known)
            };
            refuse(main.cloned().or_else(|| last(records)), text)
        }
    }
}

/// A workflow begins by its command.
pub(in crate::engine) fn begins(started: &Started, input: Option<Input>, said: Said) -> Route {
    let cause = Cause::Enter { entry: started.entry.to_owned(), input };
    Route::Enter { served: started.served, cause, said: Some(said) }
}

/// Typed, it goes back, unless a workflow has it for something else.
const BACK_COMMAND: &str = "/back";

/// Whether the step at this depth has a transition with this command.
fn has_command(shared: &Shared, record: &Record, depth: usize, command: &str) -> bool {
    let step = record.step_at(depth);
    step.and_then(|stored| Some((stored, shared.served(&stored.workflow)?))).is_some_and(|(stored, served)| {
        served.graph().edges_from(&stored.step).any(|edge| edge.commands.contains(&command))
    })
}

/// `/make@bot a cat` is `/make` and `a cat`.
pub(in crate::engine) fn command(text: &str) -> Option<(String, &str)> {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let name = word.strip_prefix('/')?.split('@').next().unwrap_or_default();
    if name.is_empty() {
        return None;
    }
    Some((format!("/{}", name.to_lowercase()), rest.trim()))
}

/// Whether the workflow that this command begins takes files and what is written beside them.
pub(super) fn begins_with(shared: &Shared, by: &User, command: &str, both: &Input) -> bool {
    entry_takes(shared, by, command).is_some_and(|takes| takes.fit(both).is_some())
}

/// Whether files count beside this command: it begins a workflow that takes them, and the words after it too.
#[cfg(feature = "telegram")]
pub(in crate::engine) fn takes_files(shared: &Shared, by: &User, records: &Records, text: &str) -> bool {
    let Some((command, words)) = command(text) else { return false };
    let of_step = |record: &Arc<Record>| (0..=record.below.len()).any(|at| has_command(shared, record, at, &command));
    if under_way(records).is_some_and(of_step) {
        return false;
    }
    entry_takes(shared, by, &command).is_some_and(|takes| {
        takes.kinds().any(|(kind, _)| kind.is_file()) && (words.is_empty() || takes.has(Kind::Text))
    })
}

/// What the workflow that this command begins may be sent with it.
fn entry_takes(shared: &Shared, by: &User, command: &str) -> Option<Takes> {
    let started = shared.started(command, by)?;
    let graph = shared.served.get(started.served)?.graph();
    entry_named(graph, started.entry)?.1.takes
}

/// The commands that there are for this user, as something to try.
pub(super) fn known_commands(shared: &Shared, by: &User) -> Argument {
    let commands: Vec<&str> = shared.commands_of(by).map(|command| command.name).collect();
    match commands.split_last() {
        None => String::new().into(),
        Some((only, [])) => say!("Try {command}.", command = *only).into(),
        Some((last, rest)) => say!("Try {commands} or {last}.", commands = rest.join(", "), last = *last).into(),
    }
}

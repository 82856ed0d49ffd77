//! Rules for the attributes of a function.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Ident;

use crate::codes::Rule;
use crate::errors::Errors;
use crate::parse::functions::{Function, Receiver};
use crate::parse::marks::Marks;

/// Attributes on functions that they can't stand on.
pub(super) fn attributes_fit(function: &Function, errors: &mut Errors) {
    if function.marks.effect.is_some() {
        effect_fits(function, errors);
        return;
    }
    match function.receiver {
        Receiver::StepRef(_) | Receiver::AnyRef => hook_fits(function, errors),
        Receiver::None => entry_fits(function, errors),
        Receiver::Step(_) | Receiver::Any | Receiver::Other(_) => transition_fits(function, errors),
    }
    if function.marks.invoke.is_some() && function.item.sig.asyncness.is_none() {
        errors.at(
            Rule::NotAsync,
            function.item.sig.fn_token,
            format!("work is async: write `async fn {}`", function.ident()),
        );
    }
}

fn entry_fits(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if let Some(action) = &marks.action {
        errors.at(Rule::Misplaced, action, format!("`{name}` is an entry: it has commands, and no button at a step"));
    }
    if let Some(commit) = marks.commit {
        errors.span(Rule::Misplaced, commit, format!("`{name}` is an entry: there is nothing to go back to"));
    }
    if let Some(after) = &marks.after {
        errors.span(
            Rule::Misplaced,
            after.span,
            format!("`{name}` is an entry: a timer counts from entering a step. Write `self: Step`"),
        );
    }
    if let Some(guard) = &marks.when {
        errors.at(
            Rule::Misplaced,
            guard,
            format!("`{name}` is an entry: there is no step to look at. Reject instead: `Err(reject(\"…\"))`"),
        );
    }
    if let Some(actor) = &marks.actor {
        errors.at(Rule::Misplaced, actor, format!("`{name}` is an entry: who begins a session is its owner"));
    }
    hooks_look_at_a_step(function, errors);
    results_belong_to_work(function, errors);
}

fn transition_fits(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    hooks_look_at_a_step(function, errors);
    if let Some(label) = &marks.action
        && label.value().trim().is_empty()
    {
        errors.at(Rule::Label, label, format!("the button of `{name}` needs a label"));
    }
    if let Some(after) = &marks.after {
        let why = format!("`{name}` is taken when its time has come");
        if let Some(action) = &marks.action {
            errors.at(Rule::Misplaced, action, format!("{why}: it has no button"));
        }
        if let Some(command) = marks.commands.first() {
            errors.at(Rule::Misplaced, command, format!("{why}: it has no command"));
        }
        if let Some(actor) = &marks.actor {
            errors.at(Rule::Misplaced, actor, format!("{why}: nobody takes it"));
        }
        if marks.done.is_some() || marks.failed.is_some() {
            errors.span(
                Rule::Misplaced,
                after.span,
                format!("`{name}` is taken when work ends: write another transition for the timer"),
            );
        }
    }
    if let Some(actor) = &marks.actor {
        if actor.value().trim().is_empty() {
            errors.at(
                Rule::Written,
                actor,
                format!("who may take `{name}`? Name the role, as in `#[actor(\"reviewer\")]`"),
            );
        }
        if let Some(command) = marks.commands.first() {
            errors.at(
                Rule::Misplaced,
                command,
                format!("`{name}` is taken by a `{}`, where it is shown to them: it has no command", actor.value()),
            );
        }
        if marks.done.is_some() || marks.failed.is_some() {
            errors.at(Rule::Misplaced, actor, format!("`{name}` is taken when work ends: nobody takes it"));
        }
    }
    if let Some(guard) = &marks.when
        && (marks.done.is_some() || marks.failed.is_some())
    {
        errors.at(
            Rule::Misplaced,
            guard,
            format!("`{name}` is taken when work ends: a guard would leave the session where it is for ever"),
        );
    }
    results_belong_to_work(function, errors);
}

/// Hooks on what is none.
fn hooks_look_at_a_step(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if let Some(span) = marks.view {
        errors.span(Rule::Hook, span, format!("a view looks at its step: write `self: &Step` in `{name}`"));
    }
    if let Some(invoke) = &marks.invoke {
        errors.span(Rule::Hook, invoke.span, format!("work looks at its step: write `self: &Step` in `{name}`"));
    }
    for span in [marks.entry, marks.exit].into_iter().flatten() {
        errors.span(
            Rule::Hook,
            span,
            format!("a hook looks at its step: write `self: &Step` in `{name}`, or `&self` to look at every step"),
        );
    }
}

fn results_belong_to_work(function: &Function, errors: &mut Errors) {
    for work in [&function.marks.done, &function.marks.failed].into_iter().flatten() {
        result_fits(function, work, errors);
    }
}

fn hook_fits(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    let kinds = [
        ("a view", marks.view),
        ("work", marks.invoke.as_ref().map(|invoke| invoke.span)),
        ("an entry hook", marks.entry),
        ("an exit hook", marks.exit),
    ];
    let kinds: Vec<(&str, Span)> = kinds.into_iter().filter_map(|(kind, span)| Some((kind, span?))).collect();
    match kinds.as_slice() {
        [] if matches!(function.receiver, Receiver::StepRef(_)) && !marks.misspelt => errors.at(
            Rule::Hook,
            name,
            format!("`{name}` looks at its step: mark it `#[view]`, `#[invoke]`, `#[entry]` or `#[exit]`, or write `self: Step` for a transition"),
        ),
        [(first, _), rest @ ..] => {
            for (second, span) in rest {
                errors.span(Rule::Hook, *span, format!("`{name}` can't be both {first} and {second}: write two functions"));
            }
        }
        [] => {}
    }
    for (attribute, at) in of_transitions(marks) {
        errors.at(Rule::Misplaced, at, format!("`{name}` is a hook: `#[{attribute}]` stands on transitions"));
    }
    if let (Some(actor), None) = (&marks.actor, marks.view) {
        errors.at(Rule::Misplaced, actor, format!("`{name}` is no view: `#[actor]` stands on transitions and views"));
    }
}

fn effect_fits(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if let Some(receiver) = function.item.sig.receiver() {
        errors.at(
            Rule::Effect,
            receiver,
            format!(
                "`{name}` is an effect: it looks at no step. What it needs is its first parameter, stored with the move"
            ),
        );
    }
    if function.item.sig.asyncness.is_none() {
        errors.at(Rule::NotAsync, function.item.sig.fn_token, format!("an effect is async: write `async fn {name}`"));
    }
    if function.item.sig.receiver().is_none() && function.parameters().next().is_none() {
        errors.at(
            Rule::Effect,
            name,
            format!(
                "the first parameter of `{name}` is what it is done with: write `_: ()` when there is nothing to tell"
            ),
        );
    }
    let others = [
        ("actor", marks.actor.as_ref().map(ToTokens::to_token_stream)),
        ("view", marks.view.map(place)),
        ("invoke", marks.invoke.as_ref().map(|invoke| place(invoke.span))),
        ("entry", marks.entry.map(place)),
        ("exit", marks.exit.map(place)),
    ];
    let others = others.into_iter().filter_map(|(attribute, at)| Some((attribute, at?)));
    for (attribute, at) in of_transitions(marks).chain(others) {
        errors.at(Rule::Misplaced, at, format!("`{name}` is an effect: `#[{attribute}]` stands on other functions"));
    }
}

/// The attributes that stand on transitions alone, each with what of it is shown.
fn of_transitions(marks: &Marks) -> impl Iterator<Item = (&'static str, TokenStream)> {
    let given = [
        ("command", marks.commands.first().map(ToTokens::to_token_stream)),
        ("action", marks.action.as_ref().map(ToTokens::to_token_stream)),
        ("commit", marks.commit.map(place)),
        ("done", marks.done.as_ref().map(ToTokens::to_token_stream)),
        ("failed", marks.failed.as_ref().map(ToTokens::to_token_stream)),
        ("when", marks.when.as_ref().map(ToTokens::to_token_stream)),
        ("after", marks.after.as_ref().map(|after| place(after.span))),
    ];
    given.into_iter().filter_map(|(attribute, at)| Some((attribute, at?)))
}

/// A token at a place.
fn place(span: Span) -> TokenStream {
    Ident::new("_", span).into_token_stream()
}

/// A transition that takes what `work` gives.
fn result_fits(function: &Function, work: &Ident, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if !matches!(function.receiver, Receiver::Step(_)) {
        errors.at(
            Rule::Result,
            work,
            format!("`{name}` takes what `{work}` gives: write `self: Step` with the step of that work"),
        );
    } else if function.parameters().next().is_none() {
        let example = if marks.failed.is_some() {
            "failure: Failure"
        } else {
            "_: ()` when there is nothing to tell, or `value: T"
        };
        errors.at(
            Rule::Result,
            name,
            format!("the first parameter of `{name}` is what `{work}` gives: write `{example}`"),
        );
    }
    if let Some(action) = &marks.action {
        errors.at(Rule::Misplaced, action, format!("`{name}` is taken when `{work}` ends: it has no button"));
    }
    if let Some(command) = marks.commands.first() {
        errors.at(Rule::Misplaced, command, format!("`{name}` is taken when `{work}` ends: it has no command"));
    }
    if let (Some(_), Some(failed)) = (&marks.done, &marks.failed)
        && failed == work
    {
        errors.at(Rule::Result, failed, format!("`{name}` can't take both result and failure: write two transitions"));
    }
}

pub(super) fn commands_are_well_formed(function: &Function, errors: &mut Errors) {
    for command in &function.marks.commands {
        let value = command.value();
        let name = value.strip_prefix('/').unwrap_or_default();
        let fits = !name.is_empty()
            && name.len() <= 32
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !fits {
            errors.at(
                Rule::Command,
                command,
                "a command is a slash and up to 32 lower-case letters, digits or `_`, as in \"/make\"",
            );
        }
    }
}

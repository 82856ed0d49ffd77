//! Rules for the attributes of a function.

use syn::Ident;
use syn::spanned::Spanned;

use crate::errors::Errors;
use crate::parse::functions::{Function, Receiver};

/// Attributes on functions that they can't stand on.
pub(super) fn attributes_fit(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    match function.receiver {
        Receiver::StepRef(_) => hook_fits(function, errors),
        Receiver::None => {
            if let Some(action) = &marks.action {
                errors.at(action, format!("`{name}` is an entry: it has commands, and no button at a step"));
            }
            if let Some(commit) = marks.commit {
                errors.span(commit, format!("`{name}` is an entry: there is nothing to go back to"));
            }
        }
        _ => {}
    }
    if !function.is_hook() {
        if let Some(span) = marks.view {
            errors.span(span, format!("a view looks at its step: write `self: &Step` in `{name}`"));
        }
        if let Some(invoke) = &marks.invoke {
            errors.span(invoke.span, format!("work looks at its step: write `self: &Step` in `{name}`"));
        }
    }
    if marks.invoke.is_some() && function.item.sig.asyncness.is_none() {
        errors.at(function.item.sig.fn_token, format!("work is async: write `async fn {name}`"));
    }
    if let Some(label) = &marks.action
        && label.value().trim().is_empty()
    {
        errors.at(label, format!("the button of `{name}` needs a label"));
    }
    for work in [&marks.done, &marks.failed].into_iter().flatten().filter(|_| !function.is_hook()) {
        result_fits(function, work, errors);
    }
}

fn hook_fits(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if marks.view.is_none() && marks.invoke.is_none() {
        let message = format!(
            "`{name}` looks at its step: mark it `#[view]` or `#[invoke]`, or write `self: Step` for a transition"
        );
        errors.at(name, message);
    }
    if let (Some(view), Some(_)) = (marks.view, &marks.invoke) {
        errors.span(view, format!("`{name}` can't be both view and work: write two functions"));
    }
    let wrong = [
        ("command", marks.commands.first().map(Spanned::span)),
        ("action", marks.action.as_ref().map(Spanned::span)),
        ("commit", marks.commit),
        ("done", marks.done.as_ref().map(Spanned::span)),
        ("failed", marks.failed.as_ref().map(Spanned::span)),
    ];
    for (attribute, span) in wrong {
        if let Some(span) = span {
            errors.span(span, format!("`{name}` is a hook: `#[{attribute}]` stands on transitions"));
        }
    }
}

/// A transition that takes what `work` gives.
fn result_fits(function: &Function, work: &Ident, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if !matches!(function.receiver, Receiver::Step(_)) {
        errors.at(work, format!("`{name}` takes what `{work}` gives: write `self: Step` with the step of that work"));
    } else if function.parameters().next().is_none() {
        let example = if marks.failed.is_some() {
            "failure: Failure"
        } else {
            "_: ()` when there is nothing to tell, or `value: T"
        };
        errors.at(name, format!("the first parameter of `{name}` is what `{work}` gives: write `{example}`"));
    }
    if let Some(action) = &marks.action {
        errors.at(action, format!("`{name}` is taken when `{work}` ends: it has no button"));
    }
    if let Some(command) = marks.commands.first() {
        errors.at(command, format!("`{name}` is taken when `{work}` ends: it has no command"));
    }
    if let (Some(_), Some(failed)) = (&marks.done, &marks.failed)
        && failed == work
    {
        errors.at(failed, format!("`{name}` can't take both result and failure: write two transitions"));
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
            errors.at(command, "a command is a slash and up to 32 lower-case letters, digits or `_`, as in \"/make\"");
        }
    }
}

//! What can be wrong between the things that were parsed: one function a rule, in a flat list.
//!
//! Only what the tokens alone can show; what needs types is checked by the emitted code.

use std::collections::HashMap;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{Ident, Type};

use crate::errors::Errors;
use crate::parse::functions::{Function, Functions, Receiver};
use crate::parse::steps::Steps;
use crate::parse::{docs, options};

pub(crate) fn steps(steps: &Steps, errors: &mut Errors) {
    stored_names_differ(steps, errors);
    upgrade_needs_a_version(steps, errors);
}

pub(crate) fn functions(functions: &Functions, errors: &mut Errors) {
    for function in &functions.functions {
        receiver_is_known(function, errors);
        returns_something(function, errors);
        is_plain(function, errors);
        attributes_fit(function, errors);
        parameters_are_owned(function, errors);
        commands_are_well_formed(function, errors);
        no_self_type(function, errors);
    }
    commands_differ(functions, errors);
    names_differ(functions, errors);
    labels_differ(functions, errors);
    views_differ(functions, errors);
    results_have_work(functions, errors);
}

/// Two steps stored under one name could not be told apart when they load.
fn stored_names_differ(steps: &Steps, errors: &mut Errors) {
    let mut seen: HashMap<String, &Ident> = HashMap::new();
    for step in &steps.steps {
        let name = step.name.as_ref().map_or_else(|| step.ident.unraw().to_string(), syn::LitStr::value);
        if let Some(first) = seen.get(&name) {
            let message = format!("steps `{first}` and `{}` are both stored as `{name}`: give one of them another name", step.ident);
            match &step.name {
                Some(literal) => errors.at(literal, message),
                None => errors.at(&step.ident, message),
            }
        } else {
            seen.insert(name, &step.ident);
        }
    }
}

fn upgrade_needs_a_version(steps: &Steps, errors: &mut Errors) {
    if let Some(upgrade) = &steps.options.upgrade
        && steps.options.version.unwrap_or(1) == 1
    {
        errors.at(upgrade, format!("there is nothing to upgrade from: `{}` is at version 1", steps.ident));
    }
}

fn receiver_is_known(function: &Function, errors: &mut Errors) {
    if let Receiver::Other(span) = function.receiver {
        let name = function.ident();
        errors.span(
            span,
            format!("`{name}` borrows the whole workflow: write `self: Step` for a transition, `self` for one from every step, `self: &Step` for a hook"),
        );
    }
}

fn returns_something(function: &Function, errors: &mut Errors) {
    if function.output().is_none() && !matches!(function.receiver, Receiver::Other(_)) {
        let name = function.ident();
        let message = if function.marks.view.is_some() {
            format!("`{name}` returns nothing: a view returns `View`")
        } else if function.marks.invoke.is_some() {
            format!("`{name}` returns nothing: work returns `Result<T>`; `Result<()>` when there is nothing to tell")
        } else {
            format!("`{name}` returns nothing: a transition returns the step that it leads to")
        };
        errors.at(name, message);
    }
}

fn is_plain(function: &Function, errors: &mut Errors) {
    let signature = &function.item.sig;
    if !signature.generics.params.is_empty() {
        errors.at(&signature.generics, format!("`{}` can't be generic: the runtime calls it with the types that it names", signature.ident));
    }
    if let Some(constness) = &signature.constness {
        errors.at(constness, format!("`{}` can't be const", signature.ident));
    }
}

/// Attributes on functions that they can't stand on.
fn attributes_fit(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if function.is_hook() {
        if marks.view.is_none() && marks.invoke.is_none() {
            errors.at(name, format!("`{name}` looks at its step: mark it `#[view]` or `#[invoke]`, or write `self: Step` for a transition"));
        }
        if let (Some(view), Some(_)) = (marks.view, &marks.invoke) {
            errors.span(view, format!("`{name}` can't be both view and work: write two functions"));
        }
        for (is_there, attribute) in [
            (!marks.commands.is_empty(), "command"),
            (marks.action.is_some(), "action"),
            (marks.commit.is_some(), "commit"),
            (marks.done.is_some(), "done"),
            (marks.failed.is_some(), "failed"),
        ] {
            if is_there {
                errors.at(name, format!("`{name}` is a hook: `#[{attribute}]` stands on transitions"));
            }
        }
    } else {
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
    if matches!(function.receiver, Receiver::None) {
        if let Some(action) = &marks.action {
            errors.at(action, format!("`{name}` is an entry: it has commands, and no button at a step"));
        }
        if let Some(commit) = marks.commit {
            errors.span(commit, format!("`{name}` is an entry: there is nothing to go back to"));
        }
    }
    for work in [&marks.done, &marks.failed].into_iter().flatten() {
        if !matches!(function.receiver, Receiver::Step(_)) {
            errors.at(work, format!("`{name}` takes what `{work}` gives: write `self: Step` with the step of that work"));
        } else if function.parameters().next().is_none() {
            errors.at(name, format!("the first parameter of `{name}` is what `{work}` gives"));
        }
        if let Some(action) = &marks.action {
            errors.at(action, format!("`{name}` is taken when `{work}` ends: it has no button"));
        }
    }
    if let (Some(_), Some(failed)) = (&marks.done, &marks.failed) {
        errors.at(failed, format!("`{name}` can't take both result and failure: write two transitions"));
    }
}

fn parameters_are_owned(function: &Function, errors: &mut Errors) {
    for parameter in function.parameters() {
        match &*parameter.ty {
            Type::Reference(reference) => {
                errors.at(reference, format!("`{}` takes its parameters by value: nothing outlives the turn to borrow from", function.ident()));
            }
            Type::ImplTrait(ty) => errors.at(ty, "name the type: the runtime must know what to take"),
            _ => {}
        }
    }
}

fn commands_are_well_formed(function: &Function, errors: &mut Errors) {
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
    let anywhere = matches!(function.receiver, Receiver::None | Receiver::Any | Receiver::Step(_));
    if let (Some(command), false) = (function.marks.commands.first(), anywhere) {
        errors.at(command, format!("`{}` can't have a command", function.ident()));
    }
}

fn no_self_type(function: &Function, errors: &mut Errors) {
    struct Finder<'e>(&'e mut Errors);
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            if ident == "Self" {
                self.0.at(ident, "`Self` would be the step here and the workflow there: name the type");
            }
        }

        // What is inside an item of its own has a `Self` of its own.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut finder = Finder(errors);
    finder.visit_signature(&function.item.sig);
    finder.visit_block(&function.item.block);
}

fn commands_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<String, &Ident> = HashMap::new();
    for function in &functions.functions {
        for command in &function.marks.commands {
            if let Some(first) = seen.insert(command.value(), function.ident()) {
                errors.at(command, format!("`{first}` and `{}` have the same command", function.ident()));
            }
        }
    }
}

/// Where a function stands, as text: two functions of one place can't have one name or label.
fn place(function: &Function) -> String {
    match &function.receiver {
        Receiver::Step(step) | Receiver::StepRef(step) => step.to_token_stream().to_string(),
        Receiver::None | Receiver::Any => String::new(),
        Receiver::Other(_) => "&self".into(),
    }
}

fn names_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<(String, String), ()> = HashMap::new();
    for function in &functions.functions {
        let (place, name) = (place(function), function.ident());
        if seen.insert((place.clone(), name.to_string()), ()).is_some() {
            let at = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
            errors.at(name, format!("there are two functions `{name}`{at}: give one of them another name"));
        }
    }
}

fn labels_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<(String, String), &Ident> = HashMap::new();
    for function in functions.functions.iter().filter(|function| is_action(function)) {
        let label = label(function);
        if let Some(first) = seen.insert((place(function), label.clone()), function.ident()) {
            let name = function.ident();
            errors.at(name, format!("`{first}` and `{name}` are both labelled “{label}”: nobody could tell which is which"));
        }
    }
}

/// As far as tokens can show: a transition without parameters that are not plainly from the context.
fn is_action(function: &Function) -> bool {
    matches!(function.receiver, Receiver::Step(_) | Receiver::Any)
        && function.marks.done.is_none()
        && function.marks.failed.is_none()
        && function.parameters().next().is_none()
}

fn views_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<String, &Ident> = HashMap::new();
    for function in functions.functions.iter().filter(|function| function.marks.view.is_some()) {
        if let Some(first) = seen.insert(place(function), function.ident()) {
            errors.at(function.ident(), format!("`{}` has a view already: `{first}`", place(function)));
        }
    }
}

/// `#[done(f)]` and `#[failed(f)]` name work of their own step, each once.
fn results_have_work(functions: &Functions, errors: &mut Errors) {
    let all: Vec<&Function> = functions.functions.iter().filter(|function| function.marks.invoke.is_some()).collect();
    let names: Vec<String> = all.iter().map(|work| work.ident().to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut seen: HashMap<(&str, String), &Ident> = HashMap::new();
    for function in &functions.functions {
        for (kind, work) in [("done", &function.marks.done), ("failed", &function.marks.failed)] {
            let Some(work) = work else { continue };
            let name = work.to_string();
            let found = all.iter().find(|candidate| *candidate.ident() == name);
            match found {
                None => {
                    let help = options::nearest(&name, &names).map(|near| format!(": did you mean `{near}`?"));
                    errors.at(work, format!("there is no work `{name}`{}", help.unwrap_or_else(|| ": write an `#[invoke] async fn` of that name".into())));
                }
                Some(candidate) if place(candidate) != place(function) => {
                    if let Receiver::Step(step) = &function.receiver {
                        errors.at(step, format!("`{name}` is the work of `{}`: write `self: {0}` here", place(candidate)));
                    }
                }
                Some(_) => {}
            }
            if let Some(first) = seen.insert((kind, name), function.ident()) {
                errors.at(work, format!("`{first}` takes this already"));
            }
        }
    }
}

/// What the function's button says.
pub(crate) fn label(function: &Function) -> String {
    match &function.marks.action {
        Some(label) => label.value(),
        None => docs::first_line(&function.item.attrs).unwrap_or_else(|| docs::words(&function.ident().unraw().to_string())),
    }
}

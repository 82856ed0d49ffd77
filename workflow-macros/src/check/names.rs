//! Rules between the functions of a workflow: what must differ, and what must be there.

use std::collections::HashMap;

use quote::ToTokens;
use syn::Ident;

use crate::codes::Rule;
use crate::errors::Errors;
use crate::parse::functions::{Function, Functions, Receiver};
use crate::parse::options;

/// One command can't mean two things at one step.
pub(super) fn commands_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: Vec<(String, &Function)> = Vec::new();
    for function in &functions.functions {
        for command in &function.marks.commands {
            let value = command.value();
            let clash = seen.iter().find(|(other, first)| *other == value && meet(first, function));
            match clash {
                Some((_, first)) if first.ident() == function.ident() => {
                    errors.at(Rule::CommandsAlike, command, format!("`{}` has this command twice", function.ident()));
                }
                Some((_, first)) => {
                    errors.at(
                        Rule::CommandsAlike,
                        command,
                        format!("`{}` and `{}` have the same command", first.ident(), function.ident()),
                    );
                }
                None => {}
            }
            seen.push((value, function));
        }
    }
}

/// Whether the user can be where both functions take commands: an entry's work everywhere.
fn meet(a: &Function, b: &Function) -> bool {
    match (&a.receiver, &b.receiver) {
        (Receiver::Step(_), Receiver::Step(_)) => place(a) == place(b),
        _ => true,
    }
}

/// The type whose method a function becomes, as text: two functions of one type can't have one name.
pub(crate) fn place(function: &Function) -> String {
    match &function.receiver {
        Receiver::Step(step) | Receiver::StepRef(step) => step.to_token_stream().to_string(),
        Receiver::None | Receiver::Any | Receiver::AnyRef => String::new(),
        Receiver::Other(_) => "?".into(),
    }
}

pub(super) fn names_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<(String, String), ()> = HashMap::new();
    for function in &functions.functions {
        let (place, name) = (place(function), function.ident());
        if seen.insert((place.clone(), name.to_string()), ()).is_some() {
            let at = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
            errors.at(
                Rule::NamesAlike,
                name,
                format!("there are two functions `{name}`{at}: give one of them another name"),
            );
        }
    }
}

pub(super) fn views_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<(String, Option<String>), &Ident> = HashMap::new();
    for function in functions.functions.iter().filter(|function| function.marks.view.is_some()) {
        let actor = function.marks.actor.as_ref().map(syn::LitStr::value);
        let whose = actor.as_ref().map(|actor| format!(" for `{actor}`")).unwrap_or_default();
        if let Some(first) = seen.insert((place(function), actor), function.ident()) {
            errors.at(
                Rule::Views,
                function.ident(),
                format!("`{}` has a view{whose} already: `{first}`", place(function)),
            );
        }
    }
}

/// `#[done(f)]` and `#[failed(f)]` name work of their own step, each once.
pub(super) fn results_have_work(functions: &Functions, errors: &mut Errors) {
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
                    errors.at(
                        Rule::Result,
                        work,
                        format!(
                            "there is no work `{name}`{}",
                            help.unwrap_or_else(|| ": write an `#[invoke] async fn` of that name".into())
                        ),
                    );
                }
                Some(candidate) if place(candidate) != place(function) => {
                    if let Receiver::Step(step) = &function.receiver {
                        errors.at(
                            Rule::Result,
                            step,
                            format!("`{name}` is the work of `{}`: write `self: {0}` here", place(candidate)),
                        );
                    }
                }
                Some(_) => {}
            }
            if let Some(first) = seen.insert((kind, name), function.ident()) {
                errors.at(Rule::Result, work, format!("`{first}` takes this already"));
            }
        }
    }
}

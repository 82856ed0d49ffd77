//! Our attributes on a function.

use std::time::Duration;

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, LitStr, Meta, Token, Type};

use super::{options, time, types};
use crate::codes::Rule;
use crate::errors::Errors;

/// Our attributes on a function, each with where it stands.
#[derive(Default, Clone)]
pub(crate) struct Marks {
    pub(crate) from: Option<From>,
    pub(crate) commands: Vec<LitStr>,
    pub(crate) action: Option<LitStr>,
    pub(crate) commit: Option<Span>,
    pub(crate) done: Option<Ident>,
    pub(crate) failed: Option<Ident>,
    pub(crate) view: Option<Span>,
    pub(crate) invoke: Option<Invoke>,
    pub(crate) when: Option<Expr>,
    pub(crate) after: Option<After>,
    pub(crate) entry: Option<Span>,
    pub(crate) exit: Option<Span>,
    pub(crate) effect: Option<Effect>,
    pub(crate) actor: Option<LitStr>,
    /// One of them is misspelt, which has been reported: it is not known what the function is.
    pub(crate) misspelt: bool,
}

/// `#[from(A, B)]`.
#[derive(Clone)]
pub(crate) struct From {
    pub(crate) span: Span,
    pub(crate) steps: Vec<Type>,
}

/// `#[after("15m")]`.
#[derive(Clone)]
pub(crate) struct After {
    pub(crate) span: Span,
    /// None when it is unreadable, which has been reported.
    pub(crate) time: Option<Duration>,
}

/// `#[effect(…)]`.
#[derive(Clone)]
pub(crate) struct Effect {
    pub(crate) retries: u32,
    pub(crate) backoff: Option<Duration>,
}

/// `#[invoke(…)]`.
#[derive(Clone)]
pub(crate) struct Invoke {
    pub(crate) span: Span,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) backoff: Option<Duration>,
}

/// Their names.
pub(super) const OURS: [&str; 14] = [
    "command", "action", "commit", "view", "invoke", "done", "failed", "from", "when", "after", "entry", "exit",
    "effect", "actor",
];

/// Takes one of our attributes; false when it is not ours.
pub(super) fn take(attribute: &Attribute, marks: &mut Marks, errors: &mut Errors) -> bool {
    let Some(ident) = attribute.path().get_ident() else { return false };
    let (name, span) = (ident.to_string(), ident.span());
    let twice = match name.as_str() {
        "command" => {
            let commands = attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated);
            let commands = errors.take(or_example(commands, attribute, "#[command(\"/make\")]")).unwrap_or_default();
            if commands.is_empty() && matches!(attribute.meta, Meta::List(_)) {
                errors.at(Rule::Written, ident, "write it like `#[command(\"/make\")]`");
            }
            marks.commands.extend(commands);
            false
        }
        "action" => {
            let label = attribute.parse_args::<LitStr>();
            put(&mut marks.action, errors.take(or_example(label, attribute, "#[action(\"Draw it\")]")))
        }
        "commit" => {
            stands_alone(attribute, errors);
            put(&mut marks.commit, Some(span))
        }
        "view" => {
            stands_alone(attribute, errors);
            put(&mut marks.view, Some(span))
        }
        "done" => {
            let work = errors.take(or_example(attribute.parse_args(), attribute, "#[done(render)]"));
            put(&mut marks.done, work)
        }
        "failed" => {
            let work = errors.take(or_example(attribute.parse_args(), attribute, "#[failed(render)]"));
            put(&mut marks.failed, work)
        }
        "from" => {
            let steps = attribute.parse_args_with(Punctuated::<Type, Token![,]>::parse_terminated);
            let steps = errors.take(or_example(steps, attribute, "#[from(PickShape, Review)]"));
            if steps.as_ref().is_some_and(Punctuated::is_empty) {
                errors.at(Rule::From, ident, "from which steps? Write it like `#[from(PickShape, Review)]`");
            }
            let steps = steps.into_iter().flatten().map(|step| types::bare(&step).clone()).collect();
            put(&mut marks.from, Some(From { span, steps }))
        }
        "when" => {
            let guard = attribute.parse_args::<Expr>();
            let example = "#[when(is_ready)]` or `#[when(|step| step.ready)]";
            put(&mut marks.when, errors.take(or_example(guard, attribute, example)))
        }
        "after" => {
            let time = errors.take(or_example(attribute.parse_args::<LitStr>(), attribute, "#[after(\"15m\")]"));
            let time = time.and_then(|time| errors.take(time::parse(&time)));
            put(&mut marks.after, Some(After { span, time }))
        }
        "entry" => {
            stands_alone(attribute, errors);
            put(&mut marks.entry, Some(span))
        }
        "exit" => {
            stands_alone(attribute, errors);
            put(&mut marks.exit, Some(span))
        }
        "effect" => {
            let effect = effect(attribute, errors);
            put(&mut marks.effect, Some(effect))
        }
        "actor" => {
            let actor = errors.take(or_example(attribute.parse_args::<LitStr>(), attribute, "#[actor(\"reviewer\")]"));
            put(&mut marks.actor, actor)
        }
        "invoke" => {
            let invoke = invoke(attribute, errors);
            put(&mut marks.invoke, Some(invoke))
        }
        _ => return false,
    };
    if twice {
        errors.at(Rule::Twice, ident, format!("`#[{name}]` is given twice"));
    }
    true
}

/// Puts a value in its place; true when there was one.
fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let twice = place.is_some() && value.is_some();
    *place = place.take().or(value);
    twice
}

/// Says how the attribute is written when its arguments do not parse.
fn or_example<T>(result: syn::Result<T>, attribute: &Attribute, example: &str) -> syn::Result<T> {
    result.map_err(|error| {
        let span = if matches!(attribute.meta, Meta::List(_)) { error.span() } else { attribute.path().span() };
        syn::Error::new(span, Rule::Written.says(format!("write it like `{example}`")))
    })
}

fn stands_alone(attribute: &Attribute, errors: &mut Errors) {
    if !matches!(attribute.meta, Meta::Path(_)) {
        let path = attribute.path();
        let name = path.get_ident().map(Ident::to_string).unwrap_or_default();
        errors.at(Rule::Written, path, format!("`#[{name}]` stands alone: write it with nothing behind it"));
    }
}

fn invoke(attribute: &Attribute, errors: &mut Errors) -> Invoke {
    let mut found = Invoke { span: attribute.path().span(), timeout: None, retries: 0, backoff: None };
    if matches!(attribute.meta, Meta::Path(_)) {
        return found;
    }
    let keys = ["timeout", "retries", "backoff"];
    let result = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &keys, |key, _, input, errors| {
            match key {
                "timeout" => found.timeout = errors.take(time::parse(&options::text(input)?)),
                "retries" => found.retries = options::number(input)?,
                "backoff" => found.backoff = errors.take(time::parse(&options::text(input)?)),
                _ => return Ok(false),
            }
            Ok(true)
        })
    });
    errors.take(result);
    found
}

fn effect(attribute: &Attribute, errors: &mut Errors) -> Effect {
    let mut found = Effect { retries: 0, backoff: None };
    if matches!(attribute.meta, Meta::Path(_)) {
        return found;
    }
    let keys = ["retries", "backoff"];
    let result = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &keys, |key, _, input, errors| {
            match key {
                "retries" => found.retries = options::number(input)?,
                "backoff" => found.backoff = errors.take(time::parse(&options::text(input)?)),
                _ => return Ok(false),
            }
            Ok(true)
        })
    });
    errors.take(result);
    found
}

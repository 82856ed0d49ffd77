//! The impl of transitions as the user wrote it.

use std::time::Duration;

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Expr, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, LitStr, Meta, PatType, Path, ReceiverKind,
    ReturnType, Token, Type,
};

use super::steps::refuse_cfg;
use super::{options, time, types};
use crate::errors::Errors;

/// An impl under `#[workflow]`.
pub(crate) struct Functions {
    pub(crate) krate: Option<Path>,
    /// Attributes of the impl itself, as lint levels.
    pub(crate) attributes: Vec<Attribute>,
    /// The workflow's type.
    pub(crate) workflow: Type,
    pub(crate) functions: Vec<Function>,
    /// What is no function.
    pub(crate) others: Vec<ImplItem>,
}

/// A function, with our attributes taken off.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) item: ImplItemFn,
    pub(crate) receiver: Receiver,
    pub(crate) marks: Marks,
}

/// What stands before the first comma.
#[derive(Clone)]
pub(crate) enum Receiver {
    /// Nothing.
    None,
    /// `self: Step`.
    Step(Type),
    /// `self`.
    Any,
    /// `self: &Step`.
    StepRef(Type),
    /// `&self`.
    AnyRef,
    /// Something else: not in the language.
    Other(Box<syn::Receiver>),
}

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

const OURS: [&str; 14] = [
    "command", "action", "commit", "view", "invoke", "done", "failed", "from", "when", "after", "entry", "exit",
    "effect", "actor",
];

pub(crate) fn parse(options: TokenStream, item: ItemImpl, errors: &mut Errors) -> Functions {
    let krate = impl_options(options, errors);
    if !item.generics.params.is_empty() {
        errors.at(&item.generics, "a workflow can't be generic: put what varies in the data of its steps");
    }
    if let Some((path, _)) = &item.trait_ {
        errors.at(path, "`#[workflow]` stands on the workflow's own impl, not on that of a trait");
    }
    let (mut functions, mut others) = (Vec::new(), Vec::new());
    for item in item.items {
        match item {
            ImplItem::Fn(item) => of_each_step(function(item, errors), &mut functions, errors),
            other => {
                let message = "only functions stand in the impl of a workflow: put this in an impl of its own";
                match &other {
                    ImplItem::Const(item) => errors.at(&item.ident, message),
                    ImplItem::Type(item) => errors.at(&item.ident, message),
                    ImplItem::Macro(item) => errors.at(&item.mac.path, message),
                    other => errors.at(other, message),
                }
                others.push(other);
            }
        }
    }
    Functions { krate, attributes: item.attrs, workflow: types::bare(&item.self_ty).clone(), functions, others }
}

/// A function `#[from(A, B)]` is one of `A` and one of `B`.
fn of_each_step(function: Function, functions: &mut Vec<Function>, errors: &mut Errors) {
    let Some(from) = function.marks.from.clone() else { return functions.push(function) };
    if !matches!(function.receiver, Receiver::Any) {
        let name = function.ident();
        let message = match function.receiver {
            Receiver::Step(_) | Receiver::StepRef(_) => {
                format!("`{name}` names its step already: write plain `self` for the steps in `#[from(…)]`")
            }
            _ => format!("`#[from(…)]` stands on transitions: write `self` as the first parameter of `{name}`"),
        };
        errors.span(from.span, message);
        return functions.push(function);
    }
    let mut seen = Vec::new();
    for step in from.steps {
        let name = types::text(&step);
        if seen.contains(&name) {
            errors.at(&step, format!("`{name}` stands twice in this `#[from(…)]`"));
        } else {
            functions.push(Function { receiver: Receiver::Step(step), ..function.clone() });
            seen.push(name);
        }
    }
    if seen.is_empty() {
        functions.push(function);
    }
}

fn impl_options(options: TokenStream, errors: &mut Errors) -> Option<Path> {
    let mut krate = None;
    let parser = |input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &["crate"], |key, span, input, errors| {
            match key {
                "crate" => krate = Some(options::path(input)?),
                "name" | "version" | "upgrade" => {
                    errors.span(span, format!("`{key}` stands on the enum of the steps"));
                    input.parse::<Token![=]>()?;
                    input.parse::<syn::Expr>()?;
                }
                _ => return Ok(false),
            }
            Ok(true)
        })
    };
    if let Err(error) = parser.parse2(options) {
        errors.syn(error);
    }
    krate
}

fn function(mut item: ImplItemFn, errors: &mut Errors) -> Function {
    let mut marks = Marks::default();
    let mut others = Vec::new();
    for attribute in std::mem::take(&mut item.attrs) {
        if !mark(&attribute, &mut marks, errors) {
            refuse_cfg(&attribute, errors);
            if !options::misspelt(&attribute, &OURS, errors) {
                others.push(attribute);
            }
        }
    }
    item.attrs = others;
    for input in &item.sig.inputs {
        let (FnArg::Typed(PatType { attrs, .. }) | FnArg::Receiver(syn::Receiver { attrs, .. })) = input;
        attrs.iter().for_each(|attribute| refuse_cfg(attribute, errors));
    }
    let receiver = receiver(&item);
    Function { item, receiver, marks }
}

/// Takes one of our attributes; false when it is not ours.
fn mark(attribute: &Attribute, marks: &mut Marks, errors: &mut Errors) -> bool {
    let Some(ident) = attribute.path().get_ident() else { return false };
    let (name, span) = (ident.to_string(), ident.span());
    let twice = match name.as_str() {
        "command" => {
            let commands = attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated);
            let commands = errors.take(or_example(commands, attribute, "#[command(\"/make\")]")).unwrap_or_default();
            if commands.is_empty() && matches!(attribute.meta, Meta::List(_)) {
                errors.at(ident, "write it like `#[command(\"/make\")]`");
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
                errors.at(ident, "from which steps? Write it like `#[from(PickShape, Review)]`");
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
        errors.at(ident, format!("`#[{name}]` is given twice"));
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
        syn::Error::new(span, format!("write it like `{example}`"))
    })
}

fn stands_alone(attribute: &Attribute, errors: &mut Errors) {
    if !matches!(attribute.meta, Meta::Path(_)) {
        let path = attribute.path();
        let name = path.get_ident().map(Ident::to_string).unwrap_or_default();
        errors.at(path, format!("`#[{name}]` stands alone: write it with nothing behind it"));
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

fn receiver(item: &ImplItemFn) -> Receiver {
    let Some(FnArg::Receiver(receiver)) = item.sig.inputs.first() else { return Receiver::None };
    match &receiver.kind {
        ReceiverKind::Value => Receiver::Any,
        ReceiverKind::Reference(_, None, None) => Receiver::AnyRef,
        ReceiverKind::Typed(_, ty) => match types::bare(ty) {
            Type::Reference(reference) => match types::bare(&reference.elem) {
                step if reference.mutability.is_none() && reference.lifetime.is_none() && names_a_step(step) => {
                    Receiver::StepRef(step.clone())
                }
                _ => Receiver::Other(Box::new(receiver.clone())),
            },
            // Reported by itself.
            ty if is_self(ty) => Receiver::Any,
            ty if names_a_step(ty) => Receiver::Step(ty.clone()),
            _ => Receiver::Other(Box::new(receiver.clone())),
        },
        _ => Receiver::Other(Box::new(receiver.clone())),
    }
}

/// Whether it is a path without type arguments, as every step's is.
fn names_a_step(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.qself.is_none() && path.path.segments.iter().all(|segment| segment.arguments.is_none()) && !is_self(ty)
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Self"))
}

impl Function {
    pub(crate) fn ident(&self) -> &Ident {
        &self.item.sig.ident
    }

    /// The parameters but for the receiver.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &syn::PatType> {
        self.item.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        })
    }

    /// The type that is returned.
    pub(crate) fn output(&self) -> Option<&Type> {
        match &self.item.sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(types::bare(ty)),
        }
    }

    /// Whether it is a hook of a step rather than an edge.
    pub(crate) fn is_hook(&self) -> bool {
        matches!(self.receiver, Receiver::StepRef(_) | Receiver::AnyRef)
    }
}

//! The impl of transitions as the user wrote it.

use std::time::Duration;

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, LitStr, Meta, Path, ReceiverKind, ReturnType, Token, Type,
};

use super::steps::refuse_cfg;
use super::{options, time};
use crate::errors::Errors;

/// An impl under `#[workflow]`.
pub(crate) struct Functions {
    pub(crate) krate: Option<Path>,
    /// Attributes of the impl itself, as lint levels.
    pub(crate) attributes: Vec<Attribute>,
    /// The workflow's type.
    pub(crate) workflow: Type,
    pub(crate) functions: Vec<Function>,
}

/// A function, with our attributes taken off.
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
    /// `&self`, or something else: not in the language.
    Other(Span),
}

/// Our attributes on a function, each with where it stands.
#[derive(Default)]
pub(crate) struct Marks {
    pub(crate) commands: Vec<LitStr>,
    pub(crate) action: Option<LitStr>,
    pub(crate) commit: Option<Span>,
    pub(crate) done: Option<Ident>,
    pub(crate) failed: Option<Ident>,
    pub(crate) view: Option<Span>,
    pub(crate) invoke: Option<Invoke>,
}

/// `#[invoke(…)]`.
pub(crate) struct Invoke {
    pub(crate) span: Span,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) backoff: Option<Duration>,
}

const OURS: [&str; 7] = ["command", "action", "commit", "view", "invoke", "done", "failed"];

pub(crate) fn parse(options: TokenStream, item: ItemImpl, errors: &mut Errors) -> Functions {
    let krate = impl_options(options, errors);
    if !item.generics.params.is_empty() {
        errors.at(&item.generics, "a workflow can't be generic: put what varies in the data of its steps");
    }
    if let Some((path, _)) = &item.trait_ {
        errors.at(path, "`#[workflow]` stands on the workflow's own impl, not on that of a trait");
    }
    let mut functions = Vec::new();
    for item in item.items {
        match item {
            ImplItem::Fn(item) => functions.push(function(item, errors)),
            other => errors.at(other, "only functions stand in the impl of a workflow: put this in an impl of its own"),
        }
    }
    Functions { krate, attributes: item.attrs, workflow: *item.self_ty, functions }
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
            misspelt(&attribute, errors);
            others.push(attribute);
        }
    }
    item.attrs = others;
    let receiver = receiver(&item);
    Function { item, receiver, marks }
}

/// Takes one of our attributes; false when it is not ours.
fn mark(attribute: &Attribute, marks: &mut Marks, errors: &mut Errors) -> bool {
    let Some(name) = attribute.path().get_ident().map(Ident::to_string) else { return false };
    let span = attribute.span();
    match name.as_str() {
        "command" => {
            let commands = attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated);
            let commands = errors.take(or_example(commands, attribute, "#[command(\"/make\")]"));
            marks.commands.extend(commands.into_iter().flatten());
        }
        "action" => {
            let label = attribute.parse_args::<LitStr>();
            marks.action = errors.take(or_example(label, attribute, "#[action(\"Draw it\")]"));
        }
        "commit" => {
            bare(attribute, errors);
            marks.commit = Some(span);
        }
        "view" => {
            bare(attribute, errors);
            marks.view = Some(span);
        }
        "done" => marks.done = errors.take(or_example(attribute.parse_args(), attribute, "#[done(render)]")),
        "failed" => marks.failed = errors.take(or_example(attribute.parse_args(), attribute, "#[failed(render)]")),
        "invoke" => marks.invoke = Some(invoke(attribute, errors)),
        _ => return false,
    }
    true
}

/// Says how the attribute is written when its arguments do not parse.
fn or_example<T>(result: syn::Result<T>, attribute: &Attribute, example: &str) -> syn::Result<T> {
    result.map_err(|error| {
        let span = if matches!(attribute.meta, Meta::Path(_)) { attribute.span() } else { error.span() };
        syn::Error::new(span, format!("write it like `{example}`"))
    })
}

fn bare(attribute: &Attribute, errors: &mut Errors) {
    if let Err(error) = attribute.meta.require_path_only() {
        errors.syn(error);
    }
}

fn invoke(attribute: &Attribute, errors: &mut Errors) -> Invoke {
    let mut found = Invoke { span: attribute.span(), timeout: None, retries: 0, backoff: None };
    if matches!(attribute.meta, Meta::Path(_)) {
        return found;
    }
    let keys = ["timeout", "retries", "backoff"];
    let result = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &keys, |key, _, input, _| {
            match key {
                "timeout" => found.timeout = Some(time::parse(&options::text(input)?)?),
                "retries" => found.retries = options::number(input)?,
                "backoff" => found.backoff = Some(time::parse(&options::text(input)?)?),
                _ => return Ok(false),
            }
            Ok(true)
        })
    });
    errors.take(result);
    found
}

/// An attribute that is nearly one of ours.
fn misspelt(attribute: &Attribute, errors: &mut Errors) {
    const RUST: [&str; 14] = [
        "doc", "allow", "expect", "warn", "deny", "forbid", "cfg", "cfg_attr", "inline", "cold", "must_use",
        "deprecated", "tracing", "instrument",
    ];
    let Some(ident) = attribute.path().get_ident() else { return };
    let name = ident.to_string();
    if RUST.contains(&name.as_str()) {
        return;
    }
    if let Some(ours) = options::nearest(&name, &OURS) {
        errors.span(ident.span(), format!("there is no attribute `{name}`: did you mean `{ours}`?"));
    }
}

fn receiver(item: &ImplItemFn) -> Receiver {
    let Some(FnArg::Receiver(receiver)) = item.sig.inputs.first() else { return Receiver::None };
    match &receiver.kind {
        ReceiverKind::Value => Receiver::Any,
        ReceiverKind::Typed(_, ty) => match &**ty {
            Type::Reference(reference) if reference.mutability.is_none() => {
                Receiver::StepRef((*reference.elem).clone())
            }
            Type::Path(_) => Receiver::Step((**ty).clone()),
            other => Receiver::Other(other.span()),
        },
        _ => Receiver::Other(receiver.span()),
    }
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
            ReturnType::Type(_, ty) => Some(ty),
        }
    }

    /// Whether it is a hook of a step rather than an edge.
    pub(crate) fn is_hook(&self) -> bool {
        matches!(self.receiver, Receiver::StepRef(_))
    }
}

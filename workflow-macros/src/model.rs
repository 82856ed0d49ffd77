//! What is emitted, resolved: names as they are stored, docs as text, functions sorted by what they are. No choice is
//! left to the emitters.

use std::collections::HashSet;
use std::time::Duration;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, FieldsUnnamed, Ident, ImplItem, ImplItemFn, LitStr, Path, Type, Visibility};

use crate::check;
use crate::parse::docs;
use crate::parse::functions::{self, Functions, Receiver};
use crate::parse::steps::{self, SerdeOptions};
use crate::parse::types;

/// A workflow's enum.
pub(crate) struct Workflow {
    /// The path of the crate `workflow`.
    pub(crate) krate: TokenStream,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) derives: Vec<Path>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) version: u32,
    pub(crate) upgrade: Option<Path>,
    pub(crate) docs: String,
    pub(crate) steps: Vec<Step>,
}

/// A step.
pub(crate) struct Step {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) ident: Ident,
    /// The stored name.
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) end: bool,
    pub(crate) fields: Vec<Field>,
    /// Its data, when it has no names: that has been refused, and the type is left as it was written.
    pub(crate) unnamed: Option<FieldsUnnamed>,
}

/// A field of a step.
pub(crate) struct Field {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The stored name.
    pub(crate) name: String,
    pub(crate) default: Option<Option<Path>>,
    pub(crate) with: Option<Path>,
    pub(crate) skip: bool,
}

/// A workflow's impl.
pub(crate) struct Impl {
    /// The path of the crate `workflow`.
    pub(crate) krate: TokenStream,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) workflow: Type,
    pub(crate) functions: Vec<Function>,
    /// What is no function: that has been refused, and is left as it was written.
    pub(crate) others: Vec<ImplItem>,
}

/// A function of the impl.
pub(crate) struct Function {
    pub(crate) item: ImplItemFn,
    /// The type that it becomes a function of.
    pub(crate) owner: Type,
    /// The types of its parameters but for the receiver and what work gives.
    pub(crate) parameters: Vec<Type>,
    /// What it returns.
    pub(crate) output: Type,
    pub(crate) kind: Kind,
}

/// What a function is.
#[expect(clippy::large_enum_variant, reason = "one a function, made once")]
pub(crate) enum Kind {
    Edge(Edge),
    Work(Work),
    View,
}

/// An edge.
pub(crate) struct Edge {
    pub(crate) from: From,
    pub(crate) trigger: Trigger,
    pub(crate) commands: Vec<String>,
    pub(crate) label: String,
    pub(crate) docs: String,
    /// The label in `#[action]`: the transition must take no input.
    pub(crate) action: Option<LitStr>,
    pub(crate) commit: bool,
}

/// Where an edge begins. The step of `Step` is the function's owner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Entry,
    Step,
    Any,
}

/// What makes an edge be taken; with the type of its first parameter.
pub(crate) enum Trigger {
    User,
    Done(Ident, Type),
    Failed(Ident, Type),
}

/// The work of the function's owner.
pub(crate) struct Work {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) backoff: Duration,
}

const BACKOFF: Duration = Duration::from_secs(1);

pub(crate) fn steps(parsed: steps::Steps) -> Workflow {
    let options = parsed.options;
    let mut seen = HashSet::from([parsed.ident.clone()]);
    Workflow {
        krate: krate(options.krate),
        name: options.name.map_or_else(|| parsed.ident.unraw().to_string().to_snake_case(), |name| name.value()),
        version: options.version.unwrap_or(1).max(1),
        upgrade: options.upgrade,
        docs: docs::text(&parsed.attributes),
        attributes: parsed.attributes,
        derives: parsed.derives,
        visibility: parsed.visibility,
        ident: parsed.ident,
        // A second type of a name has been reported.
        steps: parsed.steps.into_iter().filter(|step| seen.insert(step.ident.clone())).map(step).collect(),
    }
}

fn step(parsed: steps::Step) -> Step {
    Step {
        name: parsed.name.map_or_else(|| parsed.ident.unraw().to_string(), |name| name.value()),
        docs: docs::text(&parsed.attributes),
        attributes: parsed.attributes,
        ident: parsed.ident,
        end: parsed.end,
        fields: parsed.fields.into_iter().map(field).collect(),
        unnamed: parsed.unnamed,
    }
}

fn field(parsed: steps::Field) -> Field {
    let SerdeOptions { default, rename, with, skip } = parsed.serde;
    Field {
        name: rename.map_or_else(|| parsed.ident.unraw().to_string(), |name| name.value()),
        attributes: parsed.attributes,
        ident: parsed.ident,
        ty: parsed.ty,
        default,
        with,
        skip,
    }
}

/// The functions that can be emitted: those with a known receiver and a return type, the first of each name at a step.
/// The others have been reported.
pub(crate) fn functions(parsed: Functions) -> Impl {
    let workflow = parsed.workflow;
    let mut seen = HashSet::new();
    let functions = parsed
        .functions
        .into_iter()
        .filter(|function| seen.insert((check::place(function), function.ident().to_string())))
        .filter_map(|parsed| function(parsed, &workflow))
        .collect();
    Impl { krate: krate(parsed.krate), attributes: parsed.attributes, workflow, functions, others: parsed.others }
}

fn function(parsed: functions::Function, workflow: &Type) -> Option<Function> {
    let output = parsed.output()?.clone();
    let label = check::label(&parsed);
    let mut parameters: Vec<Type> = parsed.parameters().map(|parameter| (*parameter.ty).clone()).collect();
    let functions::Function { mut item, receiver, marks } = parsed;
    let (owner, from) = match receiver {
        Receiver::None => (workflow.clone(), From::Entry),
        Receiver::Any => (workflow.clone(), From::Any),
        Receiver::Step(step) | Receiver::StepRef(step) => (step, From::Step),
        Receiver::Other(_) => return None,
    };
    let kind = if let Some(invoke) = marks.invoke {
        Kind::Work(Work {
            timeout: invoke.timeout,
            retries: invoke.retries,
            backoff: invoke.backoff.unwrap_or(BACKOFF),
        })
    } else if marks.view.is_some() {
        Kind::View
    } else {
        let trigger = match (marks.done, marks.failed) {
            (Some(work), _) if !parameters.is_empty() => Trigger::Done(work, parameters.remove(0)),
            (_, Some(work)) if !parameters.is_empty() => Trigger::Failed(work, parameters.remove(0)),
            _ => Trigger::User,
        };
        Kind::Edge(Edge {
            from,
            trigger,
            commands: marks.commands.iter().map(syn::LitStr::value).collect(),
            label,
            docs: docs::text(&item.attrs),
            action: marks.action,
            commit: marks.commit.is_some(),
        })
    };
    plain_receiver(&mut item);
    if check::has_wrong_to(&output) {
        item.block = syn::parse_quote!({ ::core::unreachable!() });
    }
    Some(Function { item, owner, parameters, output, kind })
}

/// `self: Step` becomes `self` of the impl of `Step`, and `self: &Step` becomes `&self`; `mut` stays.
fn plain_receiver(item: &mut ImplItemFn) {
    if let Some(syn::FnArg::Receiver(receiver)) = item.sig.inputs.first_mut()
        && let syn::ReceiverKind::Typed(_, ty) = &receiver.kind
    {
        receiver.kind = match types::bare(ty) {
            Type::Reference(reference) => {
                syn::ReceiverKind::Reference(reference.and_token, reference.lifetime.clone(), None)
            }
            _ => syn::ReceiverKind::Value,
        };
    }
}

fn krate(path: Option<Path>) -> TokenStream {
    path.map_or_else(|| quote!(::workflow), |path| path.to_token_stream())
}

impl Function {
    /// The function's name without `r#`.
    pub(crate) fn name(&self) -> String {
        self.item.sig.ident.unraw().to_string()
    }

    pub(crate) fn ident(&self) -> &Ident {
        &self.item.sig.ident
    }

    pub(crate) fn is_async(&self) -> bool {
        self.item.sig.asyncness.is_some()
    }
}

//! What is emitted, resolved: names as they are stored, docs as text, functions sorted by what they are. No choice is
//! left to the emitters.

use std::collections::HashSet;
use std::time::Duration;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Expr, FieldsUnnamed, Ident, ImplItem, ImplItemFn, LitStr, Path, Type, Visibility};

use crate::check;
use crate::parse::docs;
use crate::parse::functions::{self, Functions, Receiver};
use crate::parse::marks::After;
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
    pub(crate) no_back: bool,
    /// The positions of the steps that every path to it passes.
    pub(crate) after: Vec<usize>,
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
    /// For this role; for the session's owner when there is none.
    View(Option<String>),
    Effect(Effect),
    Hook(Hook),
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
    pub(crate) guard: Option<Expr>,
    pub(crate) actor: Option<String>,
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
    After(Duration, Span),
}

/// The work of the function's owner.
pub(crate) struct Work {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) backoff: Duration,
}

/// An effect: the type that asks for it, and what it is done with.
pub(crate) struct Effect {
    pub(crate) ident: Ident,
    pub(crate) payload: Type,
    pub(crate) retries: u32,
    pub(crate) backoff: Duration,
}

/// An observer of the function's owner: of every step when that is the workflow.
#[derive(Clone, Copy)]
pub(crate) struct Hook {
    pub(crate) of: HookOf,
    pub(crate) when: When,
}

/// Whose observer a hook is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum HookOf {
    Step,
    Any,
}

/// When a hook is called.
#[derive(Clone, Copy)]
pub(crate) enum When {
    Entry,
    Exit,
}

const BACKOFF: Duration = Duration::from_secs(1);

pub(crate) fn steps(parsed: steps::Steps) -> Workflow {
    let options = parsed.options;
    let mut seen = HashSet::from([parsed.ident.clone()]);
    // A second type of a name has been reported.
    let kept: Vec<steps::Step> = parsed.steps.into_iter().filter(|step| seen.insert(step.ident.clone())).collect();
    let idents: Vec<Ident> = kept.iter().map(|step| step.ident.clone()).collect();
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
        steps: kept.into_iter().map(|parsed| step(parsed, &idents)).collect(),
    }
}

fn step(parsed: steps::Step, all: &[Ident]) -> Step {
    Step {
        no_back: parsed.no_back,
        after: parsed.after.iter().filter_map(|passed| all.iter().position(|ident| ident == passed)).collect(),
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

/// The functions that can be emitted: those with a known receiver, the first of each name at a step.
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
    let output = parsed.output().cloned().unwrap_or_else(|| syn::parse_quote!(()));
    let is_told_of = check::lacks_output(&parsed) || check::has_wrong_to(&output);
    let label = check::label(&parsed);
    let mut parameters: Vec<Type> = parsed.parameters().map(|parameter| (*parameter.ty).clone()).collect();
    let functions::Function { mut item, receiver, marks } = parsed;
    let (owner, from) = match &receiver {
        Receiver::None => (workflow.clone(), From::Entry),
        Receiver::Any | Receiver::AnyRef => (workflow.clone(), From::Any),
        Receiver::Step(step) | Receiver::StepRef(step) => (step.clone(), From::Step),
        Receiver::Other(_) => return None,
    };
    let is_hook = matches!(receiver, Receiver::StepRef(_) | Receiver::AnyRef);
    let actor = marks.actor.as_ref().map(LitStr::value);
    let kind = if let Some(effect) = marks.effect {
        if parameters.is_empty() || from != From::Entry {
            return None;
        }
        Kind::Effect(Effect {
            ident: camel(&item.sig.ident),
            payload: parameters.remove(0),
            retries: effect.retries,
            backoff: effect.backoff.unwrap_or(BACKOFF),
        })
    } else if let Some(invoke) = marks.invoke {
        Kind::Work(Work {
            timeout: invoke.timeout,
            retries: invoke.retries,
            backoff: invoke.backoff.unwrap_or(BACKOFF),
        })
    } else if marks.view.is_some() {
        Kind::View(actor)
    } else if is_hook {
        let when = if marks.exit.is_some() { When::Exit } else { When::Entry };
        Kind::Hook(Hook { of: if from == From::Any { HookOf::Any } else { HookOf::Step }, when })
    } else {
        let trigger = match (marks.done, marks.failed, marks.after) {
            (Some(work), ..) if !parameters.is_empty() => Trigger::Done(work, parameters.remove(0)),
            (_, Some(work), _) if !parameters.is_empty() => Trigger::Failed(work, parameters.remove(0)),
            (.., Some(After { time: Some(time), span })) => Trigger::After(time, span),
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
            guard: marks.when,
            actor,
        })
    };
    plain_receiver(&mut item);
    if is_told_of {
        // What is returned would be refused once more.
        item.attrs.push(syn::parse_quote!(#[allow(unused_variables, unused_mut)]));
        item.block = syn::parse_quote!({ ::core::unreachable!() });
    }
    Some(Function { item, owner, parameters, output, kind })
}

/// `refund_all` as `RefundAll`.
fn camel(function: &Ident) -> Ident {
    Ident::new(&function.unraw().to_string().to_upper_camel_case(), function.span())
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

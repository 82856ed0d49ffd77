//! The impl of transitions as the user wrote it.

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::{
    Attribute, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, PatType, Path, ReceiverKind, ReturnType, Token, Type,
};

use super::marks::{self, Marks};
use super::steps::refuse_cfg;
use super::{options, types};
use crate::codes::Rule;
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

pub(crate) fn parse(options: TokenStream, item: ItemImpl, errors: &mut Errors) -> Functions {
    let krate = impl_options(options, errors);
    if !item.generics.params.is_empty() {
        errors.at(
            Rule::Generic,
            &item.generics,
            "a workflow can't be generic: put what varies in the data of its steps",
        );
    }
    if let Some((path, _)) = &item.trait_ {
        errors.at(Rule::Place, path, "`#[workflow]` stands on the workflow's own impl, not on that of a trait");
    }
    let (mut functions, mut others) = (Vec::new(), Vec::new());
    for item in item.items {
        match item {
            ImplItem::Fn(item) => of_each_step(function(item, errors), &mut functions, errors),
            other => {
                let message = "only functions stand in the impl of a workflow: put this in an impl of its own";
                match &other {
                    ImplItem::Const(item) => errors.at(Rule::OnlyFunctions, &item.ident, message),
                    ImplItem::Type(item) => errors.at(Rule::OnlyFunctions, &item.ident, message),
                    ImplItem::Macro(item) => errors.at(Rule::OnlyFunctions, &item.mac.path, message),
                    other => errors.at(Rule::OnlyFunctions, other, message),
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
        errors.span(Rule::From, from.span, message);
        return functions.push(function);
    }
    let mut seen = Vec::new();
    for step in from.steps {
        let name = types::text(&step);
        if seen.contains(&name) {
            errors.at(Rule::From, &step, format!("`{name}` stands twice in this `#[from(…)]`"));
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
                    errors.span(Rule::Place, span, format!("`{key}` stands on the enum of the steps"));
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
        if !marks::take(&attribute, &mut marks, errors) {
            refuse_cfg(&attribute, errors);
            if options::misspelt(&attribute, &marks::OURS, errors) {
                marks.misspelt = true;
            } else {
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
}

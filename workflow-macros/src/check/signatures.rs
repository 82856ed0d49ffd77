//! Rules for the signature of a function.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{Ident, ReceiverKind, Safety, Type, TypeReference};

use crate::codes::Rule;
use crate::errors::Errors;
use crate::parse::functions::{Function, Receiver};
use crate::parse::types;

pub(super) fn receiver_is_known(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    let may = marks.entry.is_some() || marks.exit.is_some() || marks.misspelt;
    if matches!(function.receiver, Receiver::AnyRef) && !may {
        let message = if marks.view.is_some() {
            format!("a view looks at one step: write `self: &Step` in `{name}`")
        } else if marks.invoke.is_some() {
            format!("work belongs to one step: write `self: &Step` in `{name}`")
        } else {
            format!(
                "`{name}` borrows the whole workflow: write `self: Step` for a transition, `self` for one from every step, `self: &Step` for a hook; or mark it `#[entry]` or `#[exit]`"
            )
        };
        errors.at(Rule::Receiver, function.item.sig.inputs.first(), message);
    }
    let Receiver::Other(receiver) = &function.receiver else { return };
    let message = match &receiver.kind {
        ReceiverKind::Reference(..) => format!(
            "`{name}` can't change the workflow in place: write `self: Step` and return the step that it leads to"
        ),
        ReceiverKind::Typed(_, ty) => match types::bare(ty) {
            Type::Reference(TypeReference { mutability: Some(_), elem, .. }) => {
                let step = elem.to_token_stream();
                format!(
                    "`{name}` can't change its step in place: write `self: {step}` and return the step that it leads to"
                )
            }
            Type::Reference(TypeReference { lifetime: Some(_), elem, .. }) => {
                format!("the step is borrowed for the call: write `self: &{}`", elem.to_token_stream())
            }
            _ => format!("write `self: Step` with the name of a step in `{name}`, or `self: &Step` for a hook"),
        },
        _ => format!("`{name}` needs a step: write `self: Step`"),
    };
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) => errors.at(Rule::Receiver, ty, message),
        _ => errors.at(Rule::Receiver, receiver, message),
    }
}

pub(super) fn returns_something(function: &Function, errors: &mut Errors) {
    if lacks_output(function) {
        let name = function.ident();
        let message = if function.marks.effect.is_some() {
            format!("`{name}` returns nothing: an effect returns `Result<()>`, so that it is tried again when it fails")
        } else if function.marks.view.is_some() {
            format!("`{name}` returns nothing: a view returns `View`")
        } else if function.marks.invoke.is_some() {
            format!("`{name}` returns nothing: work returns `Result<T>`; `Result<()>` when there is nothing to tell")
        } else {
            format!("`{name}` returns nothing: a transition returns the step that it leads to")
        };
        errors.at(Rule::ReturnsNothing, name, message);
    }
}

/// Whether it returns nothing and must return something.
pub(crate) fn lacks_output(function: &Function) -> bool {
    let marks = &function.marks;
    // A hook returns nothing; one that is unmarked or whose mark is misspelt has been reported.
    let is_hook = marks.entry.is_some() || marks.exit.is_some() || matches!(function.receiver, Receiver::AnyRef);
    let may = is_hook || marks.misspelt && matches!(function.receiver, Receiver::StepRef(_));
    function.output().is_none() && !may && !matches!(function.receiver, Receiver::Other(_))
}

/// `To` takes up to eight different steps in a tuple.
pub(super) fn returns_well_formed_to(function: &Function, errors: &mut Errors) {
    let Some(output) = function.output() else { return };
    if let Type::ImplTrait(ty) = output {
        errors.at(
            Rule::ImplTrait,
            ty,
            format!("name the type: the graph is read from what `{}` returns", function.ident()),
        );
    }
    match types::to(output) {
        Some(Type::Tuple(steps)) => {
            let mut seen = HashSet::new();
            for step in &steps.elems {
                let name = step.to_token_stream().to_string();
                if !seen.insert(name.clone()) {
                    errors.at(Rule::To, step, format!("`{name}` stands twice in this `To`"));
                }
            }
            if let Some(ninth) = steps.elems.iter().nth(types::MAX_TARGETS) {
                errors.at(
                    Rule::To,
                    ninth,
                    format!(
                        "a `To` has up to {} steps: put a step between, which leads to the others",
                        types::MAX_TARGETS
                    ),
                );
            }
            if steps.elems.is_empty() {
                errors.at(
                    Rule::To,
                    steps,
                    format!("`{}` leads nowhere: name the steps in `To<(A, B)>`", function.ident()),
                );
            }
        }
        Some(other) => {
            let name = other.to_token_stream();
            errors.at(
                Rule::To,
                other,
                format!("`To` takes a tuple: return `{name}` itself, or one of several steps as `To<({name}, …)>`"),
            );
        }
        None => {}
    }
}

/// Whether `returns_well_formed_to` has refused it: `goto` in its body would be refused once more.
pub(crate) fn has_wrong_to(output: &Type) -> bool {
    match types::to(output) {
        Some(Type::Tuple(steps)) => {
            let mut seen = HashSet::new();
            let count = steps.elems.len();
            count == 0
                || count > types::MAX_TARGETS
                || !steps.elems.iter().all(|step| seen.insert(step.to_token_stream().to_string()))
        }
        Some(_) => true,
        None => false,
    }
}

pub(super) fn is_plain(function: &Function, errors: &mut Errors) {
    let signature = &function.item.sig;
    if let Safety::Unsafe(keyword) = &signature.safety {
        errors.at(Rule::Plain, keyword, format!("`{}` can't be unsafe: the runtime calls it", signature.ident));
    }
    if let Some(abi) = &signature.abi {
        errors.at(Rule::Plain, abi, format!("`{}` can't be `extern`: the runtime calls it", signature.ident));
    }
    if !signature.generics.params.is_empty() {
        errors.at(
            Rule::Plain,
            &signature.generics,
            format!("`{}` can't be generic: the runtime calls it with the types that it names", signature.ident),
        );
    }
    if let Some(constness) = &signature.constness {
        errors.at(Rule::Plain, constness, format!("`{}` can't be const", signature.ident));
    }
}

pub(super) fn parameters_are_owned(function: &Function, errors: &mut Errors) {
    for parameter in function.parameters() {
        match types::bare(&parameter.ty) {
            Type::Reference(reference) => {
                errors.at(
                    Rule::Borrowed,
                    reference,
                    format!(
                        "`{}` takes its parameters by value: nothing outlives the turn to borrow from",
                        function.ident()
                    ),
                );
            }
            Type::ImplTrait(ty) => errors.at(Rule::Borrowed, ty, "name the type: the runtime must know what to take"),
            _ => {}
        }
    }
}

pub(super) fn no_self_type(function: &Function, errors: &mut Errors) {
    struct Finder<'e>(&'e mut Errors);

    impl Finder<'_> {
        fn found(&mut self, at: impl ToTokens) {
            self.0.at(Rule::SelfType, at, "`Self` would be the step here and the workflow there: name the type");
        }

        fn look_into(&mut self, tokens: TokenStream) {
            for token in tokens {
                match token {
                    TokenTree::Ident(ident) if ident == "Self" => self.found(ident),
                    TokenTree::Group(group) => self.look_into(group.stream()),
                    _ => {}
                }
            }
        }
    }

    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            if ident == "Self" {
                self.found(ident);
            }
        }

        fn visit_macro(&mut self, item: &'ast syn::Macro) {
            self.look_into(item.tokens.clone());
        }

        // What is inside an item of its own has a `Self` of its own.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }

    let mut finder = Finder(errors);
    finder.visit_signature(&function.item.sig);
    finder.visit_block(&function.item.block);
}

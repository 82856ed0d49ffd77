//! From the model to code: one emitted item, one function.

mod checks;
mod dispatch;
mod effect;
mod proofs;
mod step;
mod table;
mod workflow;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

#[cfg(feature = "docs")]
pub(crate) use proofs::call;

use crate::errors::Errors;
use crate::model::{Function, Impl, Workflow};

/// The enum, a type for each step, what they implement, and the proofs. With errors, all but the proofs.
pub(crate) fn steps(model: &Workflow, errors: &Errors) -> TokenStream {
    let krate = &model.krate;
    let step_types = step::emit(model);
    let workflow = workflow::emit(model);
    let fields = proofs::of_fields(model);
    let proofs = errors.is_empty().then(|| {
        let proofs = proofs::of_steps(model);
        quote! {
            const _: () = {
                #[allow(unused_imports)]
                use #krate::__private::NoTable as _;
                #proofs
            };
        }
    });
    quote!(#step_types #workflow #fields #proofs)
}

/// The functions on the types that they belong to, the table of edges and work, their dispatch, and the checks. With
/// errors, the functions and stubs of the rest.
pub(crate) fn functions(model: &Impl, errors: &Errors) -> TokenStream {
    let functions = methods(model);
    let effects = effect::emit(model);
    let others = (!model.others.is_empty()).then(|| {
        let (workflow, others) = (&model.workflow, &model.others);
        quote!(impl #workflow { #(#others)* })
    });
    if errors.is_empty() {
        let (table, dispatch, checks) = (table::emit(model), dispatch::emit(model), checks::emit(model));
        quote!(#functions #effects #table #dispatch #checks)
    } else {
        let (table, dispatch) = (table::stub(model), dispatch::stub(model));
        quote!(#functions #effects #others #table #dispatch)
    }
}

/// ```text
/// impl AskPrompt { fn prompt(self, Text(prompt): Text<Prompt>) -> PickShape { … } }
/// ```
///
/// Neighbours of one type share an `impl`.
fn methods(model: &Impl) -> TokenStream {
    let attributes = &model.attributes;
    let neighbours = model.functions.chunk_by(same_owner).map(|functions| {
        let owner = functions.first().map(|function| &function.owner);
        let items = functions.iter().map(|function| &function.item);
        quote! {
            #(#attributes)*
            #[allow(clippy::wrong_self_convention, clippy::unused_async, clippy::should_implement_trait, clippy::new_ret_no_self, clippy::needless_pass_by_value, clippy::unused_self, clippy::ignored_unit_patterns)]
            impl #owner { #(#items)* }
        }
    });
    quote!(#(#neighbours)*)
}

/// Whether both are functions of one type, as far as its name alone shows it.
fn same_owner(first: &Function, second: &Function) -> bool {
    match (&first.owner, &second.owner) {
        (Type::Path(first), Type::Path(second)) => {
            first.path.get_ident().is_some_and(|ident| second.path.get_ident() == Some(ident))
        }
        _ => false,
    }
}

/// The path of what emitted code names, so that an error at `span` is shown there.
fn private(krate: &TokenStream, span: Span) -> TokenStream {
    let krate = respan(krate.clone(), span);
    quote_spanned!(span=> #krate::__private)
}

/// The places of the first and the last token.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.into_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}

/// The same tokens at another place: `quote_spanned!` leaves the tokens that it is given where they are.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), respan(group.stream(), span));
                moved.set_span(span);
                moved.into()
            }
            mut token => {
                token.set_span(span);
                token
            }
        })
        .collect()
}

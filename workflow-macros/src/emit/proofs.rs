//! What the compiler proves of the graph: one search a workflow, one assertion a step, at the step's own variant.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::private;
use crate::codes::Rule;
use crate::model::{Field, Workflow};

/// ```text
/// const _: () = { <Prompt as at::Carried>::IS; };
/// const _: () = complain_unless(Table::<Make>::FOUND, "workflow `Make` has no transitions: …");
/// const PROOF: &Proof<…> = &Proof::search(GRAPH, …);
/// const _: () = complain(PROOF.step(GRAPH, 0));
/// ```
pub(super) fn of_steps(model: &Workflow) -> TokenStream {
    let Workflow { krate, ident, .. } = model;
    let count = model.steps.len();
    let missing = Rule::NoTransitions.says(format!(
        "workflow `{ident}` has no transitions: write `#[workflow] impl {ident} {{ … }}` with an entry and the transitions between the steps"
    ));
    let complaint = call(krate, ident, &quote!(complain_unless), quote!(FOUND, #missing));
    let found = quote!(const _: () = #complaint;);
    let entered = proof(krate, ident, &quote!(PROOF.no_entry(GRAPH)));
    let steps = model
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| proof(krate, &step.ident, &quote!(PROOF.step(GRAPH, #index))));
    let passed = model
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| !step.after.is_empty())
        .map(|(index, step)| proof(krate, &step.ident, &quote!(PROOF.passes(GRAPH, #index))));
    quote! {
        const FOUND: #krate::__private::bool = #krate::__private::Table::<#ident>::FOUND;
        #found
        const GRAPH: &#krate::__private::Graph = <#ident as #krate::__private::Workflow>::GRAPH;
        const TARGETS: #krate::__private::usize = #krate::__private::count_targets(#krate::__private::Table::<#ident>::FUNCTIONS.edges);
        #[allow(long_running_const_eval)]
        const PROOF: &#krate::__private::Proof<#count, TARGETS> =
            &#krate::__private::Proof::search(GRAPH, #krate::__private::Table::<#ident>::SOUND);
        #entered
        #(#steps)*
        #(#passed)*
    }
}

/// Each field can be stored; what serde is told to leave alone can be cloned and printed.
pub(super) fn of_fields(model: &Workflow) -> TokenStream {
    let krate = &model.krate;
    let checks = model.steps.iter().filter(|step| !step.fields.is_empty()).map(|step| {
        let checks = step.fields.iter().map(|field| of_field(krate, field));
        quote!(const _: () = { #(#checks)* };)
    });
    quote!(#(#checks)*)
}

fn of_field(krate: &TokenStream, field: &Field) -> TokenStream {
    let Field { ty, with, skip, .. } = field;
    let private = private(krate, ty.span());
    if with.is_none() && !skip {
        let bound = quote_spanned!(ty.span()=> #private::at::Carried);
        return quote!(<#ty as #bound>::IS;);
    }
    let clone = quote_spanned!(ty.span()=> <#ty as #private::Clone>::clone);
    let debug = quote_spanned!(ty.span()=> <#ty as #private::Debug>::fmt);
    quote! {
        const _: fn(&#ty) -> #ty = #clone;
        const _: fn(&#ty, &mut #krate::__private::Formatter<'_>) -> #krate::__private::FmtResult = #debug;
    }
}

/// Panics at `at` with the message that `check` returns, if it returns one.
pub(crate) fn proof(krate: &TokenStream, at: impl ToTokens, check: &TokenStream) -> TokenStream {
    let call = call(krate, at, &quote!(complain), check.clone());
    quote!(const _: () = #call;)
}

/// A call of `function` that reaches from the first to the last token of `at`: where it panics, the error is shown there.
pub(crate) fn call(
    krate: &TokenStream,
    at: impl ToTokens,
    function: &TokenStream,
    arguments: TokenStream,
) -> TokenStream {
    let (first, last) = super::ends(at);
    let (private, function) = (private(krate, first), super::respan(function.clone(), first));
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last);
    quote_spanned!(first=> #private::#function #arguments)
}

//! What the compiler proves of the graph: one search a workflow, one assertion a step, at the step's own variant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::Workflow;

pub(super) fn of_steps(model: &Workflow) -> TokenStream {
    let Workflow { krate, ident, .. } = model;
    let count = model.steps.len();
    let entered = proof(krate, ident.span(), &quote!(PROOF.no_entry(GRAPH)));
    let steps = model
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| proof(krate, step.ident.span(), &quote!(PROOF.step(GRAPH, #index))));
    let fields = model.steps.iter().flat_map(|step| &step.fields).filter(|field| field.with.is_none() && !field.skip);
    let storable = fields.map(|field| {
        let ty = &field.ty;
        quote_spanned!(ty.span()=> const _: () = #krate::__private::storable::<#ty>();)
    });
    let has_transitions =
        quote_spanned!(ident.span()=> const _: () = #krate::__private::has_transitions::<#ident>(););
    quote! {
        #has_transitions
        #(#storable)*
        const GRAPH: &#krate::__private::Graph = <#ident as #krate::__private::Workflow>::GRAPH;
        const TARGETS: #krate::__private::usize = #krate::__private::count_targets(#krate::__private::Table::<#ident>::EDGES);
        #[allow(long_running_const_eval)]
        const PROOF: &#krate::__private::Proof<#count, TARGETS> =
            &#krate::__private::Proof::search(GRAPH, #krate::__private::Table::<#ident>::SOUND);
        #entered
        #(#steps)*
    }
}

/// Panics at `span` with the message that `check` returns, if it returns one.
pub(super) fn proof(krate: &TokenStream, span: proc_macro2::Span, check: &TokenStream) -> TokenStream {
    quote_spanned! {span=>
        const _: () = if let #krate::__private::Some(mistake) = #check {
            ::core::panic!("{}", mistake.get())
        };
    }
}

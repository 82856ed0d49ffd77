//! Checks of single functions that need types: each a const of its own, spanned at the token that is wrong.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::proofs::proof;
use super::table::takes;
use crate::model::{Edge, From, Function, Impl, Kind, Trigger};

pub(super) fn emit(model: &Impl) -> TokenStream {
    let krate = &model.krate;
    let workflow = &model.workflow;
    let (mut edges, mut works) = (0_usize, 0_usize);
    let checks: Vec<TokenStream> = model
        .functions
        .iter()
        .map(|function| match &function.kind {
            Kind::Edge(edge) => {
                edges += 1;
                of_edge(model, function, edge, edges - 1)
            }
            Kind::Work(_) => {
                works += 1;
                of_work(model, function, works - 1)
            }
            Kind::View => of_view(model, function),
        })
        .collect();
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use #krate::__private::NoKind as _;
            #[allow(dead_code)]
            const GRAPH: &#krate::__private::Graph = <#workflow as #krate::__private::Workflow>::GRAPH;
            #(#checks)*
        };
    }
}

fn of_edge(model: &Impl, function: &Function, edge: &Edge, index: usize) -> TokenStream {
    let krate = &model.krate;
    let parameters = parameters(model, function, &quote!(transition_parameter));
    let (name, takes) = (function.name(), takes(krate, function));
    let place = match edge.from {
        From::Entry => quote!(Entry),
        From::Step | From::Any => quote!(Transition),
    };
    let last = function.parameters.last().map_or_else(|| function.ident().span(), Spanned::span);
    let inputs = (!function.parameters.is_empty()).then(|| {
        proof(krate, last, &quote!(#krate::__private::inputs(#name, #krate::__private::Place::#place, #takes)))
    });
    let ambiguous = (edge.from != From::Entry && !function.parameters.is_empty())
        .then(|| proof(krate, function.ident().span(), &quote!(#krate::__private::ambiguous(GRAPH, #index))));
    let no_input = match &edge.trigger {
        Trigger::User => edge.action.map(|span| (span, "takes an input, so it has no button: `#[action]` stands on transitions without one")),
        Trigger::Done(work, _) => Some((work.span(), "takes the result of work, and can't take an input too")),
        Trigger::Failed(work, _) => Some((work.span(), "takes the failure of work, and can't take an input too")),
    };
    let no_input = no_input.map(|(span, why)| proof(krate, span, &quote!(#krate::__private::no_input(#name, #why, #takes))));
    let given = given(model, function, edge);
    quote!(#(#parameters)* #inputs #ambiguous #no_input #given)
}

/// The first parameter of `#[done(f)]` is what `f` gives: rustc's own mismatch, at the parameter.
fn given(model: &Impl, function: &Function, edge: &Edge) -> Option<TokenStream> {
    let krate = &model.krate;
    match &edge.trigger {
        Trigger::User => None,
        Trigger::Done(work, ty) => {
            let work = model.functions.iter().find(|other| matches!(other.kind, Kind::Work(_)) && other.ident() == work)?;
            let output = &work.output;
            let value = quote_spanned!(ty.span()=> value);
            Some(quote! {
                #[allow(dead_code, clippy::used_underscore_binding)]
                const _: fn(<#output as #krate::__private::WorkResult>::Value) = |#value| { let _: #ty = #value; };
            })
        }
        Trigger::Failed(_, ty) => {
            let value = quote_spanned!(ty.span()=> failure);
            let _ = function;
            Some(quote! {
                const _: fn(#krate::__private::Failure) = |#value| { let _: #ty = #value; };
            })
        }
    }
}

fn of_work(model: &Impl, function: &Function, index: usize) -> TokenStream {
    let (krate, output) = (&model.krate, &function.output);
    let parameters = parameters(model, function, &quote!(work_parameter));
    let result = quote_spanned!(output.span()=> const _: () = #krate::__private::work_result::<#output>(););
    let taken = proof(krate, function.ident().span(), &quote!(#krate::__private::work(GRAPH, #index)));
    quote!(#(#parameters)* #result #taken)
}

fn of_view(model: &Impl, function: &Function) -> TokenStream {
    let (krate, workflow, step, output) = (&model.krate, &model.workflow, &function.owner, &function.output);
    let parameters = parameters(model, function, &quote!(view_parameter));
    let result = quote_spanned!(output.span()=> const _: () = #krate::__private::view_result::<#output>(););
    let step = quote_spanned!(step.span()=> const _: #krate::__private::usize = #krate::__private::position::<#step, #workflow>(););
    quote!(#(#parameters)* #result #step)
}

fn parameters(model: &Impl, function: &Function, check: &TokenStream) -> Vec<TokenStream> {
    let krate = &model.krate;
    function
        .parameters
        .iter()
        .map(|ty| {
            let check = respan(check, ty.span());
            quote_spanned!(ty.span()=> const _: () = #krate::__private::#check::<#ty>();)
        })
        .collect()
}

/// The same tokens at another place: `quote_spanned!` leaves the tokens that it is given where they are.
fn respan(tokens: &TokenStream, span: proc_macro2::Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

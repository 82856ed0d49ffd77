//! The edges and work of a workflow as consts.

use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::model::{Edge, From, Function, Impl, Kind, Trigger, Work};

/// ```text
/// impl Transitions for Make { const EDGES: &'static [Edge] = &[…]; … }
/// ```
pub(super) fn emit(model: &Impl) -> TokenStream {
    let edges = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::Edge(edge_model) => Some(edge(model, function, edge_model)),
        _ => None,
    });
    let all_work = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::Work(work_model) => Some(work(model, function, work_model)),
        _ => None,
    });
    let krate = &model.krate;
    let functions = quote! {
        #krate::__private::Functions {
            edges: &[#(#edges),*],
            work: &[#(#all_work),*],
            effects: &[],
            hooks: &[],
            views: &[],
        }
    };
    table(model, &functions, &sound(model))
}

/// The same of an impl with mistakes: nothing is said of its graph.
pub(super) fn stub(model: &Impl) -> TokenStream {
    let krate = &model.krate;
    table(model, &quote!(#krate::__private::Functions::NONE), &quote!(false))
}

fn table(model: &Impl, functions: &TokenStream, sound: &TokenStream) -> TokenStream {
    let (krate, workflow) = (&model.krate, &model.workflow);
    quote! {
        #[automatically_derived]
        #[allow(unused_imports)]
        const _: () = {
            use #krate::__private::{NoMove as _, NoParameter as _, NoStanding as _, NoWork as _};

            impl #krate::__private::Transitions for #workflow {
                const FUNCTIONS: #krate::__private::Functions = #functions;
                const SOUND: #krate::__private::bool = #sound;
            }
        };
    }
}

/// Whether every type in the signatures fits: the graph is judged only then.
fn sound(model: &Impl) -> TokenStream {
    let (krate, workflow) = (&model.krate, &model.workflow);
    let each = model.functions.iter().map(|function| {
        let Function { owner, parameters, output, .. } = function;
        let owner = quote!(#krate::__private::Standing::<#owner, #workflow>::SOUND);
        let (owner, fits, output) = match &function.kind {
            Kind::Edge(edge) => (
                (edge.from == From::Step).then_some(owner),
                quote!(TRANSITION),
                Some(quote!(#krate::__private::Out::<#output, #workflow>::SOUND)),
            ),
            Kind::Work(_) => (Some(owner), quote!(WORK), Some(quote!(#krate::__private::WorkOut::<#output>::SOUND))),
            Kind::View => (Some(owner), quote!(VIEW), None),
        };
        let owner = owner.into_iter();
        let output = output.into_iter();
        quote!(#(&& #owner)* #(&& #krate::__private::Parameter::<#parameters>::#fits)* #(&& #output)*)
    });
    quote!(true #(#each)*)
}

fn edge(model: &Impl, function: &Function, edge: &Edge) -> TokenStream {
    let (krate, workflow, output) = (&model.krate, &model.workflow, &function.output);
    let (name, label) = (function.name(), &edge.label);
    let from = match edge.from {
        From::Entry => quote!(#krate::__private::EdgeFrom::Entry),
        From::Any => quote!(#krate::__private::EdgeFrom::Any),
        From::Step => {
            let position = position(model, function);
            quote!(#krate::__private::EdgeFrom::Step(#position))
        }
    };
    let out = quote!(#krate::__private::Out::<#output, #workflow>);
    let trigger = match &edge.trigger {
        Trigger::User => None,
        Trigger::Done(work, _) => {
            let work = work.unraw().to_string();
            Some(quote!(.trigger(#krate::__private::Trigger::Done(#work))))
        }
        Trigger::Failed(work, _) => {
            let work = work.unraw().to_string();
            Some(quote!(.trigger(#krate::__private::Trigger::Failed(#work))))
        }
    };
    let takes = takes(krate, function);
    let commands = &edge.commands;
    let commands = (!commands.is_empty()).then(|| quote!(.commands(&[#(#commands),*])));
    let docs = &edge.docs;
    let docs = (!docs.is_empty()).then(|| quote!(.docs(#docs)));
    let commit = edge.commit.then(|| quote!(.commit()));
    quote!(#krate::__private::Edge::new(#name, #label, #from, #out::TARGETS).returns(#out::REWINDS, #out::EFFECTS) #trigger .takes(#takes) #docs #commands #commit)
}

fn work(model: &Impl, function: &Function, work: &Work) -> TokenStream {
    let krate = &model.krate;
    let (name, position) = (function.name(), position(model, function));
    let timeout = match work.timeout {
        Some(timeout) => {
            let timeout = duration(krate, timeout);
            quote!(#krate::__private::Some(#timeout))
        }
        None => quote!(#krate::__private::None),
    };
    let (retries, backoff) = (work.retries, duration(krate, work.backoff));
    let output = &function.output;
    let child = quote!(#krate::__private::WorkOut::<#output>::CHILD);
    quote!(#krate::__private::Work::new(#name, #position, #timeout, #retries, #backoff).child(#child))
}

/// What each parameter takes from the user.
pub(super) fn takes(krate: &TokenStream, function: &Function) -> TokenStream {
    let takes = function.parameters.iter().map(|ty| quote!(#krate::__private::Parameter::<#ty>::TAKES));
    quote!(&[#(#takes),*])
}

fn position(model: &Impl, function: &Function) -> TokenStream {
    let (krate, workflow, step) = (&model.krate, &model.workflow, &function.owner);
    quote!(#krate::__private::Standing::<#step, #workflow>::POSITION)
}

fn duration(krate: &TokenStream, duration: Duration) -> TokenStream {
    let seconds = duration.as_secs();
    quote!(#krate::__private::Duration::from_secs(#seconds))
}

//! The edges and work of a workflow as consts.

use std::time::Duration;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Expr;
use syn::ext::IdentExt;

use crate::model::{Edge, From, Function, Hook, HookOf, Impl, Kind, Trigger, When, Work};
use crate::parse::says::says;
use crate::parse::{docs, types};

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
    let effects = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::Effect(effect) => {
            let (name, retries, backoff) = (function.name(), effect.retries, duration(krate, effect.backoff));
            let docs = docs::text(&function.item.attrs);
            let docs = (!docs.is_empty()).then(|| quote!(.docs(#docs)));
            Some(quote!(#krate::__private::EffectInfo::new(#name, #retries, #backoff) #docs))
        }
        _ => None,
    });
    let hooks = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::Hook(hook) => Some(self::hook(model, function, *hook)),
        _ => None,
    });
    let views = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::View(actor) => {
            let (position, actor) = (position(model, function), optional(krate, actor.as_ref()));
            Some(quote!(#krate::__private::Viewed::new(#position, #actor)))
        }
        _ => None,
    });
    let mut said = Vec::new();
    model.functions.iter().for_each(|function| says(function.item.block.to_token_stream(), &mut said));
    let functions = quote! {
        #krate::__private::Functions {
            edges: &[#(#edges),*],
            work: &[#(#all_work),*],
            effects: &[#(#effects),*],
            hooks: &[#(#hooks),*],
            views: &[#(#views),*],
            says: &[#(#said),*],
        }
    };
    table(model, &functions, &sound(model), &fits(model))
}

/// The same of an impl with mistakes: nothing is said of its graph.
pub(super) fn stub(model: &Impl) -> TokenStream {
    let krate = &model.krate;
    table(model, &quote!(#krate::__private::Functions::NONE), &quote!(false), &quote!(::core::unreachable!()))
}

fn table(model: &Impl, functions: &TokenStream, sound: &TokenStream, fits: &TokenStream) -> TokenStream {
    let (krate, workflow) = (&model.krate, &model.workflow);
    quote! {
        #[automatically_derived]
        #[allow(unused_imports)]
        const _: () = {
            use #krate::__private::{NoEffect as _, NoHook as _, NoMove as _, NoParameter as _, NoPayload as _, NoStanding as _, NoWork as _};

            impl #krate::__private::Transitions for #workflow {
                const FUNCTIONS: #krate::__private::Functions = #functions;
                const SOUND: #krate::__private::bool = #sound;

                #[allow(unused_variables)]
                fn fits(
                    part: #krate::__private::StoredPart,
                    value: #krate::__private::Value,
                ) -> #krate::__private::Result<()> {
                    #fits
                }
            }
        };
    }
}

/// Whether what is stored beside the steps loads as what the signatures say.
fn fits(model: &Impl) -> TokenStream {
    let krate = &model.krate;
    let (mut effects, mut works) = (0_usize, 0_usize);
    let arms = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::Effect(effect) => {
            let (index, payload) = (effects, &effect.payload);
            effects += 1;
            let part = quote!(#krate::__private::StoredPart::Effect(#index));
            Some(quote!(#part => #krate::__private::Payload::<#payload>::fits(value),))
        }
        Kind::Work(_) => {
            let (index, output) = (works, &function.output);
            works += 1;
            let part = quote!(#krate::__private::StoredPart::Result(#index));
            Some(quote!(#part => #krate::__private::WorkOut::<#output>::fits(value),))
        }
        _ => None,
    });
    quote!(match part { #(#arms)* _ => #krate::__private::Err(#krate::__private::no_function(0)) })
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
            Kind::View(_) => (Some(owner), quote!(VIEW), None),
            Kind::Effect(_) => (None, quote!(EFFECT), Some(quote!(#krate::__private::EffectOut::<#output>::SOUND))),
            Kind::Hook(hook) => (
                (hook.of == HookOf::Step).then_some(owner),
                quote!(HOOK),
                Some(quote!(#krate::__private::HookOut::<#output>::SOUND)),
            ),
        };
        let owner = owner.into_iter();
        let output = output.into_iter();
        quote!(#(#owner,)* #(#krate::__private::Parameter::<#parameters>::#fits,)* #(#output,)*)
    });
    quote!(#krate::__private::all(&[#(#each)*]))
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
        Trigger::After(time, _) => {
            let time = duration(krate, *time);
            Some(quote!(.trigger(#krate::__private::Trigger::After(#time))))
        }
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
    let guard = edge.guard.as_ref().map(|guard| {
        let guard = match guard {
            Expr::Closure(closure) => types::text(&closure.body),
            path => types::text(path),
        };
        quote!(.guard(#guard))
    });
    let actor = edge.actor.as_ref().map(|actor| quote!(.actor(#actor)));
    quote!(#krate::__private::Edge::new(#name, #label, #from, #out::LEADS) #trigger .takes(#takes) #docs #commands #commit #guard #actor)
}

fn hook(model: &Impl, function: &Function, hook: Hook) -> TokenStream {
    let (krate, name) = (&model.krate, function.name());
    let when = match hook.when {
        When::Entry => quote!(#krate::__private::When::Entry),
        When::Exit => quote!(#krate::__private::When::Exit),
    };
    let step = match hook.of {
        HookOf::Step => Some(position(model, function)),
        HookOf::Any => None,
    };
    let step = optional(krate, step.as_ref());
    quote!(#krate::__private::Hook::new(#name, #when, #step))
}

fn optional(krate: &TokenStream, value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(#krate::__private::Some(#value)),
        None => quote!(#krate::__private::None),
    }
}

fn work(model: &Impl, function: &Function, work: &Work) -> TokenStream {
    let krate = &model.krate;
    let (name, position) = (function.name(), position(model, function));
    let timeout = optional(krate, work.timeout.map(|timeout| duration(krate, timeout)));
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

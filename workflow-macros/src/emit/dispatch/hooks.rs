//! The arms of what is called beside transitions: guards, views, work, effects and hooks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::super::private;
use super::{extract, extracted};
use crate::model::{Edge, Effect, From, Function, Hook, HookOf, Impl};

/// ```text
/// 3 => { let guard: fn(&Review) -> bool = is_ready; Standing::<Review, Make>::peek(self).is_some_and(guard) }
/// ```
pub(super) fn open(model: &Impl, index: usize, function: &Function, edge: &Edge, guard: &Expr) -> TokenStream {
    let (krate, owner, workflow) = (&model.krate, &function.owner, &model.workflow);
    let open = if edge.from == From::Any {
        quote!(guard(self))
    } else {
        quote!(#krate::__private::Standing::<#owner, #workflow>::peek(self).is_some_and(guard))
    };
    let krate = private(krate, guard.span());
    let guard = quote_spanned!(guard.span()=> let guard: fn(&#owner) -> #krate::bool = #guard;);
    quote!(#index => { #guard #open })
}

pub(super) fn view(model: &Impl, function: &Function, actor: Option<&str>) -> TokenStream {
    let (krate, owner, ident) = (&model.krate, &function.owner, function.ident());
    let refuse = quote!(return #krate::__private::Some(#krate::__private::Flow::Ready(#krate::__private::Err(error))));
    let mut arguments = Vec::new();
    let extracted = extracted(krate, &function.parameters, &quote!(View), &refuse, &mut arguments);
    let call = quote!(<#owner>::#ident(step, #(#arguments),*));
    let workflow = &model.workflow;
    let flow = if function.is_async() {
        quote!(#krate::__private::Flow::Later(#krate::__private::Later(#call).boxed(|returned| #krate::__private::ViewOut(returned).finish())))
    } else {
        quote!(#krate::__private::Flow::Ready(#krate::__private::ViewOut(#call).finish()))
    };
    let whose = match actor {
        Some(actor) => quote!(#krate::__private::Some(#actor)),
        None => quote!(#krate::__private::None),
    };
    quote! {
        if let (#whose, #krate::__private::Some(step)) = (actor, #krate::__private::Standing::<#owner, #workflow>::peek(self)) {
            #(#extracted)*
            return #krate::__private::Some(#flow);
        }
    }
}

pub(super) fn work(model: &Impl, index: usize, function: &Function) -> TokenStream {
    let (krate, owner, ident) = (&model.krate, &function.owner, function.ident());
    let refuse = quote!(return #krate::__private::Box::pin(::core::future::ready(#krate::__private::Err(error))));
    let mut arguments = Vec::new();
    let extracted = extracted(krate, &function.parameters, &quote!(Work), &refuse, &mut arguments);
    let (workflow, output, types) = (&model.workflow, &function.output, &function.parameters);
    quote! {
        #index => {
            // The step and the future that borrows it, in one.
            async fn run(step: #owner, #(#arguments: #types),*) -> #output {
                <#owner>::#ident(&step, #(#arguments),*).await
            }
            let step = match #krate::__private::Standing::<#owner, #workflow>::of(self) {
                #krate::__private::Ok(step) => step,
                #krate::__private::Err(error) => #refuse,
            };
            #(#extracted)*
            #krate::__private::Later(run(step, #(#arguments),*)).boxed(|returned| #krate::__private::WorkOut(returned).finish())
        }
    }
}

/// ```text
/// 0 => { let payload = …; let p0 = …; Later(Make::refund(payload, p0)).boxed(|returned| EffectOut(returned).finish()) }
/// ```
pub(super) fn effect(model: &Impl, index: usize, function: &Function, effect: &Effect) -> TokenStream {
    let (krate, workflow, ident, payload) = (&model.krate, &model.workflow, function.ident(), &effect.payload);
    let refuse = quote!(return #krate::__private::Box::pin(::core::future::ready(#krate::__private::Err(error))));
    let from_value = quote!(#krate::__private::Payload::<#payload>::from_value(payload));
    let payload = extract(krate, &quote!(payload), &from_value, &refuse);
    let mut arguments = vec![quote!(payload)];
    let extracted = extracted(krate, &function.parameters, &quote!(Effect), &refuse, &mut arguments);
    quote! {
        #index => {
            #payload
            #(#extracted)*
            #krate::__private::Later(<#workflow>::#ident(#(#arguments),*)).boxed(|returned| #krate::__private::EffectOut(returned).finish())
        }
    }
}

pub(super) fn hook(model: &Impl, index: usize, function: &Function, hook: Hook) -> TokenStream {
    let (krate, owner, ident) = (&model.krate, &function.owner, function.ident());
    let refuse = quote!(return #krate::__private::Box::pin(::core::future::ready(#krate::__private::Err(error))));
    let mut arguments = Vec::new();
    let extracted = extracted(krate, &function.parameters, &quote!(Hook), &refuse, &mut arguments);
    let (workflow, output, types) = (&model.workflow, &function.output, &function.parameters);
    let step = match hook.of {
        HookOf::Any => quote!(let step = self;),
        HookOf::Step => quote! {
            let step = match #krate::__private::Standing::<#owner, #workflow>::of(self) {
                #krate::__private::Ok(step) => step,
                #krate::__private::Err(error) => #refuse,
            };
        },
    };
    let call = if function.is_async() {
        quote! {
            async fn run(step: #owner, #(#arguments: #types),*) -> #output {
                <#owner>::#ident(&step, #(#arguments),*).await
            }
            #step
            #(#extracted)*
            #krate::__private::Later(run(step, #(#arguments),*)).boxed(|returned| #krate::__private::HookOut(returned).finish())
        }
    } else {
        quote! {
            #step
            #(#extracted)*
            let returned = <#owner>::#ident(&step, #(#arguments),*);
            #krate::__private::Box::pin(::core::future::ready(#krate::__private::HookOut(returned).finish()))
        }
    };
    quote!(#index => { #call })
}

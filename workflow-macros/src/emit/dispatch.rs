//! How the runtime calls the functions: by the position of their edge or work.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::private;
use crate::model::{Edge, Effect, From, Function, Hook, HookOf, Impl, Kind, Trigger};

/// ```text
/// impl<App> Dispatch<App> for Make where Text<Prompt>: FromContext<App, at::Transition>, … { … }
/// ```
pub(super) fn emit(model: &Impl) -> TokenStream {
    let edges: Vec<(usize, &Function, &Edge)> = model
        .functions
        .iter()
        .filter_map(|function| match &function.kind {
            Kind::Edge(edge) => Some((function, edge)),
            _ => None,
        })
        .enumerate()
        .map(|(index, (function, edge))| (index, function, edge))
        .collect();
    let enters = edges
        .iter()
        .filter(|(.., edge)| edge.from == From::Entry)
        .map(|(i, function, edge)| enter(model, *i, function, edge));
    let takes = edges
        .iter()
        .filter(|(.., edge)| edge.from != From::Entry)
        .map(|(i, function, edge)| take(model, *i, function, edge));
    let views = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::View(actor) => Some(view(model, function, actor.as_deref())),
        _ => None,
    });
    let works = model
        .functions
        .iter()
        .filter(|function| matches!(function.kind, Kind::Work(_)))
        .enumerate()
        .map(|(index, function)| work(model, index, function));
    let opens = edges.iter().filter_map(|(i, function, edge)| {
        let guard = edge.guard.as_ref()?;
        Some(open(model, *i, function, edge, guard))
    });
    let effects = model
        .functions
        .iter()
        .filter_map(|function| match &function.kind {
            Kind::Effect(effect) => Some((function, effect)),
            _ => None,
        })
        .enumerate()
        .map(|(index, (function, effect))| self::effect(model, index, function, effect));
    let hooks = model
        .functions
        .iter()
        .filter_map(|function| match &function.kind {
            Kind::Hook(hook) => Some((function, *hook)),
            _ => None,
        })
        .enumerate()
        .map(|(index, (function, hook))| self::hook(model, index, function, hook));
    let krate = &model.krate;
    let bodies = Bodies {
        enter: quote!(match edge { #(#enters)* _ => #krate::__private::Flow::Ready(#krate::__private::Err(#krate::__private::no_function(edge))) }),
        take: quote!(match edge { #(#takes)* _ => #krate::__private::Flow::Ready(#krate::__private::Err(#krate::__private::no_function(edge))) }),
        open: quote!(match edge { #(#opens)* _ => true }),
        view: quote!(#(#views)* #krate::__private::None),
        work: quote!(match work { #(#works)* _ => #krate::__private::Box::pin(::core::future::ready(#krate::__private::Err(#krate::__private::no_function(work)))) }),
        effect: quote!(match effect { #(#effects)* _ => #krate::__private::Box::pin(::core::future::ready(#krate::__private::Err(#krate::__private::no_function(effect)))) }),
        hook: quote!(match hook { #(#hooks)* _ => #krate::__private::Box::pin(::core::future::ready(#krate::__private::Err(#krate::__private::no_function(hook)))) }),
    };
    block(model, &bounds(model), &bodies)
}

/// The same of an impl with mistakes: it is never run.
pub(super) fn stub(model: &Impl) -> TokenStream {
    let never = quote!(::core::unreachable!());
    let bodies = Bodies {
        enter: never.clone(),
        take: never.clone(),
        open: never.clone(),
        view: never.clone(),
        work: never.clone(),
        effect: never.clone(),
        hook: never,
    };
    block(model, &TokenStream::new(), &bodies)
}

struct Bodies {
    enter: TokenStream,
    take: TokenStream,
    open: TokenStream,
    view: TokenStream,
    work: TokenStream,
    effect: TokenStream,
    hook: TokenStream,
}

fn block(model: &Impl, bounds: &TokenStream, bodies: &Bodies) -> TokenStream {
    let (krate, workflow) = (&model.krate, &model.workflow);
    let Bodies { enter, take, open, view, work, effect, hook } = bodies;
    quote! {
        #[automatically_derived]
        #[allow(unused_imports, unused_mut, unused_variables, clippy::unit_arg, clippy::let_unit_value, clippy::ignored_unit_patterns)]
        const _: () = {
            use #krate::__private::{
                NoEffect as _, NoFirst as _, NoHook as _, NoMove as _, NoPayload as _, NoStanding as _, NoView as _, NoWork as _,
                NotSend as _,
            };

            impl<App> #krate::__private::Dispatch<App> for #workflow
            where
                #bounds
            {
                #[inline]
                fn enter(
                    edge: #krate::__private::usize,
                    mut context: #krate::__private::Context<'_, App, #krate::__private::at::Entry>,
                ) -> #krate::__private::Flow<'static, #krate::__private::Result<#krate::__private::Taken<Self>>> {
                    #enter
                }

                #[inline]
                fn take(
                    self,
                    edge: #krate::__private::usize,
                    mut context: #krate::__private::Context<'_, App, #krate::__private::at::Transition>,
                ) -> #krate::__private::Flow<'static, #krate::__private::Result<#krate::__private::Taken<Self>>> {
                    #take
                }

                fn open(&self, edge: #krate::__private::usize) -> #krate::__private::bool {
                    #open
                }

                fn view<'a>(
                    &'a self,
                    actor: #krate::__private::Option<&#krate::__private::str>,
                    mut context: #krate::__private::Context<'a, App, #krate::__private::at::View>,
                ) -> #krate::__private::Option<#krate::__private::Flow<'a, #krate::__private::Result<#krate::__private::View>>> {
                    #view
                }

                fn work(
                    self,
                    work: #krate::__private::usize,
                    mut context: #krate::__private::Context<'_, App, #krate::__private::at::Work>,
                ) -> #krate::__private::BoxFuture<'static, #krate::__private::Result<#krate::__private::Value>> {
                    #work
                }

                fn effect(
                    effect: #krate::__private::usize,
                    payload: #krate::__private::Value,
                    mut context: #krate::__private::Context<'_, App, #krate::__private::at::Effect>,
                ) -> #krate::__private::BoxFuture<'static, #krate::__private::Result<()>> {
                    #effect
                }

                fn hook(
                    self,
                    hook: #krate::__private::usize,
                    mut context: #krate::__private::Context<'_, App, #krate::__private::at::Hook>,
                ) -> #krate::__private::BoxFuture<'static, #krate::__private::Result<()>> {
                    #hook
                }
            }
        };
    }
}

/// What the application must be able to give: each parameter type once for each kind of place.
fn bounds(model: &Impl) -> TokenStream {
    let krate = &model.krate;
    let mut seen: Vec<String> = Vec::new();
    let mut bounds = Vec::new();
    for function in &model.functions {
        let place = match &function.kind {
            Kind::Edge(Edge { from: From::Entry, .. }) => quote!(Entry),
            Kind::Edge(_) => quote!(Transition),
            Kind::View(_) => quote!(View),
            Kind::Work(_) => quote!(Work),
            Kind::Effect(_) => quote!(Effect),
            Kind::Hook(_) => quote!(Hook),
        };
        for ty in &function.parameters {
            let key = quote!(#place #ty).to_string();
            if !seen.contains(&key) {
                seen.push(key);
                let private = private(krate, ty.span());
                let bound = quote_spanned!(ty.span()=> #private::FromContext<App, #private::at::#place>);
                bounds.push(quote!(#ty: #bound));
            }
        }
    }
    quote!(#(#bounds,)*)
}

/// ```text
/// 0 => { let p0 = …; Flow::Ready(Out::<To<(AskPrompt, PickShape)>, Make>::new(Make::start(p0)).finish()) }
/// ```
fn enter(model: &Impl, index: usize, function: &Function, edge: &Edge) -> TokenStream {
    let (workflow, ident) = (&model.workflow, function.ident());
    let call = called(model, function, edge, |arguments| quote!(<#workflow>::#ident(#(#arguments),*)));
    quote!(#index => { #call })
}

fn take(model: &Impl, index: usize, function: &Function, edge: &Edge) -> TokenStream {
    let (krate, owner, ident) = (&model.krate, &function.owner, function.ident());
    let workflow = &model.workflow;
    let call = called(model, function, edge, |arguments| quote!(<#owner>::#ident(step, #(#arguments),*)));
    if edge.from == From::Any {
        return quote!(#index => { let step = self; #call });
    }
    quote! {
        #index => {
            let step = match #krate::__private::Standing::<#owner, #workflow>::of(self) {
                #krate::__private::Ok(step) => step,
                #krate::__private::Err(error) => return #krate::__private::Flow::Ready(#krate::__private::Err(error)),
            };
            #call
        }
    }
}

/// Extracts the parameters, calls, and takes the step out of what is returned.
fn called(model: &Impl, function: &Function, edge: &Edge, call: impl Fn(&[TokenStream]) -> TokenStream) -> TokenStream {
    let (krate, workflow, output) = (&model.krate, &model.workflow, &function.output);
    let place = if edge.from == From::Entry { quote!(Entry) } else { quote!(Transition) };
    let refuse = quote!(return #krate::__private::Flow::Ready(#krate::__private::Err(error)));
    let (given, mut arguments) = match &edge.trigger {
        Trigger::User | Trigger::After(..) => (None, Vec::new()),
        Trigger::Done(_, ty) => (
            Some(extract(
                krate,
                &quote!(given),
                &quote!(#krate::__private::First::<#ty>::result(&mut context)),
                &refuse,
            )),
            vec![quote!(given)],
        ),
        Trigger::Failed(_, ty) => (
            Some(extract(
                krate,
                &quote!(given),
                &quote!(#krate::__private::First::<#ty>::failure(&mut context)),
                &refuse,
            )),
            vec![quote!(given)],
        ),
    };
    let extracted = extracted(krate, &function.parameters, &place, &refuse, &mut arguments);
    let call = call(&arguments);
    let out = quote!(#krate::__private::Out::<#output, #workflow>::new);
    let flow = if function.is_async() {
        quote!(#krate::__private::Flow::Later(#krate::__private::Later(#call).boxed(|returned| #out(returned).finish())))
    } else {
        quote!(#krate::__private::Flow::Ready(#out(#call).finish()))
    };
    quote!(#given #(#extracted)* #flow)
}

/// ```text
/// 3 => { let guard: fn(&Review) -> bool = is_ready; Standing::<Review, Make>::peek(self).is_some_and(guard) }
/// ```
fn open(model: &Impl, index: usize, function: &Function, edge: &Edge, guard: &Expr) -> TokenStream {
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

fn view(model: &Impl, function: &Function, actor: Option<&str>) -> TokenStream {
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

fn work(model: &Impl, index: usize, function: &Function) -> TokenStream {
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
fn effect(model: &Impl, index: usize, function: &Function, effect: &Effect) -> TokenStream {
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

fn hook(model: &Impl, index: usize, function: &Function, hook: Hook) -> TokenStream {
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

fn extracted(
    krate: &TokenStream,
    parameters: &[Type],
    place: &TokenStream,
    refuse: &TokenStream,
    arguments: &mut Vec<TokenStream>,
) -> Vec<TokenStream> {
    parameters
        .iter()
        .enumerate()
        .map(|(index, ty)| {
            let name = format_ident!("parameter_{index}");
            arguments.push(quote!(#name));
            let value = quote!(<#ty as #krate::__private::FromContext<App, #krate::__private::at::#place>>::from_context(&mut context));
            extract(krate, &quote!(#name), &value, refuse)
        })
        .collect()
}

fn extract(krate: &TokenStream, name: &TokenStream, value: &TokenStream, refuse: &TokenStream) -> TokenStream {
    quote! {
        let #name = match #value {
            #krate::__private::Ok(value) => value,
            #krate::__private::Err(error) => #refuse,
        };
    }
}

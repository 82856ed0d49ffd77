//! How the runtime calls the functions: by the position of their edge or work.

mod hooks;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::private;
use crate::model::{Edge, From, Function, Impl, Kind, Trigger};

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
        Kind::View(actor) => Some(hooks::view(model, function, actor.as_deref())),
        _ => None,
    });
    let works = model
        .functions
        .iter()
        .filter(|function| matches!(function.kind, Kind::Work(_)))
        .enumerate()
        .map(|(index, function)| hooks::work(model, index, function));
    let opens = edges.iter().filter_map(|(i, function, edge)| {
        let guard = edge.guard.as_ref()?;
        Some(hooks::open(model, *i, function, edge, guard))
    });
    let effects = model
        .functions
        .iter()
        .filter_map(|function| match &function.kind {
            Kind::Effect(effect) => Some((function, effect)),
            _ => None,
        })
        .enumerate()
        .map(|(index, (function, effect))| hooks::effect(model, index, function, effect));
    let hooks = model
        .functions
        .iter()
        .filter_map(|function| match &function.kind {
            Kind::Hook(hook) => Some((function, *hook)),
            _ => None,
        })
        .enumerate()
        .map(|(index, (function, hook))| hooks::hook(model, index, function, hook));
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

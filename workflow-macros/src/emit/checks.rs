//! Checks of single functions that need types: each a const of its own, spanned at the token that is wrong.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::proofs::{call, proof};
use super::table::takes;
use super::{ends, private, respan};
use crate::codes::Rule;
use crate::model::{Edge, Effect, From, Function, Hook, HookOf, Impl, Kind, Trigger};
use crate::parse::types::{arguments, text};

/// ```text
/// const _: () = {
///     const GRAPH: Option<&Graph> = …;
///     const CLASHES: Clashes<…> = Clashes::search(GRAPH);
///     const _: () = { <<PickShape as Move>::Workflow as at::Of<Make>>::IS; … };
///     const _: () = complain(CLASHES.of(GRAPH, 1));
///     …
/// };
/// ```
pub(super) fn emit(model: &Impl) -> TokenStream {
    let (krate, workflow) = (&model.krate, &model.workflow);
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
            Kind::View(_) => of_view(model, function),
            Kind::Effect(effect) => of_effect(model, function, effect),
            Kind::Hook(hook) => of_hook(model, function, *hook),
        })
        .collect();
    quote! {
        #[allow(dead_code, unused_imports, clippy::used_underscore_binding)]
        const _: () = {
            use #krate::__private::{NoAsks as _, NoMove as _, NoParameter as _, NoStanding as _, NoTable as _, NoWork as _};
            const GRAPH: #krate::__private::Option<&#krate::__private::Graph> =
                if #krate::__private::Table::<#workflow>::SOUND { #krate::__private::Table::<#workflow>::GRAPH } else { #krate::__private::None };
            const STEPS: #krate::__private::usize = match GRAPH {
                #krate::__private::Some(graph) => graph.steps().len(),
                #krate::__private::None => 0,
            };
            const TARGETS: #krate::__private::usize =
                #krate::__private::count_targets(#krate::__private::Table::<#workflow>::FUNCTIONS.edges);
            #[allow(long_running_const_eval)]
            const CLASHES: &#krate::__private::Clashes<STEPS, #edges> = &#krate::__private::Clashes::search(GRAPH);
            #(#checks)*
        };
    }
}

fn of_edge(model: &Impl, function: &Function, edge: &Edge, index: usize) -> TokenStream {
    let krate = &model.krate;
    let (name, takes) = (function.name(), takes(krate, function));
    let receiver = (edge.from == From::Step).then(|| receiver(model, function));
    let result = results(model, &function.output);
    let parameters = parameters(model, function, &quote!(TransitionParameter));
    let place = match edge.from {
        From::Entry => quote!(Entry),
        From::Step | From::Any => match unseen(model, function, edge) {
            Some((step, by)) => quote!(Unseen(#step, #by)),
            None => quote!(Transition),
        },
    };
    let no_input = match &edge.trigger {
        Trigger::User => edge.action.as_ref().map(|label| {
            let why = "takes an input, so it has no button: `#[action]` stands on transitions without one";
            (quote!(#label), why)
        }),
        Trigger::Done(work, _) => Some((
            quote!(#work),
            "takes the result of work, and can't take an input too: write another transition for the input",
        )),
        Trigger::Failed(work, _) => Some((
            quote!(#work),
            "takes the failure of work, and can't take an input too: write another transition for the input",
        )),
        Trigger::After(_, span) => {
            let at = Ident::new("after", *span);
            Some((quote!(#at), "is taken when its time has come: nobody sends it an input"))
        }
    };
    let no_input = no_input
        .filter(|_| !function.parameters.is_empty())
        .map(|(at, why)| proof(krate, at, &quote!(#krate::__private::no_input(#name, #why, #takes))));
    let inputs = function.parameters.iter().enumerate().map(|(position, ty)| {
        proof(krate, ty, &quote!(#krate::__private::inputs(#name, #krate::__private::Place::#place, #takes, #position)))
    });
    let clashes =
        (edge.from != From::Entry).then(|| proof(krate, function.ident(), &quote!(CLASHES.of(GRAPH, #index))));
    let sendable = sendable(model, function);
    let given = given(model, edge);
    let rewind = rewound(&function.output)
        .map(|step| proof(krate, step, &quote!(#krate::__private::rewind::<STEPS, TARGETS>(GRAPH, #index))));
    let (result, whole) = result;
    let types = types(quote!(#receiver #(#parameters)* #result));
    quote!(#types #whole #(#inputs)* #no_input #clashes #sendable #given #rewind)
}

/// The step of a transition when it has no view that could offer options to whom takes it, and who that is when its views
/// are for others; for one from every step, when no step has.
fn unseen(model: &Impl, function: &Function, edge: &Edge) -> Option<(String, String)> {
    let step = text(&function.owner);
    let mut views = model.functions.iter().filter_map(|view| match &view.kind {
        Kind::View(actor) if edge.from == From::Any || text(&view.owner) == step => Some(actor),
        _ => None,
    });
    let (seen, others) = (views.clone().any(|actor| *actor == edge.actor), views.next().is_some());
    let by = match &edge.actor {
        Some(actor) => format!(" to a `{actor}`"),
        None if others => " to the session's owner".into(),
        None => String::new(),
    };
    (!seen).then_some((step, by))
}

/// The first parameter of `#[done(f)]` is what `f` gives: rustc's own mismatch, at the parameter.
fn given(model: &Impl, edge: &Edge) -> Option<TokenStream> {
    let krate = &model.krate;
    let (given, ty) = match &edge.trigger {
        Trigger::User | Trigger::After(..) => return None,
        Trigger::Done(work, ty) => {
            let work =
                model.functions.iter().find(|other| matches!(other.kind, Kind::Work(_)) && other.ident() == work)?;
            let output = &work.output;
            let sound = quote!({ #krate::__private::WorkOut::<#output>::SOUND });
            (quote!(<#krate::__private::GivenBy<#sound, #output, #ty> as #krate::__private::Gives>::Value), ty)
        }
        Trigger::Failed(_, ty) => (quote!(#krate::__private::Failure), ty),
    };
    let value = quote_spanned!(ty.span()=> given);
    Some(quote!(const _: fn(#given) = |#value| { let _: #ty = #value; };))
}

fn of_work(model: &Impl, function: &Function, index: usize) -> TokenStream {
    let (krate, output) = (&model.krate, &function.output);
    let parameters = parameters(model, function, &quote!(WorkParameter));
    let receiver = receiver(model, function);
    let private = private(krate, output.span());
    let result = check(output, &quote_spanned!(output.span()=> #private::at::WorkResult));
    let taken = proof(krate, function.ident(), &quote!(#krate::__private::work(GRAPH, #index)));
    let sendable = sendable(model, function);
    let types = [receiver].into_iter().chain(parameters).chain([result]).map(types);
    quote!(#(#types)* #sendable #taken)
}

/// What an effect is done with can be stored.
fn of_effect(model: &Impl, function: &Function, effect: &Effect) -> TokenStream {
    let krate = &model.krate;
    let (output, payload) = (&function.output, &effect.payload);
    let parameters = parameters(model, function, &quote!(EffectParameter));
    let of_output = private(krate, output.span());
    let result = check(output, &quote_spanned!(output.span()=> #of_output::at::EffectResult));
    let of_payload = private(krate, payload.span());
    let stored = check(payload, &quote_spanned!(payload.span()=> #of_payload::at::EffectPayload));
    let sendable = sendable(model, function);
    let types = parameters.into_iter().chain([stored, result]).map(types);
    quote!(#(#types)* #sendable)
}

fn of_hook(model: &Impl, function: &Function, hook: Hook) -> TokenStream {
    let (krate, output) = (&model.krate, &function.output);
    let parameters = parameters(model, function, &quote!(HookParameter));
    let receiver = (hook.of == HookOf::Step).then(|| receiver(model, function));
    let private = private(krate, output.span());
    let result = check(output, &quote_spanned!(output.span()=> #private::at::HookResult));
    let sendable = sendable(model, function);
    let types = receiver.into_iter().chain(parameters).chain([result]).map(types);
    quote!(#(#types)* #sendable)
}

fn of_view(model: &Impl, function: &Function) -> TokenStream {
    let (krate, output) = (&model.krate, &function.output);
    let parameters = parameters(model, function, &quote!(ViewParameter));
    let receiver = receiver(model, function);
    let private = private(krate, output.span());
    let result = check(output, &quote_spanned!(output.span()=> #private::at::ViewResult));
    let sendable = sendable(model, function);
    let types = [receiver].into_iter().chain(parameters).chain([result]).map(types);
    quote!(#(#types)* #sendable)
}

/// The step of `self: Step` is one, and of this workflow.
fn receiver(model: &Impl, function: &Function) -> TokenStream {
    of_step(model, &function.owner)
}

/// It is a step, and of this workflow.
fn of_step(model: &Impl, step: &Type) -> TokenStream {
    let workflow = &model.workflow;
    let (start, end) = ends(step);
    let private = private(&model.krate, start);
    let home = quote_spanned!(start=> <#step as #private::Step>::);
    check(quote_spanned!(end=> #home Workflow), &quote_spanned!(start=> #private::at::Of<#workflow>))
}

/// What is returned moves this workflow: each step that is named in it, then, if they all do, the whole.
fn results(model: &Impl, output: &Type) -> (TokenStream, Option<TokenStream>) {
    let (krate, workflow) = (&model.krate, &model.workflow);
    let leaves = leaves(output);
    let of_leaves = leaves.iter().map(|leaf| {
        let (start, end) = ends(leaf);
        let private = private(krate, start);
        let of = |name: TokenStream, bound: TokenStream| {
            let home = quote_spanned!(start=> <#leaf as #private::Move>::);
            let home = quote_spanned!(end=> #home #name);
            quote!(<#home as #bound>::IS)
        };
        let first = of(quote_spanned!(end=> Workflow), quote_spanned!(start=> #private::at::Of<#workflow>));
        // A name may stand for a `To<(…)>`.
        let others = of(quote_spanned!(end=> Others), quote_spanned!(start=> #private::at::AllOf<#workflow>));
        quote!(#first; #others;)
    });
    let of_rewound = rewound(output).map(|step| of_step(model, step));
    let of_effects = effects(output).into_iter().map(|effect| {
        let (start, end) = ends(effect);
        let private = private(krate, start);
        let home = quote_spanned!(start=> <#effect as #private::Effects>::);
        check(quote_spanned!(end=> #home Workflows), &quote_spanned!(start=> #private::at::EffectsOf<#workflow>))
    });
    let named = rewound(output).is_none() && !matches!(leaves.as_slice(), [leaf] if std::ptr::eq(*leaf, output));
    let whole = named.then(|| {
        let message = Rule::NoMove.says(format!(
            "a transition can't return `{}`: return a step of the workflow, `To<(A, B)>` for one of several, or `workflow::Result` of one of these",
            text(output)
        ));
        let sound = |ty: &Type| quote!(#krate::__private::Out::<#ty, #workflow>::SOUND);
        let (parts, whole) = (leaves.iter().map(|leaf| sound(leaf)), sound(output));
        let asks = effects(output).into_iter().map(|effect| quote!(#krate::__private::Asks::<#effect, #workflow>::SOUND));
        // What is wrong in a part of it has been told of there.
        let fine = quote!(#whole #(|| !#parts)* #(|| !#asks)*);
        let complaint = call(krate, output, &quote!(complain_unless), quote!(#fine, #message));
        quote!(const _: () = #complaint;)
    });
    (quote!(#(#of_leaves)* #of_rewound #(#of_effects)*), whole)
}

/// `ty` implements `bound`, or the compiler says so where `ty` stands.
fn check(ty: impl ToTokens, bound: &TokenStream) -> TokenStream {
    quote!(<#ty as #bound>::IS;)
}

/// Checks of types, in an item of the macro's: for one of the user's the compiler would suggest generics. Those of an edge,
/// of which there are many, are in one.
fn types(checks: TokenStream) -> TokenStream {
    quote!(const _: () = { #checks };)
}

/// The types that are named in what is returned: `A` and `B` in `Result<To<(A, B)>>`.
fn leaves(output: &Type) -> Vec<&Type> {
    let Some((name, arguments)) = arguments(output) else { return vec![output] };
    match arguments.as_slice() {
        [inner] if name == "Result" => leaves(inner),
        [_] if name == "Rewind" => Vec::new(),
        [inner, _] if name == "With" => leaves(inner),
        [Type::Tuple(steps)] if name == "To" && !steps.elems.is_empty() => steps.elems.iter().collect(),
        _ => vec![output],
    }
}

/// The types of the effects that are named in what is returned: `Refund` in `With<Review, Option<Refund>>`.
fn effects(output: &Type) -> Vec<&Type> {
    fn each(ty: &Type) -> Vec<&Type> {
        match (ty, arguments(ty)) {
            (Type::Tuple(tuple), _) if !tuple.elems.is_empty() => tuple.elems.iter().flat_map(each).collect(),
            (_, Some((name, arguments))) if name == "Option" && arguments.len() == 1 => {
                arguments.into_iter().flat_map(each).collect()
            }
            _ => vec![ty],
        }
    }
    let Some((name, arguments)) = arguments(output) else { return Vec::new() };
    match arguments.as_slice() {
        [inner] if name == "Result" => effects(inner),
        [inner, asked] if name == "With" => effects(inner).into_iter().chain(each(asked)).collect(),
        _ => Vec::new(),
    }
}

/// The step in `Rewind<Step>`, if that is what is returned.
fn rewound(output: &Type) -> Option<&Type> {
    let (name, arguments) = arguments(output)?;
    match arguments.as_slice() {
        [step] if name == "Rewind" => Some(step),
        [inner] if name == "Result" => rewound(inner),
        [inner, _] if name == "With" => rewound(inner),
        _ => None,
    }
}

/// Each parameter can be taken where the function stands. Of a `Text<T>`, `Choice<T>`, `Pick<T>` or `Option<T>` it is said why
/// not.
fn parameters(model: &Impl, function: &Function, bound: &TokenStream) -> Vec<TokenStream> {
    let krate = &model.krate;
    let transition = matches!(function.kind, Kind::Edge(_));
    function
        .parameters
        .iter()
        .map(|ty| {
            let inner = inner(ty);
            let told =
                ["Text", "Choice", "Pick"].iter().any(|name| arguments(inner).is_some_and(|(inner, _)| inner == name));
            if !transition || !told && std::ptr::eq(inner, ty) {
                let private = private(krate, ty.span());
                let bound = respan(bound.clone(), ty.span());
                return check(ty, &quote_spanned!(ty.span()=> #private::at::#bound));
            }
            let (start, end) = ends(inner);
            let private = private(krate, start);
            let fine = quote!(#private::Parameter::<#ty>::TRANSITION);
            let wrong = quote_spanned!(start=> <#private::Unless<{ #fine }, #inner> as #private::Wrong>::);
            let wrong = quote_spanned!(end=> #wrong Type);
            if !told {
                return check(wrong, &quote_spanned!(start=> #private::at::TransitionParameter));
            }
            let input = quote_spanned!(start=> #private::FromInput);
            quote!(let _: #krate::__private::Takes = <#wrong as #input>::TAKES;)
        })
        .collect()
}

/// `I` in `Option<I>`, else the type itself.
fn inner(ty: &Type) -> &Type {
    match arguments(ty) {
        Some((name, arguments)) if name == "Option" => arguments.first().copied().unwrap_or(ty),
        _ => ty,
    }
}

/// The future of an `async` function can be sent to another thread: rustc's own message, at the function's name.
fn sendable(model: &Impl, function: &Function) -> Option<TokenStream> {
    if !function.is_async() {
        return None;
    }
    let (krate, owner, ident) = (&model.krate, &function.owner, function.ident());
    let first = match &function.kind {
        Kind::Edge(Edge { trigger: Trigger::Done(_, ty) | Trigger::Failed(_, ty), .. }) => Some(ty),
        Kind::Effect(effect) => Some(&effect.payload),
        _ => None,
    };
    let types = first.into_iter().chain(&function.parameters);
    let names: Vec<_> = (0..types.clone().count()).map(|index| format_ident!("parameter_{index}")).collect();
    let step = match &function.kind {
        Kind::Work(_) | Kind::View(_) | Kind::Hook(_) => Some(quote!(step: &#owner,)),
        Kind::Edge(edge) if edge.from != From::Entry => Some(quote!(step: #owner,)),
        Kind::Edge(_) | Kind::Effect(_) => None,
    };
    let taken = step.as_ref().map(|_| quote!(step,));
    let future = quote_spanned!(ident.span()=> &<#owner>::#ident(#taken #(#names),*));
    Some(quote! {
        const _: () = {
            fn sendable(#step #(#names: #types),*) {
                let _: &(dyn #krate::__private::Future<Output = _> + #krate::__private::Send) = #future;
            }
        };
    })
}

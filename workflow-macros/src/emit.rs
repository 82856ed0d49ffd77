//! From the model to code: one emitted item, one function.

mod checks;
mod dispatch;
mod proofs;
mod step;
mod table;
mod workflow;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::errors::Errors;
use crate::model::{Function, Impl, Workflow};

/// The enum, a type for each step, what they implement, and the proofs. With errors, all but the proofs.
pub(crate) fn steps(model: &Workflow, errors: &Errors) -> TokenStream {
    let krate = &model.krate;
    let step_types = model.steps.iter().map(|step| step::emit(model, step));
    let workflow = workflow::emit(model);
    let proofs = errors.is_empty().then(|| proofs::of_steps(model));
    quote! {
        #(#step_types)*
        #workflow
        const _: () = {
            #[allow(unused_imports)]
            use #krate::__private::NoTable as _;
            #proofs
        };
    }
}

/// The functions on the types that they belong to, the table of edges and work, their dispatch, and the checks. With
/// errors, the functions and stubs of the rest.
pub(crate) fn functions(model: &Impl, errors: &Errors) -> TokenStream {
    let functions = model.functions.iter().map(|function| method(model, function));
    if errors.is_empty() {
        let (table, dispatch, checks) = (table::emit(model), dispatch::emit(model), checks::emit(model));
        quote!(#(#functions)* #table #dispatch #checks)
    } else {
        let (table, dispatch) = (table::stub(model), dispatch::stub(model));
        quote!(#(#functions)* #table #dispatch)
    }
}

/// ```ignore
/// impl AskPrompt { fn prompt(self, Text(prompt): Text<Prompt>) -> PickShape { … } }
/// ```
fn method(model: &Impl, function: &Function) -> TokenStream {
    let (attributes, owner, item) = (&model.attributes, &function.owner, &function.item);
    quote_spanned! {owner.span()=>
        #(#attributes)*
        #[allow(clippy::wrong_self_convention, clippy::unused_async, clippy::should_implement_trait, clippy::new_ret_no_self, clippy::needless_pass_by_value, clippy::unused_self)]
        impl #owner { #item }
    }
}

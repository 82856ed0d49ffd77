//! The attribute from end to end: parse, check, model, emit; with mistakes, the same with stubs and the errors beside.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use crate::codes::Rule;
use crate::errors::Errors;
#[cfg(feature = "docs")]
use crate::page;
use crate::{check, emit, model, parse};

pub(crate) fn workflow(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let emitted = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Enum(item)) => {
            let parsed = parse::steps::parse(options, item, &mut errors);
            check::steps(&parsed, &mut errors);
            let model = model::steps(parsed);
            #[cfg(feature = "docs")]
            let model = page::with_steps(model);
            emit::steps(&model, &errors)
        }
        Ok(Item::Impl(item)) => {
            #[cfg(feature = "docs")]
            let source = quote!(#item);
            let parsed = parse::functions::parse(options, item, &mut errors);
            check::functions(&parsed, &mut errors);
            let model = model::functions(parsed);
            let emitted = emit::functions(&model, &errors);
            #[cfg(feature = "docs")]
            let emitted = page::with_docs(&emitted, &model, &source, &errors);
            emitted
        }
        Ok(other) => {
            let message =
                "`#[workflow]` stands on the enum of the steps and on the impl of the transitions between them";
            match &other {
                Item::Struct(item) => errors.at(Rule::Place, &item.ident, message),
                Item::Fn(item) => errors.at(Rule::Place, &item.sig.ident, message),
                Item::Mod(item) => errors.at(Rule::Place, &item.ident, message),
                Item::Trait(item) => errors.at(Rule::Place, &item.ident, message),
                other => errors.at(Rule::Place, other, message),
            }
            quote!(#other)
        }
        Err(error) => {
            errors.syn(error);
            item
        }
    };
    let errors = errors.into_tokens();
    quote!(#emitted #errors)
}

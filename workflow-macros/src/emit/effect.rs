//! The type by which a move asks for an effect.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Effect, Function, Impl, Kind};

/// ```text
/// /// Gives the points back.
/// pub struct Refund(pub Quote);
/// impl Effect for Refund { … }
/// ```
pub(super) fn emit(model: &Impl) -> TokenStream {
    let effects = model.functions.iter().filter_map(|function| match &function.kind {
        Kind::Effect(effect) => Some((function, effect)),
        _ => None,
    });
    let types = effects.enumerate().map(|(index, (function, effect))| of(model, index, function, effect));
    quote!(#(#types)*)
}

fn of(model: &Impl, index: usize, function: &Function, effect: &Effect) -> TokenStream {
    let (krate, workflow) = (&model.krate, &model.workflow);
    let Effect { ident, payload, .. } = effect;
    let (name, text) = (function.name(), ident.to_string());
    let visibility = &function.item.vis;
    let docs = function.item.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let definition = quote_spanned!(ident.span()=> #visibility struct #ident(pub #payload););
    quote! {
        #(#docs)*
        #[allow(missing_docs)]
        #definition

        #[automatically_derived]
        #[allow(unused_imports)]
        const _: () = {
            use #krate::__private::{NoPayload as _, NoSlot as _};

            impl #krate::__private::Clone for #ident {
                fn clone(&self) -> Self {
                    #ident(#krate::__private::Slot::<#payload>::copy(&self.0))
                }
            }

            impl #krate::__private::Debug for #ident {
                fn fmt(&self, f: &mut #krate::__private::Formatter<'_>) -> #krate::__private::FmtResult {
                    f.debug_tuple(#text).field(#krate::__private::Slot::<#payload>::debug(&self.0)).finish()
                }
            }

            #[diagnostic::do_not_recommend]
            impl #krate::__private::Effect for #ident {
                type Workflow = #workflow;
                const NAME: &'static #krate::__private::str = #name;
                const INDEX: #krate::__private::usize = #index;

                fn into_payload(self) -> #krate::__private::Result<#krate::__private::Value> {
                    #krate::__private::Payload::<#payload>::into_value(&self.0)
                }
            }
        };
    }
}

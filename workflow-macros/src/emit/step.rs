//! The type of a step and what it implements.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::respan;
use crate::model::{Field, Step, Workflow};

/// The types of all steps, and what they implement.
pub(super) fn emit(model: &Workflow) -> TokenStream {
    let krate = &model.krate;
    let definitions = model.steps.iter().map(|step| definition(model, step));
    let fields = model.steps.iter().map(|step| {
        let parts = [printing(model, step), storing(model, step)];
        quote!(#(#parts)*)
    });
    let conversions = model.steps.iter().enumerate().map(|(index, step)| conversions(model, index, step));
    quote! {
        #(#definitions)*
        const _: () = {
            #[allow(unused_imports)]
            use #krate::__private::NoSlot as _;
            #(#fields)*
        };
        #(#conversions)*
    }
}

/// ```text
/// /// Which shape?
/// pub struct PickShape { prompt: Prompt }
/// ```
fn definition(model: &Workflow, step: &Step) -> TokenStream {
    let Step { attributes, ident, .. } = step;
    let derives = &model.derives;
    // The enum's, but shown at the step as all of its type is.
    let visibility = respan(model.visibility.to_token_stream(), ident.span());
    let derive = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let fields = step.fields.iter().map(|Field { attributes, ident, ty, .. }| quote!(#(#attributes)* #ident: #ty));
    let body = match &step.unnamed {
        Some(unnamed) => quote!(#unnamed;),
        None if step.fields.is_empty() => quote_spanned!(ident.span()=> ;),
        None => quote_spanned!(ident.span()=> { #(#fields,)* }),
    };
    quote_spanned!(ident.span()=> #(#attributes)* #derive #visibility struct #ident #body)
}

/// `Clone` and `Debug`, field by field.
fn printing(model: &Workflow, step: &Step) -> TokenStream {
    let (krate, ident, name) = (&model.krate, &step.ident, step.ident.to_string());
    let copies = step.fields.iter().map(|Field { ident, ty, .. }| {
        let slot = quote!(#krate::__private::Slot::<#ty>::copy);
        quote!(#ident: #slot(&self.#ident))
    });
    let prints = step.fields.iter().map(|Field { ident, ty, name, .. }| {
        let slot = quote!(#krate::__private::Slot::<#ty>::debug);
        quote!(.field(#name, #slot(&self.#ident)))
    });
    let copy = constructed(krate, step, &quote!(#(#copies,)*));
    quote! {
        #[automatically_derived]
        impl #krate::__private::Clone for #ident {
            fn clone(&self) -> Self {
                #copy
            }
        }

        #[automatically_derived]
        impl #krate::__private::Debug for #ident {
            fn fmt(&self, f: &mut #krate::__private::Formatter<'_>) -> #krate::__private::FmtResult {
                f.debug_struct(#name) #(#prints)* .finish()
            }
        }
    }
}

/// The step of these fields. One whose data has no names has been refused, and is never run.
fn constructed(krate: &TokenStream, step: &Step, fields: &TokenStream) -> TokenStream {
    let ident = &step.ident;
    match (&step.unnamed, step.fields.is_empty()) {
        (Some(_), _) => quote!(#krate::__private::never()),
        (None, true) => quote!(#ident),
        (None, false) => quote!(#ident { #fields }),
    }
}

/// How it is stored: by field, as serde would have it.
fn storing(model: &Workflow, step: &Step) -> TokenStream {
    let (krate, ident, name) = (&model.krate, &step.ident, &step.name);
    let puts = step.fields.iter().filter(|field| !field.skip).map(|field| put(krate, field));
    let takes = step.fields.iter().map(|field| take(krate, field, name));
    let unpacked = constructed(krate, step, &quote!(#(#takes,)*));
    quote! {
        #[automatically_derived]
        impl #krate::__private::Pack for #ident {
            fn pack(&self) -> #krate::__private::StdResult<#krate::__private::Map<::std::string::String, #krate::__private::Value>, #krate::__private::JsonError> {
                #[allow(unused_mut)]
                let mut data = #krate::__private::Map::new();
                #(#puts)*
                #krate::__private::Ok(data)
            }

            #[allow(unused_variables)]
            fn unpack(data: &#krate::__private::Map<::std::string::String, #krate::__private::Value>) -> #krate::__private::StdResult<Self, #krate::__private::LoadError> {
                #krate::__private::Ok(#unpacked)
            }
        }

        #[automatically_derived]
        impl #krate::__private::serde::Serialize for #ident {
            fn serialize<S: #krate::__private::serde::Serializer>(&self, serializer: S) -> #krate::__private::StdResult<S::Ok, S::Error> {
                #krate::__private::serialize_step(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de> #krate::__private::serde::Deserialize<'de> for #ident {
            fn deserialize<D: #krate::__private::serde::Deserializer<'de>>(deserializer: D) -> #krate::__private::StdResult<Self, D::Error> {
                #krate::__private::deserialize_step(deserializer)
            }
        }
    }
}

fn put(krate: &TokenStream, field: &Field) -> TokenStream {
    let Field { ident, ty, name, with, .. } = field;
    match with {
        Some(with) => {
            let serialize = quote_spanned!(located(with)=> #with::serialize(&self.#ident, serializer));
            quote!(#krate::__private::put_with(&mut data, #name, |serializer| #serialize)?;)
        }
        None => quote!(#krate::__private::Slot::<#ty>::put(&mut data, #name, &self.#ident)?;),
    }
}

fn take(krate: &TokenStream, field: &Field, step: &str) -> TokenStream {
    let Field { ident, ty, name, default, with, skip, .. } = field;
    let or = match default {
        Some(Some(path)) => quote!(#path),
        _ => quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default),
    };
    let value = match (with, default) {
        _ if *skip => quote!(#or()),
        (Some(with), _) => {
            let missing = match default {
                Some(_) => quote!(#krate::__private::Ok(#or())),
                None => quote!(#krate::__private::Err(#krate::__private::missing(#step, #name))),
            };
            let deserialize = quote_spanned!(located(with)=> #with::deserialize(value));
            quote!(#krate::__private::take_with(data, #step, #name, |value| #deserialize, || #missing)?)
        }
        (None, Some(_)) => quote!(#krate::__private::Slot::<#ty>::take_or(data, #step, #name, #or)?),
        (None, None) => quote!(#krate::__private::Slot::<#ty>::take(data, #step, #name)?),
    };
    quote!(#ident: #value)
}

/// Where the path stands, but with the names of the code around it.
fn located(path: &syn::Path) -> Span {
    Span::call_site().located_at(path.span())
}

/// The step in the workflow, and the workflow at the step.
fn conversions(model: &Workflow, index: usize, step: &Step) -> TokenStream {
    let (krate, workflow, ident, name) = (&model.krate, &model.ident, &step.ident, &step.name);
    let only = model.steps.len() == 1;
    let other_of = (!only).then(|| quote!(other => #krate::__private::Err(other),));
    let other_peek = (!only).then(|| quote!(_ => #krate::__private::None,));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Step for #ident {
            type Workflow = #workflow;
            const NAME: &'static #krate::__private::str = #name;
            const INDEX: #krate::__private::usize = #index;

            fn of(workflow: #workflow) -> #krate::__private::StdResult<Self, #workflow> {
                match workflow {
                    #workflow::#ident(step) => #krate::__private::Ok(step),
                    #other_of
                }
            }

            fn peek(workflow: &#workflow) -> #krate::__private::Option<&Self> {
                match workflow {
                    #workflow::#ident(step) => #krate::__private::Some(step),
                    #other_peek
                }
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Move for #ident {
            type Workflow = #workflow;
            type Others = ();
            type Effects = ();
            const TARGETS: &'static [#krate::__private::usize] = &[#index];

            fn finish(self) -> #krate::__private::Result<#krate::__private::Taken<#workflow>> {
                #krate::__private::Ok(#krate::__private::Taken::from(#workflow::#ident(self)))
            }
        }

        #[automatically_derived]
        impl #krate::__private::From<#ident> for #workflow {
            fn from(step: #ident) -> Self {
                #workflow::#ident(step)
            }
        }

        #[automatically_derived]
        impl #krate::__private::TryFrom<#workflow> for #ident {
            type Error = #workflow;

            fn try_from(workflow: #workflow) -> #krate::__private::StdResult<Self, #workflow> {
                <Self as #krate::__private::Step>::of(workflow)
            }
        }
    }
}

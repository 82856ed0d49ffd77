//! The enum of steps and what it implements.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Step, Workflow};
use crate::parse::types;

pub(super) fn emit(model: &Workflow) -> TokenStream {
    let parts = [definition(model), standing(model), storing(model)];
    quote!(#(#parts)*)
}

/// ```text
/// pub enum Make { AskPrompt(AskPrompt), PickShape(PickShape) }
/// ```
fn definition(model: &Workflow) -> TokenStream {
    let Workflow { krate, attributes, derives, visibility, ident, .. } = model;
    let derive = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let variants = model.steps.iter().map(|Step { attributes, ident, .. }| {
        let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
        // A step without docs is told of once, at its type.
        quote!(#(#docs)* #[allow(missing_docs)] #ident(#ident))
    });
    let idents: Vec<_> = model.steps.iter().map(|step| &step.ident).collect();
    let nowhere = idents.is_empty().then(|| quote!(_ => ::core::unreachable!(),));
    // Steps hold what is known there: that one holds more than another is no fault of theirs.
    let definition = quote_spanned! {ident.span()=>
        #(#attributes)* #derive #[allow(clippy::large_enum_variant)] #visibility enum #ident { #(#variants,)* }
    };
    quote! {
        #definition

        #[automatically_derived]
        impl #krate::__private::Clone for #ident {
            fn clone(&self) -> Self {
                match self {
                    #(#ident::#idents(step) => #ident::#idents(#krate::__private::Clone::clone(step)),)*
                    #nowhere
                }
            }
        }

        #[automatically_derived]
        impl #krate::__private::Debug for #ident {
            fn fmt(&self, f: &mut #krate::__private::Formatter<'_>) -> #krate::__private::FmtResult {
                match self {
                    #(#ident::#idents(step) => #krate::__private::Debug::fmt(step, f),)*
                    #nowhere
                }
            }
        }
    }
}

/// `impl Workflow`: the graph, and the step in and out of its stored form.
fn standing(model: &Workflow) -> TokenStream {
    let Workflow { krate, ident, name, version, docs, .. } = model;
    let idents: Vec<_> = model.steps.iter().map(|step| &step.ident).collect();
    let indices = 0..idents.len();
    let more_indices = 0..idents.len();
    let infos = model.steps.iter().map(|step| {
        let (name, ident, docs, end) = (&step.name, step.ident.to_string(), &step.docs, step.end);
        let ident = ident.trim_start_matches("r#");
        let end = end.then(|| quote!(.end()));
        let no_back = step.no_back.then(|| quote!(.no_back()));
        let passes = &step.after;
        let after = (!passes.is_empty()).then(|| quote!(.after(&[#(#passes),*])));
        let fields = step.fields.iter().filter(|field| !field.skip).map(|field| {
            let (name, ty) = (&field.name, types::text(&field.ty));
            let optional = field.default.is_some().then(|| quote!(.optional()));
            quote!(#krate::__private::FieldInfo::new(#name, #ty) #optional)
        });
        let fields = (!step.fields.is_empty()).then(|| quote!(.fields(&[#(#fields),*])));
        quote!(#krate::__private::StepInfo::new(#name, #ident, #docs) #end #no_back #after #fields)
    });
    let nowhere = idents.is_empty().then(|| quote!(_ => ::core::unreachable!(),));
    let upgrade = model.upgrade.as_ref().map(|path| {
        quote! {
            fn upgrade(from: #krate::__private::u32, stored: #krate::__private::Stored) -> #krate::__private::Result<#krate::__private::Stored> {
                #path(from, stored)
            }
        }
    });
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Workflow for #ident {
            const NAME: &'static #krate::__private::str = #name;
            const VERSION: #krate::__private::u32 = #version;
            const GRAPH: &'static #krate::__private::Graph = {
                #[allow(unused_imports)]
                use #krate::__private::NoTable as _;
                &#krate::__private::Graph::new(
                    #name,
                    #docs,
                    &[#(#infos),*],
                    #krate::__private::Table::<#ident>::FUNCTIONS,
                )
            };

            fn index(&self) -> #krate::__private::usize {
                match self {
                    #(#ident::#idents(_) => #indices,)*
                    #nowhere
                }
            }

            fn pack(&self) -> #krate::__private::StdResult<#krate::__private::Map<::std::string::String, #krate::__private::Value>, #krate::__private::JsonError> {
                match self {
                    #(#ident::#idents(step) => #krate::__private::Pack::pack(step),)*
                    #nowhere
                }
            }

            fn unpack(index: #krate::__private::usize, data: &#krate::__private::Map<::std::string::String, #krate::__private::Value>) -> #krate::__private::StdResult<Self, #krate::__private::LoadError> {
                match index {
                    #(#more_indices => #krate::__private::Pack::unpack(data).map(#ident::#idents),)*
                    _ => #krate::__private::Err(#krate::__private::misfit("", "no such step")),
                }
            }

            #upgrade
        }
    }
}

fn storing(model: &Workflow) -> TokenStream {
    let Workflow { krate, ident, .. } = model;
    quote! {
        #[automatically_derived]
        impl #krate::__private::serde::Serialize for #ident {
            fn serialize<S: #krate::__private::serde::Serializer>(&self, serializer: S) -> #krate::__private::StdResult<S::Ok, S::Error> {
                #krate::__private::serialize_workflow(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de> #krate::__private::serde::Deserialize<'de> for #ident {
            fn deserialize<D: #krate::__private::serde::Deserializer<'de>>(deserializer: D) -> #krate::__private::StdResult<Self, D::Error> {
                #krate::__private::deserialize_workflow(deserializer)
            }
        }
    }
}

//! `#[derive(Choices)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Path};

use crate::codes::Rule;
use crate::errors::Errors;
use crate::parse::{docs, options};

/// ```text
/// impl Choices for Shape { const OPTIONS: &'static [ChoiceOption] = &[…]; … }
/// ```
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let item = match syn::parse2::<DeriveInput>(item) {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let krate = krate(&item, &mut errors).map_or_else(|| quote!(::workflow), |path| quote!(#path));
    let ident = &item.ident;
    let mut idents = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    match &item.data {
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(Rule::Choices, ident, format!("`{ident}` has nothing to choose from"));
            }
            for variant in &data.variants {
                if !variant.fields.is_empty() {
                    errors.at(
                        Rule::Choices,
                        &variant.fields,
                        format!("choice `{}` can't carry data: a button says only which one it is", variant.ident),
                    );
                }
                let label =
                    docs::first_line(&variant.attrs).unwrap_or_else(|| docs::words(&variant.ident.unraw().to_string()));
                if labels.contains(&label) {
                    errors.at(
                        Rule::ChoicesAlike,
                        &variant.ident,
                        format!("two choices are labelled “{label}”: nobody could tell which is which"),
                    );
                }
                idents.push(&variant.ident);
                labels.push(label);
            }
        }
        Data::Struct(_) | Data::Union(_) => {
            errors.at(
                Rule::Choices,
                ident,
                format!("`{ident}` is no closed set: `Choices` is derived on an enum without fields"),
            );
        }
    }
    if !item.generics.params.is_empty() {
        errors.at(Rule::Choices, &item.generics, "choices can't be generic");
    }
    let (generics, arguments, clause) = item.generics.split_for_impl();
    let sound = errors.is_empty();
    let errors = errors.into_tokens();
    let set = ident.unraw().to_string();
    let names: Vec<String> = idents.iter().map(|ident| ident.unraw().to_string()).collect();
    let (options, from_name, name) = if sound {
        (
            quote!(#(#krate::__private::ChoiceOption::new(#set, #names, #labels)),*),
            quote!(match name { #(#names => #krate::__private::Some(#ident::#idents),)* _ => #krate::__private::None }),
            quote!(match self { #(#ident::#idents => #names),* }),
        )
    } else {
        (TokenStream::new(), quote!(::core::unreachable!()), quote!(::core::unreachable!()))
    };
    quote! {
        #[automatically_derived]
        #[allow(unused_variables)]
        impl #generics #krate::__private::Choices for #ident #arguments #clause {
            const OPTIONS: &'static [#krate::__private::ChoiceOption] = &[#options];

            fn from_name(name: &#krate::__private::str) -> #krate::__private::Option<Self> {
                #from_name
            }

            fn name(&self) -> &'static #krate::__private::str {
                #name
            }
        }
        #errors
    }
}

fn krate(item: &DeriveInput, errors: &mut Errors) -> Option<Path> {
    let mut krate = None;
    for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("choices")) {
        let result = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
            options::parse(input, errors, &["crate"], |key, _, input, _| {
                if key == "crate" {
                    krate = Some(options::path(input)?);
                }
                Ok(key == "crate")
            })
        });
        if let Err(error) = result {
            errors.syn(error);
        }
    }
    krate
}

//! All mistakes of one macro call: collected, so that one never hides another.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

use crate::codes::Rule;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    /// Adds a mistake at these tokens.
    pub(crate) fn at(&mut self, rule: Rule, tokens: impl ToTokens, message: impl Display) {
        self.0.push(syn::Error::new_spanned(tokens, rule.says(message)));
    }

    /// Adds a mistake at this span.
    pub(crate) fn span(&mut self, rule: Rule, span: Span, message: impl Display) {
        self.0.push(syn::Error::new(span, rule.says(message)));
    }

    /// Adds a mistake that syn found.
    pub(crate) fn syn(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    /// The value, or `None` and its error added.
    pub(crate) fn take<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.syn(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A `compile_error!` for each.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.iter().map(syn::Error::to_compile_error).collect()
    }
}

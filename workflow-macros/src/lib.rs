//! The `#[workflow]` attribute and `#[derive(Choices)]` of the crate `workflow`, which re-exports both and documents
//! them.

mod check;
mod choices;
mod codes;
mod emit;
mod errors;
mod expand;
mod model;
#[cfg(feature = "docs")]
mod page;
mod parse;
mod say;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Makes a workflow of an enum of steps, and its transitions of an impl.
///
/// On an enum, each variant becomes a type of its own, a step; on an impl, each function becomes a way in, an edge from
/// a step to others, or a hook of a step. See the crate `workflow` for the whole language.
#[proc_macro_attribute]
pub fn workflow(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::workflow(options.into(), item.into()).into()
}

/// Makes a closed set of choices of an enum without fields. The labels are the doc comments, or the names in words.
#[proc_macro_derive(Choices, attributes(choices))]
pub fn choices(item: TokenStream) -> TokenStream {
    choices::derive(item.into()).into()
}

/// A phrase: called by the macro of this name in the crate `workflow`, with the path of that crate before it.
#[doc(hidden)]
#[proc_macro]
pub fn say(tokens: TokenStream) -> TokenStream {
    say::say(tokens.into()).into()
}

/// The picture and the tables of the impl of a workflow, as the text of a doc comment.
#[cfg(feature = "docs")]
#[doc(hidden)]
#[proc_macro]
pub fn graph_doc(item: TokenStream) -> TokenStream {
    page::graph(item.into()).into()
}

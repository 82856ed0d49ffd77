//! What the feature `docs` adds.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::{FUNCTIONS, MISTAKES, STEPS, tokens};
use crate::{expand, page};

#[test]
fn the_docs_of_an_impl_are_a_drawing_and_tables() {
    let text: syn::LitStr = syn::parse2(page::graph(tokens(FUNCTIONS))).unwrap();
    let text = text.value();
    let (drawing, tables) = text.split_once("</div>\n\n<div").unwrap().1.split_once("\n\n").unwrap();
    assert!(drawing.contains("<svg") && drawing.ends_with("</svg></div>"), "{drawing}");
    insta::assert_snapshot!(tables);
}

#[test]
fn the_docs_of_steps_name_those_before_and_after() {
    insta::assert_snapshot!(docs(FUNCTIONS).join("\n---\n"));
}

#[test]
fn the_docs_of_an_enum_list_its_steps() {
    let text = docs(STEPS).into_iter().find(|text| text.contains("| Step |")).unwrap();
    assert!(text.contains("[the picture](#graph-of-Make)"), "{text}");
    assert!(
        text.contains("| [`Done`](struct@Done) |  | end, only after [`Drawing`](struct@Drawing), no way back |"),
        "{text}"
    );
}

#[test]
fn an_impl_with_mistakes_has_no_docs() {
    assert!(docs(MISTAKES).is_empty());
}

#[test]
fn no_input_makes_the_docs_panic() {
    for source in [STEPS, FUNCTIONS, MISTAKES, "", "impl X { fn f() -> To<()> { } fn g(self) -> A<B> {} }"] {
        page::graph(tokens(source));
    }
}

#[test]
fn inputs_are_told_in_the_words_of_the_other_crate() {
    let kinds = include_str!("../../../workflow/src/core/input/kind.rs");
    let read = include_str!("../page/read.rs").split("fn takes(").nth(1).unwrap().split("Option\"").next().unwrap();
    for word in read.split("=> \"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(kinds.contains(&format!("=> \"{word}\"")), "`{word}`");
    }
}

/// The texts of `#[doc = "…"]` that are written for rustdoc alone.
fn docs(source: &str) -> Vec<String> {
    let emitted = expand::workflow(TokenStream::new(), tokens(source));
    let file: syn::File = syn::parse2(emitted).unwrap();
    let mut texts = Vec::new();
    for item in file.items {
        let attributes = match item {
            syn::Item::Impl(item) if item.items.is_empty() && item.trait_.is_none() => item.attrs,
            syn::Item::Enum(item) => item.attrs,
            _ => continue,
        };
        for attribute in attributes {
            let text = attribute.meta.to_token_stream().to_string();
            let literal = text.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"'));
            if let (Some((inner, _)), false) = (literal, text.contains("graph_doc")) {
                texts.push(inner.replace("\\n", "\n"));
            }
        }
    }
    texts
}

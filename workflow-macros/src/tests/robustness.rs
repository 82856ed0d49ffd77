//! No input makes the macros panic, and what they know of the other crate is so.

use proc_macro2::{Group, TokenStream, TokenTree};

use super::{CHOICES, FUNCTIONS, MISTAKES, STEPS, tokens};
use crate::{check, choices, expand};

#[test]
fn no_input_makes_the_attribute_panic() {
    let options = [
        "",
        "version = 2",
        "version",
        "version = \"2\"",
        "name = 3",
        "crate = ::flow",
        "upgrade = a::b",
        "=",
        ", ,",
        "version = 99999999999999999999",
        "name = \"\"",
        "(x)",
    ];
    for source in [STEPS, FUNCTIONS, MISTAKES, CHOICES] {
        for options in options {
            expand::workflow(tokens(options), tokens(source));
        }
        for mutant in mutants(&tokens(source)) {
            expand::workflow(TokenStream::new(), mutant.clone());
            choices::derive(mutant);
        }
    }
}

/// A trait is named in no signature.
const TRAITS: [&str; 9] =
    ["Choices", "FromContext", "FromInput", "FromRef", "OrFault", "OrReject", "Step", "WithEffects", "Workflow"];

#[test]
fn the_names_that_a_step_may_not_hide_are_the_types_of_the_prelude() {
    let prelude = include_str!("../../../workflow/src/prelude.rs");
    let code = prelude.lines().filter(|line| !line.starts_with("//")).collect::<String>();
    let names = code.split(|letter: char| !letter.is_alphanumeric());
    let types = names.filter(|name| name.starts_with(char::is_uppercase) && !TRAITS.contains(name));
    assert_eq!(types.collect::<Vec<_>>(), check::PRELUDE);
}

/// The source with each token in turn removed, doubled, or replaced by another, at every depth.
fn mutants(source: &TokenStream) -> Vec<TokenStream> {
    let others = ["x", "Self", "'a", "3", "\"text\"", "#", "&", "<", "->", "=", "(a)", "{ }", "[b]", "mut", "r#fn", ""];
    let others: Vec<TokenStream> = others.iter().map(|other| tokens(other)).collect();
    let all: Vec<TokenTree> = source.clone().into_iter().collect();
    let mut mutants = Vec::new();
    for index in 0..all.len() {
        let put = |new: TokenStream| -> TokenStream {
            let before = all.iter().take(index).cloned();
            before.chain(new).chain(all.iter().skip(index + 1).cloned()).collect()
        };
        mutants.extend(others.iter().cloned().map(put));
        let token = &all[index];
        mutants.push(put([token.clone(), token.clone()].into_iter().collect()));
        if let TokenTree::Group(group) = token {
            for inner in self::mutants(&group.stream()) {
                mutants.push(put(TokenTree::from(Group::new(group.delimiter(), inner)).into()));
            }
        }
    }
    mutants
}

//! What is emitted, formatted, beside the test in `snapshots/`.

use proc_macro2::TokenStream;

use super::{CHOICES, FUNCTIONS, MISTAKES, STEPS, tokens};
use crate::{choices, expand};

#[test]
fn an_enum_becomes_a_type_for_each_step_and_proofs() {
    insta::assert_snapshot!(formatted(expand::workflow(tokens("version = 2, upgrade = upgrade"), tokens(STEPS))));
}

#[test]
fn an_impl_becomes_methods_a_table_dispatch_and_checks() {
    insta::assert_snapshot!(formatted(expand::workflow(TokenStream::new(), tokens(FUNCTIONS))));
}

#[test]
fn an_impl_with_mistakes_becomes_methods_stubs_and_the_errors() {
    insta::assert_snapshot!(formatted(expand::workflow(TokenStream::new(), tokens(MISTAKES))));
}

#[test]
fn a_closed_set_becomes_names_and_labels() {
    insta::assert_snapshot!(formatted(choices::derive(tokens(CHOICES))));
}

fn formatted(emitted: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(emitted).unwrap())
}

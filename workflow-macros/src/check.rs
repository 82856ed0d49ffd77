//! What can be wrong between the things that were parsed: one function a rule, in a flat list.
//!
//! Only what the tokens alone can show; what needs types is checked by the emitted code.

mod attributes;
mod names;
mod signatures;
mod steps;

use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::parse::docs;
use crate::parse::functions::{Function, Functions};
use crate::parse::steps::Steps;

pub(crate) use names::place;
pub(crate) use signatures::{has_wrong_to, lacks_output};
#[cfg(test)]
pub(crate) use steps::PRELUDE;

pub(crate) fn steps(steps: &Steps, errors: &mut Errors) {
    steps::stored_names_differ(steps, errors);
    steps::stored_fields_differ(steps, errors);
    steps::step_types_differ(steps, errors);
    steps::prelude_is_not_hidden(steps, errors);
    steps::after_names_steps(steps, errors);
    steps::upgrade_needs_a_version(steps, errors);
}

pub(crate) fn functions(functions: &Functions, errors: &mut Errors) {
    for function in &functions.functions {
        signatures::receiver_is_known(function, errors);
        signatures::returns_something(function, errors);
        signatures::returns_well_formed_to(function, errors);
        signatures::is_plain(function, errors);
        attributes::attributes_fit(function, errors);
        signatures::parameters_are_owned(function, errors);
        attributes::commands_are_well_formed(function, errors);
        signatures::no_self_type(function, errors);
    }
    names::commands_differ(functions, errors);
    names::names_differ(functions, errors);
    names::views_differ(functions, errors);
    names::results_have_work(functions, errors);
}

/// What the function's button says.
pub(crate) fn label(function: &Function) -> String {
    match &function.marks.action {
        Some(label) => label.value(),
        None => {
            docs::first_line(&function.item.attrs).unwrap_or_else(|| docs::words(&function.ident().unraw().to_string()))
        }
    }
}

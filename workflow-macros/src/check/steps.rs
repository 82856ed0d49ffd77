//! Rules between the steps of a workflow.

use std::collections::{HashMap, HashSet};

use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::errors::Errors;
use crate::parse::options;
use crate::parse::steps::Steps;

/// Two steps stored under one name could not be told apart when they load.
pub(super) fn stored_names_differ(steps: &Steps, errors: &mut Errors) {
    let mut seen: HashMap<String, &Ident> = HashMap::new();
    for step in &steps.steps {
        let name = step.name.as_ref().map_or_else(|| step.ident.unraw().to_string(), LitStr::value);
        if name.is_empty() {
            errors.at(&step.name, format!("step `{}` needs a name to be stored under", step.ident));
        }
        match seen.get(&name) {
            // Two types of a name are reported as such.
            Some(first) if **first != step.ident => {
                let message = format!(
                    "steps `{first}` and `{}` are both stored as `{name}`: give one of them another name",
                    step.ident
                );
                match &step.name {
                    Some(literal) => errors.at(literal, message),
                    None => errors.at(&step.ident, message),
                }
            }
            _ => {
                seen.insert(name, &step.ident);
            }
        }
    }
}

pub(super) fn stored_fields_differ(steps: &Steps, errors: &mut Errors) {
    for step in &steps.steps {
        let mut seen: HashMap<String, &Ident> = HashMap::new();
        for field in step.fields.iter().filter(|field| !field.serde.skip) {
            let name = field.serde.rename.as_ref().map_or_else(|| field.ident.unraw().to_string(), LitStr::value);
            match seen.get(&name) {
                Some(first) if **first != field.ident => {
                    let message = format!(
                        "fields `{first}` and `{}` are both stored as `{name}`: give one of them another name",
                        field.ident
                    );
                    match &field.serde.rename {
                        Some(literal) => errors.at(literal, message),
                        None => errors.at(&field.ident, message),
                    }
                }
                _ => {
                    seen.insert(name, &field.ident);
                }
            }
        }
    }
}

/// Each step is a type beside the enum.
pub(super) fn step_types_differ(steps: &Steps, errors: &mut Errors) {
    let mut seen: HashSet<&Ident> = HashSet::new();
    for step in &steps.steps {
        if step.ident == steps.ident {
            errors
                .at(&step.ident, format!("a step can't be called `{}` like its workflow: both are types", step.ident));
        } else if !seen.insert(&step.ident) {
            errors.at(&step.ident, format!("there are two steps `{}`", step.ident));
        }
    }
}

/// What signatures are written with.
pub(crate) const PRELUDE: [&str; 27] = [
    "Album",
    "Audio",
    "Child",
    "Choice",
    "Confirm",
    "Document",
    "Either",
    "Failure",
    "Key",
    "Locale",
    "Markup",
    "Media",
    "Now",
    "Photo",
    "Pick",
    "Progress",
    "Result",
    "Rewind",
    "SessionId",
    "SessionKey",
    "State",
    "Text",
    "To",
    "User",
    "Video",
    "View",
    "With",
];

pub(super) fn prelude_is_not_hidden(steps: &Steps, errors: &mut Errors) {
    for step in &steps.steps {
        if PRELUDE.iter().any(|name| step.ident == name) {
            errors.at(&step.ident, format!("step `{0}` hides the prelude's `{0}`: give it another name", step.ident));
        }
    }
}

pub(super) fn upgrade_needs_a_version(steps: &Steps, errors: &mut Errors) {
    if let Some(upgrade) = &steps.options.upgrade
        && steps.options.version.unwrap_or(1) == 1
    {
        errors.at(upgrade, format!("there is nothing to upgrade from: `{}` is at version 1", steps.ident));
    }
}

/// `after(…)` names steps of the workflow, others than the step itself.
pub(super) fn after_names_steps(steps: &Steps, errors: &mut Errors) {
    let names: Vec<String> = steps.steps.iter().map(|step| step.ident.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for step in &steps.steps {
        for passed in &step.after {
            let name = passed.to_string();
            if *passed == step.ident {
                errors.at(passed, format!("every path to `{name}` passes `{name}`: name another step"));
            } else if !names.contains(&name.as_str()) {
                let help = match options::nearest(&name, &names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its steps are {}", options::list(&names)),
                };
                errors.at(passed, format!("`{}` has no step `{name}`: {help}", steps.ident));
            }
        }
    }
}

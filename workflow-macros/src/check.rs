//! What can be wrong between the things that were parsed: one function a rule, in a flat list.
//!
//! Only what the tokens alone can show; what needs types is checked by the emitted code.

use std::collections::{HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Ident, LitStr, ReceiverKind, Safety, Type, TypeReference};

use crate::errors::Errors;
use crate::parse::functions::{Function, Functions, Receiver};
use crate::parse::steps::Steps;
use crate::parse::{docs, options, types};

pub(crate) fn steps(steps: &Steps, errors: &mut Errors) {
    stored_names_differ(steps, errors);
    stored_fields_differ(steps, errors);
    step_types_differ(steps, errors);
    prelude_is_not_hidden(steps, errors);
    upgrade_needs_a_version(steps, errors);
}

pub(crate) fn functions(functions: &Functions, errors: &mut Errors) {
    for function in &functions.functions {
        receiver_is_known(function, errors);
        returns_something(function, errors);
        returns_well_formed_to(function, errors);
        is_plain(function, errors);
        attributes_fit(function, errors);
        parameters_are_owned(function, errors);
        commands_are_well_formed(function, errors);
        no_self_type(function, errors);
    }
    commands_differ(functions, errors);
    names_differ(functions, errors);
    views_differ(functions, errors);
    results_have_work(functions, errors);
}

/// Two steps stored under one name could not be told apart when they load.
fn stored_names_differ(steps: &Steps, errors: &mut Errors) {
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

fn stored_fields_differ(steps: &Steps, errors: &mut Errors) {
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
fn step_types_differ(steps: &Steps, errors: &mut Errors) {
    let mut seen: HashSet<&Ident> = HashSet::new();
    for step in &steps.steps {
        if step.ident == steps.ident {
            errors.at(&step.ident, format!("a step can't be called `{}` like its workflow: both are types", step.ident));
        } else if !seen.insert(&step.ident) {
            errors.at(&step.ident, format!("there are two steps `{}`", step.ident));
        }
    }
}

/// What signatures are written with.
pub(crate) const PRELUDE: [&str; 13] = [
    "Choice", "Failure", "Key", "Markup", "Media", "Now", "Progress", "Result", "State", "Text", "To", "User", "View",
];

fn prelude_is_not_hidden(steps: &Steps, errors: &mut Errors) {
    for step in &steps.steps {
        if PRELUDE.iter().any(|name| step.ident == name) {
            errors.at(
                &step.ident,
                format!("step `{0}` hides the prelude's `{0}`: give it another name", step.ident),
            );
        }
    }
}

fn upgrade_needs_a_version(steps: &Steps, errors: &mut Errors) {
    if let Some(upgrade) = &steps.options.upgrade
        && steps.options.version.unwrap_or(1) == 1
    {
        errors.at(upgrade, format!("there is nothing to upgrade from: `{}` is at version 1", steps.ident));
    }
}

fn receiver_is_known(function: &Function, errors: &mut Errors) {
    let Receiver::Other(receiver) = &function.receiver else { return };
    let name = function.ident();
    let message = match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => format!(
            "`{name}` borrows the whole workflow: write `self: Step` for a transition, `self` for one from every step, `self: &Step` for a hook"
        ),
        ReceiverKind::Reference(..) => format!(
            "`{name}` can't change the workflow in place: write `self: Step` and return the step that it leads to"
        ),
        ReceiverKind::Typed(_, ty) => match types::bare(ty) {
            Type::Reference(TypeReference { mutability: Some(_), elem, .. }) => {
                let step = elem.to_token_stream();
                format!("`{name}` can't change its step in place: write `self: {step}` and return the step that it leads to")
            }
            Type::Reference(TypeReference { lifetime: Some(_), elem, .. }) => {
                format!("the step is borrowed for the call: write `self: &{}`", elem.to_token_stream())
            }
            _ => format!("write `self: Step` with the name of a step in `{name}`, or `self: &Step` for a hook"),
        },
        _ => format!("`{name}` needs a step: write `self: Step`"),
    };
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) => errors.at(ty, message),
        _ => errors.at(receiver, message),
    }
}

fn returns_something(function: &Function, errors: &mut Errors) {
    if function.output().is_none() && !matches!(function.receiver, Receiver::Other(_)) {
        let name = function.ident();
        let message = if function.marks.view.is_some() {
            format!("`{name}` returns nothing: a view returns `View`")
        } else if function.marks.invoke.is_some() {
            format!("`{name}` returns nothing: work returns `Result<T>`; `Result<()>` when there is nothing to tell")
        } else {
            format!("`{name}` returns nothing: a transition returns the step that it leads to")
        };
        errors.at(name, message);
    }
}

/// `To` takes up to eight different steps in a tuple.
fn returns_well_formed_to(function: &Function, errors: &mut Errors) {
    let Some(output) = function.output() else { return };
    if let Type::ImplTrait(ty) = output {
        errors.at(ty, format!("name the type: the graph is read from what `{}` returns", function.ident()));
    }
    match types::to(output) {
        Some(Type::Tuple(steps)) => {
            let mut seen = HashSet::new();
            for step in &steps.elems {
                let name = step.to_token_stream().to_string();
                if !seen.insert(name.clone()) {
                    errors.at(step, format!("`{name}` stands twice in this `To`"));
                }
            }
            if let Some(ninth) = steps.elems.iter().nth(types::MAX_TARGETS) {
                errors.at(
                    ninth,
                    format!("a `To` has up to {} steps: put a step between, which leads to the others", types::MAX_TARGETS),
                );
            }
            if steps.elems.is_empty() {
                errors.at(steps, format!("`{}` leads nowhere: name the steps in `To<(A, B)>`", function.ident()));
            }
        }
        Some(other) => {
            let name = other.to_token_stream();
            errors.at(other, format!("`To` takes a tuple: return `{name}` itself, or one of several steps as `To<({name}, …)>`"));
        }
        None => {}
    }
}

/// Whether `returns_well_formed_to` has refused it: `goto` in its body would be refused once more.
pub(crate) fn has_wrong_to(output: &Type) -> bool {
    match types::to(output) {
        Some(Type::Tuple(steps)) => {
            let mut seen = HashSet::new();
            let count = steps.elems.len();
            count == 0
                || count > types::MAX_TARGETS
                || !steps.elems.iter().all(|step| seen.insert(step.to_token_stream().to_string()))
        }
        Some(_) => true,
        None => false,
    }
}

fn is_plain(function: &Function, errors: &mut Errors) {
    let signature = &function.item.sig;
    if let Safety::Unsafe(keyword) = &signature.safety {
        errors.at(keyword, format!("`{}` can't be unsafe: the runtime calls it", signature.ident));
    }
    if let Some(abi) = &signature.abi {
        errors.at(abi, format!("`{}` can't be `extern`: the runtime calls it", signature.ident));
    }
    if !signature.generics.params.is_empty() {
        errors.at(&signature.generics, format!("`{}` can't be generic: the runtime calls it with the types that it names", signature.ident));
    }
    if let Some(constness) = &signature.constness {
        errors.at(constness, format!("`{}` can't be const", signature.ident));
    }
}

/// Attributes on functions that they can't stand on.
fn attributes_fit(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    match function.receiver {
        Receiver::StepRef(_) => hook_fits(function, errors),
        Receiver::None => {
            if let Some(action) = &marks.action {
                errors.at(action, format!("`{name}` is an entry: it has commands, and no button at a step"));
            }
            if let Some(commit) = marks.commit {
                errors.span(commit, format!("`{name}` is an entry: there is nothing to go back to"));
            }
        }
        _ => {}
    }
    if !function.is_hook() {
        if let Some(span) = marks.view {
            errors.span(span, format!("a view looks at its step: write `self: &Step` in `{name}`"));
        }
        if let Some(invoke) = &marks.invoke {
            errors.span(invoke.span, format!("work looks at its step: write `self: &Step` in `{name}`"));
        }
    }
    if marks.invoke.is_some() && function.item.sig.asyncness.is_none() {
        errors.at(function.item.sig.fn_token, format!("work is async: write `async fn {name}`"));
    }
    if let Some(label) = &marks.action
        && label.value().trim().is_empty()
    {
        errors.at(label, format!("the button of `{name}` needs a label"));
    }
    for work in [&marks.done, &marks.failed].into_iter().flatten().filter(|_| !function.is_hook()) {
        result_fits(function, work, errors);
    }
}

fn hook_fits(function: &Function, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if marks.view.is_none() && marks.invoke.is_none() {
        let message = format!("`{name}` looks at its step: mark it `#[view]` or `#[invoke]`, or write `self: Step` for a transition");
        errors.at(name, message);
    }
    if let (Some(view), Some(_)) = (marks.view, &marks.invoke) {
        errors.span(view, format!("`{name}` can't be both view and work: write two functions"));
    }
    let wrong = [
        ("command", marks.commands.first().map(Spanned::span)),
        ("action", marks.action.as_ref().map(Spanned::span)),
        ("commit", marks.commit),
        ("done", marks.done.as_ref().map(Spanned::span)),
        ("failed", marks.failed.as_ref().map(Spanned::span)),
    ];
    for (attribute, span) in wrong {
        if let Some(span) = span {
            errors.span(span, format!("`{name}` is a hook: `#[{attribute}]` stands on transitions"));
        }
    }
}

/// A transition that takes what `work` gives.
fn result_fits(function: &Function, work: &Ident, errors: &mut Errors) {
    let (name, marks) = (function.ident(), &function.marks);
    if !matches!(function.receiver, Receiver::Step(_)) {
        errors.at(work, format!("`{name}` takes what `{work}` gives: write `self: Step` with the step of that work"));
    } else if function.parameters().next().is_none() {
        let example = if marks.failed.is_some() { "failure: Failure" } else { "_: ()` when there is nothing to tell, or `value: T" };
        errors.at(name, format!("the first parameter of `{name}` is what `{work}` gives: write `{example}`"));
    }
    if let Some(action) = &marks.action {
        errors.at(action, format!("`{name}` is taken when `{work}` ends: it has no button"));
    }
    if let Some(command) = marks.commands.first() {
        errors.at(command, format!("`{name}` is taken when `{work}` ends: it has no command"));
    }
    if let (Some(_), Some(failed)) = (&marks.done, &marks.failed)
        && failed == work
    {
        errors.at(failed, format!("`{name}` can't take both result and failure: write two transitions"));
    }
}

fn parameters_are_owned(function: &Function, errors: &mut Errors) {
    for parameter in function.parameters() {
        match types::bare(&parameter.ty) {
            Type::Reference(reference) => {
                errors.at(reference, format!("`{}` takes its parameters by value: nothing outlives the turn to borrow from", function.ident()));
            }
            Type::ImplTrait(ty) => errors.at(ty, "name the type: the runtime must know what to take"),
            _ => {}
        }
    }
}

fn commands_are_well_formed(function: &Function, errors: &mut Errors) {
    for command in &function.marks.commands {
        let value = command.value();
        let name = value.strip_prefix('/').unwrap_or_default();
        let fits = !name.is_empty()
            && name.len() <= 32
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !fits {
            errors.at(command, "a command is a slash and up to 32 lower-case letters, digits or `_`, as in \"/make\"");
        }
    }
}

fn no_self_type(function: &Function, errors: &mut Errors) {
    struct Finder<'e>(&'e mut Errors);

    impl Finder<'_> {
        fn found(&mut self, at: impl ToTokens) {
            self.0.at(at, "`Self` would be the step here and the workflow there: name the type");
        }

        fn look_into(&mut self, tokens: TokenStream) {
            for token in tokens {
                match token {
                    TokenTree::Ident(ident) if ident == "Self" => self.found(ident),
                    TokenTree::Group(group) => self.look_into(group.stream()),
                    _ => {}
                }
            }
        }
    }

    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            if ident == "Self" {
                self.found(ident);
            }
        }

        fn visit_macro(&mut self, item: &'ast syn::Macro) {
            self.look_into(item.tokens.clone());
        }

        // What is inside an item of its own has a `Self` of its own.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }

    let mut finder = Finder(errors);
    finder.visit_signature(&function.item.sig);
    finder.visit_block(&function.item.block);
}

/// One command can't mean two things at one step.
fn commands_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: Vec<(String, &Function)> = Vec::new();
    for function in &functions.functions {
        for command in &function.marks.commands {
            let value = command.value();
            let clash = seen.iter().find(|(other, first)| *other == value && meet(first, function));
            match clash {
                Some((_, first)) if first.ident() == function.ident() => {
                    errors.at(command, format!("`{}` has this command twice", function.ident()));
                }
                Some((_, first)) => {
                    errors.at(command, format!("`{}` and `{}` have the same command", first.ident(), function.ident()));
                }
                None => {}
            }
            seen.push((value, function));
        }
    }
}

/// Whether the user can be where both functions take commands: an entry's work everywhere.
fn meet(a: &Function, b: &Function) -> bool {
    match (&a.receiver, &b.receiver) {
        (Receiver::Step(_), Receiver::Step(_)) => place(a) == place(b),
        _ => true,
    }
}

/// The type whose method a function becomes, as text: two functions of one type can't have one name.
pub(crate) fn place(function: &Function) -> String {
    match &function.receiver {
        Receiver::Step(step) | Receiver::StepRef(step) => step.to_token_stream().to_string(),
        Receiver::None | Receiver::Any => String::new(),
        Receiver::Other(_) => "&self".into(),
    }
}

fn names_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<(String, String), ()> = HashMap::new();
    for function in &functions.functions {
        let (place, name) = (place(function), function.ident());
        if seen.insert((place.clone(), name.to_string()), ()).is_some() {
            let at = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
            errors.at(name, format!("there are two functions `{name}`{at}: give one of them another name"));
        }
    }
}

fn views_differ(functions: &Functions, errors: &mut Errors) {
    let mut seen: HashMap<String, &Ident> = HashMap::new();
    for function in functions.functions.iter().filter(|function| function.marks.view.is_some()) {
        if let Some(first) = seen.insert(place(function), function.ident()) {
            errors.at(function.ident(), format!("`{}` has a view already: `{first}`", place(function)));
        }
    }
}

/// `#[done(f)]` and `#[failed(f)]` name work of their own step, each once.
fn results_have_work(functions: &Functions, errors: &mut Errors) {
    let all: Vec<&Function> = functions.functions.iter().filter(|function| function.marks.invoke.is_some()).collect();
    let names: Vec<String> = all.iter().map(|work| work.ident().to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut seen: HashMap<(&str, String), &Ident> = HashMap::new();
    for function in &functions.functions {
        for (kind, work) in [("done", &function.marks.done), ("failed", &function.marks.failed)] {
            let Some(work) = work else { continue };
            let name = work.to_string();
            let found = all.iter().find(|candidate| *candidate.ident() == name);
            match found {
                None => {
                    let help = options::nearest(&name, &names).map(|near| format!(": did you mean `{near}`?"));
                    errors.at(work, format!("there is no work `{name}`{}", help.unwrap_or_else(|| ": write an `#[invoke] async fn` of that name".into())));
                }
                Some(candidate) if place(candidate) != place(function) => {
                    if let Receiver::Step(step) = &function.receiver {
                        errors.at(step, format!("`{name}` is the work of `{}`: write `self: {0}` here", place(candidate)));
                    }
                }
                Some(_) => {}
            }
            if let Some(first) = seen.insert((kind, name), function.ident()) {
                errors.at(work, format!("`{first}` takes this already"));
            }
        }
    }
}

/// What the function's button says.
pub(crate) fn label(function: &Function) -> String {
    match &function.marks.action {
        Some(label) => label.value(),
        None => docs::first_line(&function.item.attrs).unwrap_or_else(|| docs::words(&function.ident().unraw().to_string())),
    }
}

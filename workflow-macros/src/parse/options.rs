//! Options of an attribute: `key`, `key = value` or `key(…)`, parsed by hand, with a suggestion for a misspelt key.

use proc_macro2::Span;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Lit, LitInt, LitStr, Path};

use crate::codes::Rule;
use crate::errors::Errors;

/// Parses `input` as options, giving each key to `known`; it returns false when it does not know the key.
pub(crate) fn parse(
    input: ParseStream<'_>,
    errors: &mut Errors,
    keys: &[&str],
    mut known: impl FnMut(&str, Span, ParseStream<'_>, &mut Errors) -> syn::Result<bool>,
) -> syn::Result<()> {
    let mut seen: Vec<String> = Vec::new();
    while !input.is_empty() {
        let key = Ident::parse_any(input)?;
        let name = key.to_string();
        if seen.contains(&name) {
            errors.span(Rule::Twice, key.span(), format!("`{name}` is given twice"));
        }
        if !known(&name, key.span(), input, errors)? {
            errors.span(Rule::Misspelt, key.span(), unknown(&name, keys));
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<proc_macro2::TokenTree>()?;
            }
        }
        seen.push(name);
        if input.is_empty() {
            break;
        }
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

/// The text for a key that is not known.
pub(crate) fn unknown(name: &str, keys: &[&str]) -> String {
    match nearest(name, keys) {
        Some(key) => format!("there is no option `{name}`: did you mean `{key}`?"),
        None => format!("there is no option `{name}`: the options are {}", list(keys)),
    }
}

/// The key that `name` was probably meant to be.
pub(crate) fn nearest<'a>(name: &str, keys: &[&'a str]) -> Option<&'a str> {
    let begins_alike = |key: &str| name.len() > 3 && key.get(..4) == name.get(..4);
    keys.iter()
        .map(|key| (distance(name, key), *key))
        .filter(|(distance, key)| *distance <= 1 + key.len() / 5 || begins_alike(key) || swapped(name, key))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

/// Reports an attribute that is nearly one of `ours`; false when it is none of that kind.
pub(crate) fn misspelt(attribute: &Attribute, ours: &[&str], errors: &mut Errors) -> bool {
    const RUST: [&str; 9] = ["doc", "allow", "expect", "warn", "deny", "forbid", "inline", "deprecated", "instrument"];
    let Some(ident) = attribute.path().get_ident() else { return false };
    let name = ident.to_string();
    if RUST.contains(&name.as_str()) {
        return false;
    }
    let near = nearest(&name, ours);
    if let Some(ours) = near {
        errors.at(Rule::Misspelt, ident, format!("there is no attribute `{name}`: did you mean `{ours}`?"));
    }
    near.is_some()
}

/// `= "text"`.
pub(crate) fn text(input: ParseStream<'_>) -> syn::Result<LitStr> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// `= 3`.
pub(crate) fn number(input: ParseStream<'_>) -> syn::Result<u32> {
    input.parse::<Token![=]>()?;
    match input.parse()? {
        Lit::Int(number) => LitInt::base10_parse(&number),
        other => Err(syn::Error::new(other.span(), Rule::Written.says("expected a number"))),
    }
}

/// `= some::path`.
pub(crate) fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    Path::parse_mod_style(input)
}

/// The names with commas and an “and” between them.
pub(crate) fn list(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match keys.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "none".into(),
    }
}

/// Whether two letters have changed places.
fn swapped(a: &str, b: &str) -> bool {
    let differing: Vec<(char, char)> = a.chars().zip(b.chars()).filter(|(left, right)| left != right).collect();
    a.len() == b.len() && matches!(differing.as_slice(), [(a, b), (c, d)] if a == d && b == c)
}

/// Edits between two words, after Levenshtein.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        let mut next = vec![before];
        for (right, above) in b.iter().zip(row.iter().skip(1)) {
            before = (diagonal + usize::from(left != *right)).min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

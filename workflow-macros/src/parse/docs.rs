//! Doc comments as text, and names as words.

use heck::ToSnakeCase;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The text of the doc comments: lines of a paragraph joined; paragraphs, list items and code on lines of their own.
pub(crate) fn text(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let mut text = String::new();
    let mut code = false;
    for line in lines.iter().flat_map(|line| line.split('\n')) {
        let (raw, line) = (line.strip_prefix(' ').unwrap_or(line).trim_end(), line.trim());
        let fence = line.starts_with("```");
        if fence || code {
            own_line(&mut text, raw);
            text.push('\n');
            code ^= fence;
        } else if line.is_empty() {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                text.push_str("\n\n");
            }
        } else if line.starts_with("- ") || line.starts_with("* ") {
            own_line(&mut text, line);
        } else if text.is_empty() || text.ends_with('\n') {
            text.push_str(line);
        } else {
            text.push(' ');
            text.push_str(line);
        }
    }
    text.trim().to_owned()
}

fn own_line(text: &mut String, line: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(line);
}

/// The first line of the doc comments.
pub(crate) fn first_line(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().filter_map(line).map(|line| line.trim().to_owned()).find(|line| !line.is_empty())
}

/// A name in words: `draw_it` and `DrawIt` are “Draw it”.
pub(crate) fn words(name: &str) -> String {
    let words = name.trim_start_matches("r#").to_snake_case().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

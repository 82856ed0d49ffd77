//! Doc comments as text, and names as words.

use heck::ToSnakeCase;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The text of the doc comments: lines of a paragraph joined, paragraphs and list items on lines of their own.
pub(crate) fn text(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for line in attributes.iter().filter_map(line) {
        for line in line.lines() {
            let line = line.trim();
            let starts_item = line.starts_with("- ") || line.starts_with("* ");
            match (line.is_empty(), text.is_empty() || text.ends_with('\n'), starts_item) {
                (true, ..) if text.is_empty() || text.ends_with("\n\n") => {}
                (true, ..) => {
                    while !text.ends_with("\n\n") {
                        text.push('\n');
                    }
                }
                (false, true, _) => text.push_str(line),
                (false, false, true) => {
                    text.push('\n');
                    text.push_str(line);
                }
                (false, false, false) => {
                    text.push(' ');
                    text.push_str(line);
                }
            }
        }
    }
    text.trim().to_owned()
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

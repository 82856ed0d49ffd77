//! Light markup in translations: `**bold**`, `*italic*`, `` `code` ``, `[a link](https://…)`; `\` before what is meant as it
//! is.

use std::borrow::Cow;

use crate::core::markup::Markup;

const SPECIAL: [char; 4] = ['*', '`', '[', '\\'];

/// The text as it must be written to mean itself.
pub(super) fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(SPECIAL) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if SPECIAL.contains(&letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    Cow::Owned(escaped)
}

/// What the text says. A mark that has no end is text.
pub(super) fn read(text: &str) -> Markup {
    let mut markup = Markup::default();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(SPECIAL) {
        let (before, marked) = rest.split_at(at);
        plain.push_str(before);
        let styled = if let Some(inside) = marked.strip_prefix("**") {
            until(inside, "**").map(|(inner, after)| (Style::Bold(inner), after))
        } else if let Some(inside) = marked.strip_prefix('*') {
            until(inside, "*").map(|(inner, after)| (Style::Italic(inner), after))
        } else if let Some(inside) = marked.strip_prefix('`') {
            until(inside, "`").map(|(inner, after)| (Style::Code(inner), after))
        } else if let Some(inside) = marked.strip_prefix('[') {
            until(inside, "]").and_then(|(label, after)| {
                let (address, after) = until(after.strip_prefix('(')?, ")")?;
                Some((Style::Link(label, address), after))
            })
        } else {
            None
        };
        if let Some((style, after)) = styled {
            if !plain.is_empty() {
                markup = markup.plain(std::mem::take(&mut plain));
            }
            markup = style.onto(markup);
            rest = after;
            continue;
        }
        let mut letters = marked.chars();
        let first = letters.next();
        if first == Some('\\')
            && let Some(meant) = letters.clone().next().filter(|next| SPECIAL.contains(next))
        {
            plain.push(meant);
            letters.next();
        } else {
            plain.extend(first);
        }
        rest = letters.as_str();
    }
    plain.push_str(rest);
    if plain.is_empty() { markup } else { markup.plain(plain) }
}

enum Style {
    Bold(String),
    Italic(String),
    Code(String),
    Link(String, String),
}

impl Style {
    fn onto(self, markup: Markup) -> Markup {
        match self {
            Self::Bold(text) => markup.bold(text),
            Self::Italic(text) => markup.italic(text),
            Self::Code(text) => markup.code(text),
            Self::Link(text, address) => markup.link(text, address),
        }
    }
}

/// What stands before the first `end` that is meant as one, and what comes after; nothing between is no stretch of text.
fn until<'a>(text: &'a str, end: &str) -> Option<(String, &'a str)> {
    let mut inner = String::new();
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix(end).filter(|_| !inner.is_empty()) {
            return Some((inner, after));
        }
        let mut letters = rest.chars();
        let letter = letters.next()?;
        if letter == '\\'
            && let Some(meant) = letters.clone().next().filter(|next| SPECIAL.contains(next))
        {
            inner.push(meant);
            letters.next();
        } else {
            inner.push(letter);
        }
        rest = letters.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_runs() {
        let read = read("Say **it** *so*: `x` [here](https://a.example/b) end");
        let built = Markup::from("Say ").bold("it").plain(" ").italic("so").plain(": ").code("x").plain(" ");
        assert_eq!(read, built.link("here", "https://a.example/b").plain(" end"));
    }

    #[test]
    fn what_is_put_in_is_text_whatever_it_holds() {
        for put in ["**bold**", "*", "`a`", "[x](https://evil.example)", "\\", "\\*a*", "a\\"] {
            let text = format!("Before {}, **{}** after", escaped(put.into()), escaped(put.into()));
            assert_eq!(read(&text), Markup::from(format!("Before {put}, ")).bold(put).plain(" after"), "{text}");
        }
    }

    #[test]
    fn a_mark_without_an_end_is_text() {
        for text in ["2 * 3", "**", "a ** b", "`", "[x]", "[x](", "\\a", "****", "``"] {
            assert_eq!(read(text).to_plain(), text);
            assert!(read(text).runs().len() <= 1, "{text}");
        }
    }
}

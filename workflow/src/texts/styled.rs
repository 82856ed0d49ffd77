//! Light markup in translations: `<b>bold</b>`, `<i>italic</i>`, `<code>code</code>`, `<a href="https://…">a link</a>`, as in
//! HTML; `&lt;`, `&quot;` and `&amp;` are `<`, `"` and `&`.

use std::borrow::Cow;

use crate::core::markup::Markup;

/// The text as it must be written to mean itself.
pub(super) fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(['<', '&', '"']) {
        return text;
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"))
}

fn meant(text: &str) -> String {
    text.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What the text says. A tag that is none of ours, or has no end, is text.
pub(super) fn read(text: &str) -> Markup {
    let mut markup = Markup::default();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tagged) = rest.split_at(at);
        plain.push_str(before);
        match styled(tagged) {
            Some((style, inner, after)) => {
                if !plain.is_empty() {
                    markup = markup.plain(meant(&std::mem::take(&mut plain)));
                }
                let inner = meant(inner);
                markup = match style {
                    Style::Bold => markup.bold(inner),
                    Style::Italic => markup.italic(inner),
                    Style::Code => markup.code(inner),
                    Style::Link(address) => markup.link(inner, meant(address)),
                };
                rest = after;
            }
            None => {
                plain.push('<');
                rest = tagged.strip_prefix('<').unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    if plain.is_empty() { markup } else { markup.plain(meant(&plain)) }
}

enum Style<'a> {
    Bold,
    Italic,
    Code,
    Link(&'a str),
}

/// The style of the tag that the text begins with, what stands in it, and what comes after.
fn styled(text: &str) -> Option<(Style<'_>, &str, &str)> {
    let within = |open: &str, close: &str| text.strip_prefix(open)?.split_once(close);
    if let Some((inner, after)) = within("<b>", "</b>") {
        return Some((Style::Bold, inner, after));
    }
    if let Some((inner, after)) = within("<i>", "</i>") {
        return Some((Style::Italic, inner, after));
    }
    if let Some((inner, after)) = within("<code>", "</code>") {
        return Some((Style::Code, inner, after));
    }
    let (inside, after) = within("<a href=\"", "</a>")?;
    let (address, inner) = inside.split_once("\">")?;
    Some((Style::Link(address), inner, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_runs() {
        let text =
            "Say <b>it</b> <i>so</i>: <code>x</code> <a href=\"https://a.example/?b&amp;c\">here</a> &lt;end&gt;";
        let built = Markup::from("Say ").bold("it").plain(" ").italic("so").plain(": ").code("x").plain(" ");
        assert_eq!(read(text), built.link("here", "https://a.example/?b&c").plain(" <end&gt;"));
    }

    #[test]
    fn what_is_put_in_is_text_whatever_it_holds() {
        for put in
            ["<b>bold</b>", "<", "&", "&lt;", "&amp;lt;", "</b>", "<a href=\"https://evil.example\">x</a>", "\">"]
        {
            let escaped = escaped(put.into());
            let text = format!("Before {escaped}, <b>{escaped}</b> <a href=\"https://a.example/{escaped}\">x</a>");
            let built = Markup::from(format!("Before {put}, ")).bold(put).plain(" ");
            assert_eq!(read(&text), built.link("x", format!("https://a.example/{put}")), "{text}");
        }
    }

    #[test]
    fn a_tag_without_an_end_or_of_another_name_is_text() {
        for text in ["2 < 3", "<b>", "a <b b", "<u>x</u>", "<a>x</a>", "<a href=\"x", "<B>x</B>"] {
            assert_eq!(read(text), Markup::from(text));
        }
    }
}

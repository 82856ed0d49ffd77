//! Markup as HTML: escaped here, and nowhere else.

use std::fmt::Write;

use crate::core::markup::{Markup, Run, is_web};

/// The markup as HTML of text, `b`, `i`, `code` and `a`; line breaks stay what they are.
pub(super) fn html(markup: &Markup) -> String {
    let mut html = String::new();
    for run in markup.runs() {
        match run {
            Run::Plain(text) => escape(&mut html, text),
            Run::Bold { bold } => element(&mut html, "b", bold),
            Run::Italic { italic } => element(&mut html, "i", italic),
            Run::Code { code } => element(&mut html, "code", code),
            Run::Link { link, to } if is_web(to) => {
                html.push_str("<a rel=\"noopener noreferrer\" target=\"_blank\" href=\"");
                escape(&mut html, to);
                html.push_str("\">");
                escape(&mut html, link);
                html.push_str("</a>");
            }
            Run::Link { link, .. } => escape(&mut html, link),
        }
    }
    html
}

/// What somebody wrote, as HTML.
pub(super) fn plain(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(&mut html, text);
    html
}

fn element(html: &mut String, name: &str, text: &str) {
    // Writing to a string never fails.
    let _ok = write!(html, "<{name}>");
    escape(html, text);
    let _ok = write!(html, "</{name}>");
}

fn escape(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_never_becomes_markup() {
        let html = html(&Markup::from("<script>").bold("\"&'</b>"));
        assert_eq!(html, "&lt;script&gt;<b>&quot;&amp;&#39;&lt;/b&gt;</b>");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(html(&Markup::default().link("x", "javascript:alert(1)")), "x");
        assert_eq!(html(&Markup::default().link("x", "JAVASCRIPT:alert(1)")), "x");
        assert!(
            html(&Markup::default().link("x", "https://a.example/?\"")).contains("href=\"https://a.example/?&quot;\"")
        );
    }
}

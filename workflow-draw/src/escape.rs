//! Texts that other formats can hold.

use std::borrow::Cow;

/// `text` within XML or HTML.
pub(crate) fn xml(text: &str) -> Cow<'_, str> {
    replace(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    })
}

/// `text` within a string of DOT.
pub(crate) fn dot(text: &str) -> Cow<'_, str> {
    replace(text, |c| match c {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        _ => None,
    })
}

/// `text` within a quoted label of Mermaid, which takes entities written with `#`.
pub(crate) fn mermaid(text: &str) -> Cow<'_, str> {
    replace(text, |c| match c {
        '#' => Some("#35;"),
        '"' => Some("#quot;"),
        '&' => Some("#amp;"),
        '<' => Some("#lt;"),
        '>' => Some("#gt;"),
        '`' => Some("#96;"),
        '|' => Some("#124;"),
        ';' => Some("#59;"),
        '%' => Some("#37;"),
        '\\' => Some("#92;"),
        _ => None,
    })
}

/// `text` within a cell of a Markdown table: nothing in it is markup.
pub(crate) fn markdown(text: &str) -> Cow<'_, str> {
    replace(text, |c| match c {
        '\\' => Some("\\\\"),
        '`' => Some("\\`"),
        '*' => Some("\\*"),
        '_' => Some("\\_"),
        '[' => Some("\\["),
        ']' => Some("\\]"),
        '|' => Some("\\|"),
        '~' => Some("\\~"),
        '$' => Some("\\$"),
        '#' => Some("\\#"),
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    })
}

fn replace(text: &str, with: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if text.chars().all(|c| with(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match with(c) {
            Some(text) => out.push_str(text),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_own_signs() {
        let nasty = "a<b>&\"c\"|`d`\\#;";
        assert_eq!(xml(nasty), "a&lt;b&gt;&amp;&quot;c&quot;|`d`\\#;");
        assert_eq!(dot(nasty), "a<b>&\\\"c\\\"|`d`\\\\#;");
        assert_eq!(mermaid(nasty), "a#lt;b#gt;#amp;#quot;c#quot;#124;#96;d#96;#92;#35;#59;");
        assert_eq!(markdown(nasty), "a&lt;b&gt;&amp;\"c\"\\|\\`d\\`\\\\\\#;");
        assert_eq!(xml("plain"), "plain");
    }
}

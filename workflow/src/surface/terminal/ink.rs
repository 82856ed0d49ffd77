//! Texts with styles, where what they are written to has some.

use std::borrow::Cow;

use crate::core::markup::{Markup, Run, is_web};

/// Whether texts are written with styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    /// By the escape sequences of ECMA-48 (Select Graphic Rendition).
    Styled,
}

impl Ink {
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", "22", text)
    }

    pub(super) fn italic(self, text: &str) -> String {
        self.with("3", "23", text)
    }

    fn underlined(self, text: &str) -> String {
        self.with("4", "24", text)
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.with("2", "22", text)
    }

    /// In cyan.
    pub(super) fn code(self, text: &str) -> String {
        self.with("36", "39", text)
    }

    /// In yellow: something was not taken, or is asked.
    pub(super) fn warning(self, text: &str) -> String {
        self.with("33", "39", text)
    }

    fn with(self, on: &str, off: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Styled if text.is_empty() => String::new(),
            Self::Styled => format!("\x1b[{on}m{text}\x1b[{off}m"),
        }
    }

    /// A text with its markup; the addresses of links are in brackets.
    pub(super) fn markup(self, text: &Markup) -> String {
        text.runs().iter().map(|run| self.run(run)).collect()
    }

    fn run(self, run: &Run) -> String {
        let text = &*clean(run.text());
        match run {
            Run::Plain(_) => text.to_owned(),
            Run::Bold { .. } => self.bold(text),
            Run::Italic { .. } => self.italic(text),
            Run::Code { .. } => self.code(text),
            Run::Link { to, .. } if !is_web(to) => text.to_owned(),
            Run::Link { to, .. } if *to == text => self.underlined(text),
            Run::Link { to, .. } => format!("{} [{}]", self.underlined(text), clean(to)),
        }
    }
}

/// The text without what a terminal would obey: control characters but line feeds and tabs, and those that turn the
/// direction of writing.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_harmless = |letter: char| {
        let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        matches!(letter, '\n' | '\t') || !(letter.is_control() || turns)
    };
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.chars().map(|letter| if is_harmless(letter) { letter } else { '\u{fffd}' }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_escape_sequences_and_end_where_their_text_ends() {
        let text = Markup::from("a ").bold("b").italic("i").code("c").link("here", "https://a.example/");
        let styled = "a \x1b[1mb\x1b[22m\x1b[3mi\x1b[23m\x1b[36mc\x1b[39m\x1b[4mhere\x1b[24m [https://a.example/]";
        assert_eq!(Ink::Styled.markup(&text), styled);
        assert_eq!(Ink::Plain.markup(&text), "a bichere [https://a.example/]");
    }

    #[test]
    fn an_address_that_would_run_is_left_out() {
        assert_eq!(Ink::Plain.markup(&Markup::default().link("here", "javascript:alert(1)")), "here");
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_written() {
        let text = Markup::from("a\x1b[2Jb\u{9b}c\r\nd\u{202e}e\tf");
        assert_eq!(Ink::Plain.markup(&text), "a\u{fffd}[2Jb\u{fffd}c\nd\u{fffd}e\tf");
    }
}

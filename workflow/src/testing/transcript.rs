//! A conversation, written down as it went.

use std::fmt::Write;

use crate::core::input::Kind;
use crate::core::media::Media;
use crate::core::view::View;
use crate::engine::{Question, Snapshot};

/// What happened, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Transcript(Vec<Line>);

#[derive(Debug, Clone)]
enum Line {
    /// Somebody did something.
    Did { who: String, what: String },
    /// Somebody was shown something.
    Shown { to: String, what: Vec<String> },
    /// Something happened.
    Event(String),
}

impl Transcript {
    pub(super) fn said(&mut self, who: &str, text: &str) {
        self.0.push(Line::Did { who: who.to_owned(), what: text.replace('\n', "\n     ") });
    }

    pub(super) fn pressed(&mut self, who: &str, label: &str) {
        self.0.push(Line::Did { who: who.to_owned(), what: format!("[{label}]") });
    }

    pub(super) fn shown(&mut self, to: &str, what: Vec<String>) {
        self.0.push(Line::Shown { to: to.to_owned(), what });
    }

    pub(super) fn told(&mut self, to: &str, text: &str) {
        self.shown(to, vec![format!("! {text}")]);
    }

    pub(super) fn event(&mut self, text: impl Into<String>) {
        self.0.push(Line::Event(text.into()));
    }

    /// As a text; who is spoken to is named where there are several people.
    pub(super) fn to_text(&self) -> String {
        let people = |line: &Line| match line {
            Line::Did { who, .. } | Line::Shown { to: who, .. } => Some(who.clone()),
            Line::Event(_) => None,
        };
        let people: std::collections::BTreeSet<String> = self.0.iter().filter_map(people).collect();
        let mut text = String::new();
        for line in &self.0 {
            // Writing to a string does not fail.
            let _ = match line {
                Line::Did { who, what } => writeln!(text, "{who}: {what}"),
                Line::Event(event) => writeln!(text, "  -- {event} --"),
                Line::Shown { to, what } => {
                    let bot = if people.len() > 1 { format!("bot to {to}") } else { "bot".to_owned() };
                    let mut lines = what.iter().flat_map(|line| line.lines());
                    let first = writeln!(text, "{bot}: {}", lines.next().unwrap_or_default());
                    lines.fold(first, |written, line| written.and(writeln!(text, "     {line}")))
                }
            };
        }
        text
    }
}

/// What is shown, line by line: text, media, notice, progress, buttons, hint.
pub(super) fn lines(snapshot: &Snapshot) -> Vec<String> {
    let view = snapshot.view();
    let mut lines = body(view);
    lines.extend(progress(snapshot));
    for row in &view.choices {
        let row: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        lines.push(row.join(" "));
    }
    if let Some(hint) = &view.hint {
        let kinds: Vec<&str> = hint.kinds().map(Kind::word).collect();
        lines.push(format!("({}: {})", kinds.join(" or "), hint.text));
    }
    lines.extend(snapshot.question().iter().flat_map(question));
    lines
}

/// What is asked, and its buttons.
pub(super) fn question(question: &Question) -> Vec<String> {
    vec![question.text.clone(), format!("[{}] [{}]", question.leave.label, question.stay.label)]
}

/// A medium by its type and size: its hash says nothing to people.
pub(super) fn medium(media: &Media) -> String {
    let pixels = media.pixels().map(|size| format!(", {} × {}", size.width, size.height));
    format!("<{}{}>", media.content_type(), pixels.unwrap_or_default())
}

/// Text, media and notice.
pub(super) fn body(view: &View) -> Vec<String> {
    let mut lines: Vec<String> = view.text.to_plain().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.extend(view.media.iter().map(medium));
    lines.extend(view.notice.as_ref().map(|notice| format!("({})", notice.to_plain())));
    if lines.is_empty() {
        lines.push("(nothing)".to_owned());
    }
    lines
}

pub(super) fn progress(snapshot: &Snapshot) -> Option<String> {
    let done = snapshot.progress()?;
    Some(format!("{:.0} % {}", done.fraction() * 100.0, done.label()).trim_end().to_owned())
}

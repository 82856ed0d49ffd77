//! What a view says, where all of it is one text.

use crate::core::markup::{Markup, Run};
use crate::core::view::{Done, View};

/// What the view says, with its note in italics, and how far its work is.
pub(crate) fn words(view: &View, progress: Option<&Done>) -> Markup {
    let mut text = view.text.clone();
    if let Some(notice) = &view.notice {
        text = notice.runs().iter().fold(text.plain("\n\n"), |text, run| match run {
            Run::Plain(note) => text.italic(note),
            styled => text.with(styled.clone()),
        });
    }
    match progress {
        Some(progress) => text.plain("\n\n").plain(bar(progress)),
        None => text,
    }
}

/// `▰▰▰▱▱▱▱▱▱▱ 30 % painting`
pub(crate) fn bar(progress: &Done) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = (progress.fraction() * 100.0).round() as usize;
    let full = percent / 10;
    format!("{}{} {percent} % {}", "▰".repeat(full), "▱".repeat(10 - full), progress.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_bar_below_the_text() {
        let said = words(&View::text("Drawing …"), Some(&Done::new(0.42, "painting")));
        assert_eq!(said.to_plain(), "Drawing …\n\n▰▰▰▰▱▱▱▱▱▱ 42 % painting");
    }

    #[test]
    fn a_note_is_in_italics_and_keeps_its_links() {
        let note = Markup::from("See ").link("here", "https://a.example/");
        let said = words(&View::text("Ready.").notice(note), None);
        let [_, _, Run::Italic { italic }, Run::Link { to, .. }] = said.runs() else { panic!("{said:?}") };
        assert_eq!((&**italic, &**to), ("See ", "https://a.example/"));
    }
}

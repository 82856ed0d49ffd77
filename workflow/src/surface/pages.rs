//! Long texts and long lists in pages, where a surface can't show them whole. Nothing is left out: every letter of the
//! text is on some page, and so is every button.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::core::markup::{Markup, Run};

/// Cuts text into pages of up to `most` units each, as `measure` counts them; between paragraphs, lines or words, where there
/// are any, and never within a letter, as people see it. There is one page at the least.
pub(crate) fn of_text(text: &Markup, most: usize, measure: fn(&str) -> usize) -> Vec<Markup> {
    let mut pages = vec![Markup::default()];
    let mut left = most;
    for run in text.runs() {
        let mut rest = run.text();
        while !rest.is_empty() {
            let fits = longest(rest, left, most, measure);
            let at = match fits == rest.len() {
                true => fits,
                false => cut(rest, fits, left == most),
            };
            let (here, after) = rest.split_at(at);
            left = left.saturating_sub(measure(here));
            if let Some(page) = pages.last_mut().filter(|_| !here.is_empty()) {
                *page = std::mem::take(page).with(styled(run, here));
            }
            rest = after;
            if !rest.is_empty() {
                pages.push(Markup::default());
                left = most;
            }
        }
    }
    pages
}

/// How many bytes of the text fit, in whole letters; on a page of its own, also in parts of one that is too long for any.
fn longest(text: &str, left: usize, most: usize, measure: fn(&str) -> usize) -> usize {
    match fitting(text.graphemes(true), left, measure) {
        0 if left == most => fitting(text.split_inclusive(|_| true), left, measure),
        fits => fits,
    }
}

fn fitting<'t>(parts: impl Iterator<Item = &'t str>, most: usize, measure: fn(&str) -> usize) -> usize {
    let mut left = most;
    let fits = parts.map_while(|part| {
        left = left.checked_sub(measure(part))?;
        Some(part.len())
    });
    fits.sum()
}

/// Where to cut, when `fits` bytes fit: after the last empty line, line or word of the second half of them. Where there is
/// none, on a fresh page in the middle of a word, and else before it.
fn cut(text: &str, fits: usize, is_fresh: bool) -> usize {
    let fitting = text.get(..fits).unwrap_or_default();
    let after = |what: &str| fitting.rfind(what).map(|at| at + what.len());
    let far_enough = |at: &usize| *at * 2 >= fits || !is_fresh;
    let found = ["\n\n", "\n", " "].into_iter().find_map(|what| after(what).filter(far_enough));
    found.unwrap_or(if is_fresh { fits } else { 0 })
}

/// The same style with another text.
fn styled(run: &Run, text: &str) -> Run {
    let text = text.to_owned();
    match run {
        Run::Plain(_) => Run::Plain(text),
        Run::Bold { .. } => Run::Bold { bold: text },
        Run::Italic { .. } => Run::Italic { italic: text },
        Run::Code { .. } => Run::Code { code: text },
        Run::Link { to, .. } => Run::Link { link: text, to: to.clone() },
    }
}

/// Rows in pages of up to `most` rows, all of about the same length. There is one page at the least.
pub(crate) fn of_rows(rows: usize, most: usize) -> Vec<Range<usize>> {
    let pages = rows.div_ceil(most.max(1)).max(1);
    (0..pages).map(|page| rows * page / pages..rows * (page + 1) / pages).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(text: &str) -> usize {
        text.chars().count()
    }

    fn plain(pages: &[Markup]) -> Vec<String> {
        pages.iter().map(Markup::to_plain).collect()
    }

    #[test]
    fn text_is_cut_between_words() {
        let text = Markup::from("one two three four");
        assert_eq!(plain(&of_text(&text, 9, letters)), ["one two ", "three ", "four"]);
    }

    #[test]
    fn text_is_cut_between_paragraphs_where_it_can_be() {
        let text = Markup::from("aaaa bbbb\n\ncccc dddd eeee");
        assert_eq!(plain(&of_text(&text, 16, letters)), ["aaaa bbbb\n\n", "cccc dddd eeee"]);
    }

    #[test]
    fn a_word_that_is_too_long_for_a_page_is_cut() {
        assert_eq!(plain(&of_text(&Markup::from("abcdefgh"), 3, letters)), ["abc", "def", "gh"]);
    }

    #[test]
    fn a_letter_of_several_is_cut_only_when_no_page_has_room_for_it() {
        let text = Markup::from("ae\u{301}\u{323}o");
        assert_eq!(plain(&of_text(&text, 3, letters)), ["a", "e\u{301}\u{323}", "o"]);
        assert_eq!(plain(&of_text(&text, 2, letters)), ["a", "e\u{301}", "\u{323}o"]);
    }

    #[test]
    fn a_style_goes_on_on_the_next_page() {
        let text = Markup::default().bold("one two three").plain(" four");
        let pages = of_text(&text, 8, letters);
        assert_eq!(plain(&pages), ["one two ", "three ", "four"]);
        assert!(matches!(pages[1].runs(), [Run::Bold { bold }, Run::Plain(_)] if bold == "three"));
    }

    #[test]
    fn short_text_and_no_text_are_one_page() {
        assert_eq!(plain(&of_text(&Markup::from("hi"), 10, letters)), ["hi"]);
        assert_eq!(plain(&of_text(&Markup::default(), 10, letters)), [""]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_page_too_long(words in "[a-zä😀 \n]{0,400}", bold in "[a-z ]{0,80}", most in 4_usize..50) {
            let text = Markup::from(words.as_str()).bold(bold.as_str()).plain(words.as_str());
            let utf16 = |text: &str| text.encode_utf16().count();
            let pages = of_text(&text, most, utf16);
            prop_assert_eq!(plain(&pages).concat(), text.to_plain());
            prop_assert!(pages.iter().all(|page| utf16(&page.to_plain()) <= most));
        }

        #[test]
        fn no_row_is_lost_and_no_page_too_long(rows in 0_usize..1000, most in 1_usize..40) {
            let pages = of_rows(rows, most);
            prop_assert!(pages.iter().all(|page| page.len() <= most));
            prop_assert_eq!(pages.into_iter().flatten().collect::<Vec<_>>(), (0..rows).collect::<Vec<_>>());
        }
    }
}

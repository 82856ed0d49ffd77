//! What is shown of a view at once: text, media, numbered choices, what may be sent; in pages, where it is too long.

use std::ops::Range;

use super::super::{pages, said};
use super::ink::{Ink, clean};
use crate::core::input::Kind;
use crate::core::markup::Markup;
use crate::core::view::{Done, Hint};
use crate::engine::Offer;

/// A view, ready to be shown page by page.
#[derive(Debug, Clone)]
pub(super) struct Card {
    heading: Option<String>,
    texts: Vec<Markup>,
    /// As they are written, below the text of the first page.
    media: Vec<String>,
    rows: Vec<Vec<Choice>>,
    lists: Vec<Range<usize>>,
    hint: Option<String>,
}

/// A button, and what it is typed as.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) offer: Offer,
}

/// How much text is on a page, as it fills a usual terminal: a line feed counts as a line.
const TEXT: usize = 20 * LINE;
const LINE: usize = 80;
/// How many rows of choices are on a page.
const ROWS: usize = 20;

impl Card {
    pub(super) fn new(text: &Markup, rows: Vec<Vec<Choice>>) -> Self {
        let mut texts = pages::of_text(text, TEXT, measure);
        texts.retain(|text| !text.to_plain().trim().is_empty());
        let lists = pages::of_rows(rows.len(), ROWS);
        Self { heading: None, texts, media: Vec::new(), rows, lists, hint: None }
    }

    /// Under a line that says what it is.
    pub(super) fn under(mut self, heading: Option<String>) -> Self {
        self.heading = heading;
        self
    }

    pub(super) fn with_media(mut self, media: Vec<String>) -> Self {
        self.media = media;
        self
    }

    pub(super) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    pub(super) fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.rows.iter().flatten()
    }

    /// How many pages it has; one at the least.
    pub(super) fn pages(&self) -> usize {
        self.texts.len().max(self.lists.len()).max(1)
    }

    /// All of it at once, for what can't be turned later.
    pub(super) fn whole(&self, ink: Ink) -> String {
        let text: String = self.texts.iter().map(|text| ink.markup(text)).collect();
        let mut lines: Vec<String> = self.heading.iter().map(|heading| ink.faint(&clean(heading))).collect();
        lines.push(text.trim_end().to_owned());
        lines.extend(self.media.iter().cloned());
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// The page as it is shown; the last one, when there are not so many. A text or list that has fewer pages than the other
    /// shows its last one.
    pub(super) fn page(&self, page: usize, ink: Ink) -> String {
        let page = page.min(self.pages() - 1);
        let mut lines = Vec::new();
        lines.extend(self.heading.as_ref().map(|heading| ink.faint(&clean(heading))));
        if let Some(text) = self.texts.get(page.min(self.texts.len().saturating_sub(1))) {
            lines.push(ink.markup(text).trim_end().to_owned());
        }
        if page == 0 {
            lines.extend(self.media.iter().cloned());
        }
        let list = self.lists.get(page.min(self.lists.len().saturating_sub(1))).cloned().unwrap_or_default();
        lines.extend(self.rows.get(list).unwrap_or_default().iter().map(|row| written(row, ink)));
        lines.extend(self.hint.as_ref().map(|hint| ink.faint(&clean(hint))));
        if self.pages() > 1 {
            let turn = format!("Page {} of {}: n for the next one, p for the one before", page + 1, self.pages());
            lines.push(ink.faint(&turn));
        }
        lines.join("\n")
    }
}

fn measure(text: &str) -> usize {
    text.chars().map(|letter| if letter == '\n' { LINE } else { 1 }).sum()
}

/// `[1] Another shape   [2] Another prompt`
fn written(row: &[Choice], ink: Ink) -> String {
    let choice = |Choice { name, offer }: &Choice| {
        let label = clean(&offer.label).replace('\n', " ");
        format!("{} {label}", ink.bold(&format!("[{name}]")))
    };
    row.iter().map(choice).collect::<Vec<_>>().join("   ")
}

/// What may be sent, and how.
pub(super) fn hint(hint: &Hint, letter: Option<&str>) -> String {
    let to = letter.map(|letter| format!(":to {letter} ")).unwrap_or_default();
    let way = |kind: Kind| match kind {
        Kind::Text if to.is_empty() => "text".to_owned(),
        Kind::Text => format!("text ({to}TEXT)"),
        kind if kind.most_files() > 1 => format!("up to {} {} ({to}:file PATH …)", kind.most_files(), kind.word()),
        kind => format!("{} ({to}:file PATH)", kind.word()),
    };
    let ways: Vec<String> = hint.kinds().map(way).collect();
    format!("{}: send {}", hint.text, ways.join(" or "))
}

/// `▰▰▰▱▱▱▱▱▱▱ 30 % painting`, on one line.
pub(super) fn bar(progress: &Done) -> String {
    let bar = said::bar(progress);
    clean(&bar).chars().map(|letter| if letter == '\n' { ' ' } else { letter }).take(BAR).collect()
}

/// How much of it is shown, so that it stays on one line.
const BAR: usize = 57;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Token;

    fn choice(name: usize, label: &str) -> Choice {
        Choice { name: name.to_string(), offer: Offer::new(label, Token::new("t".repeat(43))) }
    }

    #[test]
    fn choices_are_numbered_and_stand_in_their_rows() {
        let rows = vec![vec![choice(1, "Draw it")], vec![choice(2, "Another shape"), choice(3, "Two\nlines")]];
        let card = Card::new(&Markup::from("Ready?"), rows);
        assert_eq!(card.page(0, Ink::Plain), "Ready?\n[1] Draw it\n[2] Another shape   [3] Two lines");
    }

    #[test]
    fn a_long_list_has_pages_and_each_choice_is_on_one_of_them() {
        let rows: Vec<Vec<Choice>> = (1..=45).map(|name| vec![choice(name, &format!("option {name}"))]).collect();
        let card = Card::new(&Markup::from("Which?"), rows);
        assert_eq!(card.pages(), 3);
        let all: Vec<String> = (0..3).map(|page| card.page(page, Ink::Plain)).collect();
        let seen: Vec<&str> = all.iter().flat_map(|page| page.lines()).filter(|line| line.starts_with('[')).collect();
        assert_eq!(seen, (1..=45).map(|name| format!("[{name}] option {name}")).collect::<Vec<_>>());
        assert!(
            all[1].starts_with("Which?\n") && all[1].ends_with("Page 2 of 3: n for the next one, p for the one before")
        );
    }

    #[test]
    fn a_long_text_has_pages_and_nothing_is_lost() {
        let text: String = (0..100).map(|number| format!("line {number}\n")).collect();
        let card = Card::new(&Markup::from(text.as_str()), Vec::new());
        let all: String = (0..card.pages()).map(|page| card.page(page, Ink::Plain) + "\n").collect();
        let seen: Vec<&str> = all.lines().filter(|line| line.starts_with("line ")).collect();
        assert_eq!(seen, text.lines().collect::<Vec<_>>());
        assert!(card.pages() > 4);
        assert_eq!(card.whole(Ink::Plain), text.trim_end());
    }

    #[test]
    fn progress_is_one_line() {
        assert_eq!(bar(&Done::new(0.42, "painting\nnow")), "▰▰▰▰▱▱▱▱▱▱ 42 % painting now");
    }
}

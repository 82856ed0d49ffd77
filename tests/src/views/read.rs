//! What was read of a view, page by page, beside what had to be read.

use unicode_segmentation::UnicodeSegmentation;
use workflow::Run;

/// A stretch of text that has a style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Styled {
    /// `bold`, `italic`, `code` or `link`.
    pub style: &'static str,
    /// The text, without its space.
    pub text: String,
    /// Where a link leads.
    pub to: String,
}

impl Styled {
    /// A stretch of text.
    pub fn new(style: &'static str, text: &str, to: &str) -> Self {
        Self { style, text: text.split_whitespace().collect(), to: to.to_owned() }
    }

    /// The stretch, if it has a style that is seen: of links only those that lead to the web have one.
    pub fn of(run: &Run) -> Option<Self> {
        match run {
            Run::Bold { bold } => Some(Self::new("bold", bold, "")),
            Run::Italic { italic } => Some(Self::new("italic", italic, "")),
            Run::Code { code } => Some(Self::new("code", code, "")),
            Run::Link { link, to } if to.starts_with("http") => Some(Self::new("link", link, to)),
            _ => None,
        }
    }
}

/// The stretches, those of the same style as one: a page may have come between them.
pub fn merged(styles: Vec<Styled>) -> Vec<Styled> {
    let mut merged: Vec<Styled> = Vec::new();
    for styled in styles {
        match merged.last_mut().filter(|last| (last.style, &last.to) == (styled.style, &styled.to)) {
            Some(last) => last.text.push_str(&styled.text),
            None => merged.push(styled),
        }
    }
    merged.retain(|styled| !styled.text.is_empty());
    merged
}

/// What stood on each page, where the one before may have stood there again: a text that has fewer pages than the list
/// beside it stays, and so does a list.
pub fn once<T: PartialEq>(mut pages: Vec<T>) -> Vec<T> {
    pages.dedup();
    pages
}

/// Checks that the pages are all of `whole`, in order, and that nothing but space is left out between two; and that no
/// letter, as people see it, is cut in two. Gives where pages begin and end.
pub fn cuts(name: &str, pages: &[String], whole: &str) -> Vec<usize> {
    let (mut at, mut cuts) = (0, Vec::new());
    for (number, page) in pages.iter().enumerate() {
        at = whole.len() - whole[at..].trim_start().len();
        let page = page.trim();
        let follows: String = whole[at..].chars().take(60).collect();
        assert!(
            whole[at..].starts_with(page),
            "{name}: after {at} bytes comes {follows:?}, page {number} says {page:?}"
        );
        cuts.extend([at, at + page.len()]);
        at += page.len();
    }
    let left = whole[at..].trim();
    assert!(left.is_empty(), "{name}: this is on no page: {left:?}");
    let letters: Vec<usize> = whole.grapheme_indices(true).map(|(at, _)| at).chain([whole.len()]).collect();
    for cut in &cuts {
        assert!(letters.binary_search(cut).is_ok(), "{name}: a letter is torn after {cut} bytes");
    }
    cuts
}

//! Views that every surface has to show without losing anything of them.

mod list;
mod read;
mod show;

use workflow::{Markup, Media, Run, View};

pub use list::all;
pub use read::{Styled, cuts, merged, once};
pub use show::{App, Show, builder};

use show::ACTIONS;

/// A view, and what has to be seen of it.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// What it is about.
    pub name: &'static str,
    /// What it says.
    pub text: Markup,
    /// The note beside the text.
    pub notice: Option<Markup>,
    /// How far the work is, and what is going on.
    pub progress: Option<(f32, &'static str)>,
    /// The options of a list, one below the other.
    pub options: Vec<String>,
    /// How many actions are in a row of their own.
    pub row: usize,
    /// What is shown beside the text.
    pub files: Vec<File>,
    /// Whether text or a photo may be sent.
    pub asks: Asks,
}

/// Whether something may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asks {
    /// There are only buttons.
    #[default]
    Nothing,
    /// Text or a photo.
    TextOrPhoto,
}

/// A file that is shown.
#[derive(Debug, Clone)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether it is a picture, and not just a file.
    pub is_photo: bool,
}

impl Sample {
    /// The view, with these handles of the files.
    pub fn view(&self, files: &[Media]) -> View {
        let (shown, hidden) = ACTIONS.split_at(self.row);
        let name = |action: &(&'static str, &str)| action.0;
        let view = View::text(self.text.clone()).row(shown.iter().map(name)).hide(hidden.iter().map(name));
        let view = files.iter().cloned().fold(view, View::photo);
        let view = self.notice.iter().cloned().fold(view, View::notice);
        let view = self.progress.iter().fold(view, |view, (fraction, label)| view.progress(*fraction, *label));
        (0_u32..).zip(&self.options).fold(view, |view, (number, label)| view.option(number, label.as_str()))
    }

    /// The labels of the buttons in their rows.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = self.options.iter().map(|label| vec![label.clone()]).collect();
        rows.extend((self.row > 0).then(|| ACTIONS[..self.row].iter().map(|(_, label)| (*label).to_owned()).collect()));
        rows
    }

    /// The labels of the buttons.
    pub fn labels(&self) -> Vec<String> {
        self.rows().into_iter().flatten().collect()
    }

    /// What is said when the button at this place was pressed.
    pub fn pressed(&self, button: usize) -> String {
        match button.checked_sub(self.options.len()) {
            None => format!("Pressed: option {button}."),
            Some(action) => format!("Pressed: {}.", ACTIONS[action].1),
        }
    }

    /// Buttons that are worth being pressed: the first, one in the middle, and the last.
    pub fn some_buttons(&self) -> Vec<usize> {
        let count = self.labels().len();
        let mut some: Vec<usize> =
            [0, count / 2, count.saturating_sub(1)].into_iter().filter(|at| *at < count).collect();
        some.dedup();
        some
    }

    /// What is written, from the first word to the last; progress as a bar of ten.
    pub fn words(&self) -> String {
        let bar = self.progress.map(|(fraction, label)| {
            let full = (fraction * 10.0).round() as usize;
            format!("{}{} {} % {label}", "▰".repeat(full), "▱".repeat(10 - full), full * 10)
        });
        let parts = [Some(self.text.to_plain()), self.notice.as_ref().map(Markup::to_plain), bar];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }

    /// The stretches of the text that have a style, and links with where they lead.
    pub fn styles(&self) -> Vec<Styled> {
        merged(self.text.runs().iter().filter_map(Styled::of).collect())
    }

    /// The same of the text and its note, where the note is in italics.
    pub fn styles_with_notice(&self) -> Vec<Styled> {
        let mut styles = self.styles();
        let notice = self.notice.iter().flat_map(Markup::runs);
        styles.extend(notice.filter_map(|run| match run {
            Run::Plain(text) => Some(Styled::new("italic", text, "")),
            run => Styled::of(run),
        }));
        merged(styles)
    }

    /// The addresses that links lead to.
    pub fn addresses(&self) -> Vec<String> {
        self.styles_with_notice().into_iter().map(|styled| styled.to).filter(|to| !to.is_empty()).collect()
    }
}

//! The graph as a drawing.

mod canvas;
mod paint;
mod palette;
mod route;
mod scene;
#[cfg(test)]
mod tests;

use crate::picture::Picture;

/// Where a drawing is shown.
///
/// ```
/// use workflow_draw::{Look, Picture, Prefix};
///
/// let picture = Picture { name: "make".into(), ..Picture::default() };
/// let file = picture.to_svg(&Look::File);
/// assert!(file.starts_with("<svg xmlns="));
/// let page = picture.to_svg(&Look::Page(Prefix::new("make")));
/// assert!(page.starts_with("<svg") && !page.contains('\n'));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// In a file of its own: coloured, on a light ground, so that it can be read on a dark page too.
    File,
    /// Within a page of rustdoc: one line, in the colours of the page's theme, with ids that begin with the prefix.
    Page(Prefix),
}

/// What the ids of a drawing begin with, so that two drawings in a page have none in common.
///
/// ```
/// use workflow_draw::Prefix;
///
/// assert_eq!(Prefix::new("crate::make").as_str(), "crate--make");
/// assert_eq!(Prefix::new("1st").as_str(), "w1st");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// A prefix made of `text`: what may not be in an id becomes a dash.
    pub fn new(text: &str) -> Self {
        let mut id: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect();
        if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
            id.insert(0, 'w');
        }
        Self(id)
    }

    /// The prefix as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Draws `picture`.
pub(crate) fn draw(picture: &Picture<'_>, look: &Look) -> String {
    paint::paint(picture, &scene::Scene::new(picture), look)
}

//! The graph of a workflow as a picture or a text.
//!
//! Plain data in, text out: a [`Picture`] says which steps and edges there are, and becomes [SVG](Picture::to_svg),
//! [DOT](Picture::to_dot), [Mermaid](Picture::to_mermaid), [Markdown](Picture::to_markdown) or
//! [JSON](Picture::to_json). The same picture always gives the same text.
//!
//! # How to read a drawing
//!
//! - A dark pill is a way in, a double pill an end, a box a step; a darker box waits for its work.
//! - Below the line in a box: work (a wheel), a workflow that runs inside (two squares), a timer (a clock), the steps that
//!   every path to it passes (a tick), and that there is no way back (an arrow at a bar). An eye: a view of its own.
//! - An arrow's label is its button, and below it what the user sends, or the timer or work that takes it.
//! - A thick arrow is a commit: the user's Back stops there. A dashed one leads to an earlier step. In a file of its own,
//!   a red one is taken when work failed.
//! - An edge from every step is drawn once, from a dotted box beside its target.
//! - A function with several outcomes is a small box from which an arrow leads to each.
//!
//! # In a page of rustdoc
//!
//! [`Picture::to_page`] gives one line of HTML for a doc comment or a `#[doc = …]` attribute, which Markdown passes on
//! as it is; there has to be an empty line before and after it. Colours are those of the page's theme. This is such a
//! line:
//!
#![doc = include_str!("../docs/make.page.html")]
//!
//! A macro writes `#[doc = "…"]` with the text of `picture.to_page(&Prefix::new("make"))`, `#[doc = ""]`, and then the
//! lines of `picture.to_markdown(Names::Linked)`: its step names are links to the types of that name in scope.

mod dot;
mod escape;
mod format;
mod json;
mod layout;
mod markdown;
mod measure;
mod mermaid;
mod phrase;
mod picture;
#[cfg(test)]
mod samples;
mod svg;
#[cfg(test)]
mod tests;

pub use format::{Format, UnknownFormat};
pub use markdown::Names;
pub use picture::{Edge, Effect, Origin, Picture, Position, Step, Trigger, Work};
pub use svg::{Look, Prefix};

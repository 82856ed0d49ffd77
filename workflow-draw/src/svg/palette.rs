//! Colours, as attributes of SVG elements.

use super::Look;
use super::scene::{Shape, Stroke};

const INK: &str = "var(--main-color,#333)";
const PAPER: &str = "var(--main-background-color,#fff)";

/// The colours of a drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Palette {
    /// Its own, on a light ground.
    Own,
    /// Those of the page it is in.
    Page,
}

impl Palette {
    pub(crate) fn of(look: &Look) -> Self {
        match look {
            Look::File => Self::Own,
            Look::Page(_) => Self::Page,
        }
    }

    /// What is behind everything.
    pub(crate) fn ground(self) -> &'static str {
        match self {
            Self::Own => "#ffffff",
            Self::Page => PAPER,
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Own => r##"fill="#0f172a""##,
            Self::Page => r#"fill="var(--main-color,#333)""#,
        }
    }

    /// Text that says less.
    pub(crate) fn muted(self) -> &'static str {
        match self {
            Self::Own => r##" fill="#475569""##,
            Self::Page => r#" fill-opacity=".78""#,
        }
    }

    /// The colour of a line and of its arrow.
    pub(crate) fn line(self, stroke: Stroke) -> &'static str {
        match (self, stroke) {
            (Self::Page, _) => INK,
            (Self::Own, Stroke { fails: true, .. }) => "#dc2626",
            (Self::Own, Stroke { commit: true, .. }) => "#334155",
            (Self::Own, _) => "#64748b",
        }
    }

    /// How a node is filled.
    pub(crate) fn fill(self, shape: Shape) -> &'static str {
        match (self, shape) {
            (Self::Own, Shape::Entry) => r##"fill="#15803d""##,
            (Self::Own, Shape::Step) => r##"fill="#eef2ff""##,
            (Self::Own, Shape::Busy) => r##"fill="#fef9c3""##,
            (Self::Own, Shape::End) => r##"fill="#dcfce7""##,
            (Self::Own, Shape::Any) => r##"fill="#f8fafc""##,
            (Self::Own, Shape::Fork) => r##"fill="#ffffff""##,
            (Self::Page, Shape::Entry) => r#"fill="var(--main-color,#333)""#,
            (Self::Page, Shape::Step | Shape::End) => r#"fill="var(--main-color,#333)" fill-opacity=".05""#,
            (Self::Page, Shape::Busy) => r#"fill="var(--main-color,#333)" fill-opacity=".13""#,
            (Self::Page, Shape::Any | Shape::Fork) => r#"fill="var(--main-background-color,#fff)""#,
        }
    }

    /// How the line around a node is drawn.
    pub(crate) fn border(self, shape: Shape) -> &'static str {
        match (self, shape) {
            (Self::Own, Shape::Entry) => r##"stroke="#15803d""##,
            (Self::Own, Shape::Step) => r##"stroke="#6366f1""##,
            (Self::Own, Shape::Busy) => r##"stroke="#ca8a04""##,
            (Self::Own, Shape::End) => r##"stroke="#16a34a""##,
            (Self::Own, Shape::Any) => r##"stroke="#64748b" stroke-dasharray="2 3""##,
            (Self::Own, Shape::Fork) => r##"stroke="#64748b""##,
            (Self::Page, Shape::Any) => r#"stroke="var(--main-color,#333)" stroke-dasharray="2 3""#,
            (Self::Page, _) => r#"stroke="var(--main-color,#333)""#,
        }
    }

    /// The colour of the text in a node, when it is not that of all text.
    pub(crate) fn inside(self, shape: Shape) -> &'static str {
        match (self, shape) {
            (Self::Own, Shape::Entry) => r##" fill="#ffffff""##,
            (Self::Page, Shape::Entry) => r#" fill="var(--main-background-color,#fff)""#,
            _ => "",
        }
    }
}

//! Text with light markup, safe by construction: what an author writes as text is text.

use serde::{Deserialize, Serialize};

/// Text, of which parts may be bold, italic, code or a link.
///
/// A string becomes plain text whatever it contains, so a user's words never turn into markup.
///
/// ```
/// use workflow::Markup;
///
/// let text = Markup::from("You said ").bold("<b>").plain(".");
/// assert_eq!(text.to_plain(), "You said <b>.");
/// assert_eq!(text.runs().len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Markup(Vec<Run>);

/// A stretch of text of one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Run {
    /// As it is.
    Plain(String),
    /// Bold.
    Bold {
        /// The text.
        bold: String,
    },
    /// Italic.
    Italic {
        /// The text.
        italic: String,
    },
    /// Code.
    Code {
        /// The text.
        code: String,
    },
    /// A link.
    Link {
        /// The text.
        link: String,
        /// Where it leads. A surface shows only `http:` and `https:` addresses as links.
        to: String,
    },
}

impl Run {
    /// The text without its style.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text)
            | Self::Bold { bold: text }
            | Self::Italic { italic: text }
            | Self::Code { code: text }
            | Self::Link { link: text, .. } => text,
        }
    }
}

/// Whether an address is shown as a link: others, as `javascript:`, would run.
#[cfg(any(feature = "web", feature = "telegram", feature = "terminal"))]
pub(crate) fn is_web(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

impl Markup {
    /// Adds plain text.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.with(Run::Plain(text.into()))
    }

    /// Adds bold text.
    #[must_use]
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.with(Run::Bold { bold: text.into() })
    }

    /// Adds italic text.
    #[must_use]
    pub fn italic(self, text: impl Into<String>) -> Self {
        self.with(Run::Italic { italic: text.into() })
    }

    /// Adds code.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.with(Run::Code { code: text.into() })
    }

    /// Adds a link to `address`.
    #[must_use]
    pub fn link(self, text: impl Into<String>, address: impl Into<String>) -> Self {
        self.with(Run::Link { link: text.into(), to: address.into() })
    }

    /// The stretches of text, in order.
    pub fn runs(&self) -> &[Run] {
        &self.0
    }

    /// The text without its styles.
    pub fn to_plain(&self) -> String {
        self.0.iter().map(Run::text).collect()
    }

    /// The first `count` stretches.
    #[cfg(feature = "engine")]
    pub(crate) fn first(&self, count: usize) -> Self {
        Self(self.0.iter().take(count).cloned().collect())
    }

    /// The same with one more stretch.
    #[must_use]
    pub(crate) fn with(mut self, run: Run) -> Self {
        self.0.push(run);
        self
    }
}

impl<T: Into<String>> From<T> for Markup {
    fn from(text: T) -> Self {
        Self(vec![Run::Plain(text.into())])
    }
}

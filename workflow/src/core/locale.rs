//! The language of a user.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The language that a user wants to be answered in, as a tag like `en`, `pt-BR` or `zh-Hant-TW` (BCP 47). `en` when nothing
/// is known of it. What a surface knows of it comes with each delivery.
///
/// ```
/// use workflow::Locale;
///
/// let locale = Locale::parse("pt-BR")?;
/// assert_eq!((locale.as_str(), locale.language()), ("pt-BR", "pt"));
/// assert_eq!(Locale::default().as_str(), "en");
/// # Ok::<(), workflow::InvalidLocale>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locale(Cow<'static, str>);

impl Locale {
    /// The longest tag, in bytes.
    pub const MAX: usize = 35;

    /// The locale of this tag: a language of 2 to 8 letters, then parts of 1 to 8 letters and digits, with `-` between.
    ///
    /// # Errors
    /// When it is no such tag.
    pub fn parse(tag: &str) -> Result<Self, InvalidLocale> {
        let mut parts = tag.split('-');
        let is_language = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
        let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let fits = tag.len() <= Self::MAX && parts.next().is_some_and(is_language) && parts.all(is_part);
        if fits { Ok(Self(Cow::Owned(tag.to_owned()))) } else { Err(InvalidLocale) }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone, as `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self(Cow::Borrowed("en"))
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(tag: &str) -> Result<Self, InvalidLocale> {
        Self::parse(tag)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no [`Locale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a locale is a language tag, as `en` or `pt-BR`")]
pub struct InvalidLocale;

//! What the bot says in other languages than English.

use workflow::{Texts, TextsError};

use crate::ports::artist::{Painter, Prompt};

/// The bot's texts: German, beside the English of the code.
///
/// # Errors
/// When a file is no fluent; the tests read them all.
pub fn texts() -> Result<Texts, TextsError> {
    Texts::new().add("de", include_str!("../texts/de.ftl"))
}

/// What the bot says outside of its workflows.
pub fn says() -> impl Iterator<Item = &'static str> {
    Prompt::SAYS.into_iter().chain(Painter::SAYS).chain(crate::make::SAYS).chain([crate::bot::ABOUT])
}

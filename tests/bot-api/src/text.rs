//! Text with entities: parsed, checked, trimmed.

mod clean;
mod entity;
mod find;
mod html;
mod markdown;
mod markdown_old;

use serde_json::Value;

pub use entity::Entity;
pub(crate) use find::find;

use crate::answer::Refusal;

/// The longest text of a message, in UTF-16 code units.
pub(crate) const LONGEST_TEXT: usize = 4096;
/// The longest caption.
pub(crate) const LONGEST_CAPTION: usize = 1024;

/// A text, and what is marked in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

impl Formatted {
    /// What a person typed: commands, mentions and links are found in it.
    pub(crate) fn typed(text: &str) -> Self {
        Self { text: text.to_owned(), entities: find(text) }
    }

    /// A text for a message of the bot.
    pub(crate) fn message(text: &str, mode: Option<&str>, entities: Option<Value>) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Err(Refusal::bad("Message text is empty"));
        }
        let text = Self::parse(text, mode, entities)?;
        if text.text.is_empty() {
            return Err(Refusal::bad("Text must be non-empty"));
        }
        if text.length() > LONGEST_TEXT {
            return Err(Refusal::bad("message is too long"));
        }
        Ok(text)
    }

    /// A caption for a message of the bot: may be empty.
    pub(crate) fn caption(text: &str, mode: Option<&str>, entities: Option<Value>) -> Result<Self, Refusal> {
        let text = Self::parse(text, mode, entities)?;
        if text.length() > LONGEST_CAPTION {
            return Err(Refusal::bad("message caption is too long"));
        }
        Ok(text)
    }

    fn parse(text: &str, mode: Option<&str>, entities: Option<Value>) -> Result<Self, Refusal> {
        let mode = mode.unwrap_or_default().to_lowercase();
        let parsed = match mode.as_str() {
            // With a mode, the list of entities is not looked at.
            "html" => html::parse(text).map_err(unparsed)?,
            "markdownv2" => markdown::parse(text).map_err(unparsed)?,
            "markdown" => markdown_old::parse(text).map_err(unparsed)?,
            "" | "none" => Self { text: text.to_owned(), entities: entity::list(entities)? },
            _ => return Err(Refusal::bad("Unsupported parse_mode")),
        };
        let mut cleaned = clean::clean(&parsed).map_err(Refusal::bad)?;
        find::add(&mut cleaned);
        Ok(cleaned)
    }

    pub(crate) fn length(&self) -> usize {
        utf16(&self.text)
    }

    pub(crate) fn json(&self) -> Vec<Value> {
        self.entities.iter().map(Entity::json).collect()
    }
}

fn unparsed(why: String) -> Refusal {
    Refusal::bad(format!("Can't parse entities: {why}"))
}

/// Length in UTF-16 code units.
pub(crate) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A link that Telegram takes: with a scheme it knows and a host with a dot.
pub(crate) fn link(url: &str) -> Result<String, &'static str> {
    let url = url.trim();
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    match scheme.as_deref() {
        Some("tg" | "ton" | "tonsite") => return Ok(url.to_owned()),
        Some("http" | "https") | None => {}
        Some(scheme) if scheme.contains(['.', '/']) => {}
        Some(_) if !url.contains("://") => return Err("Wrong HTTP URL"),
        Some(_) => return Err("Unsupported URL protocol"),
    }
    let whole = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let parsed = url::Url::parse(&whole).map_err(|_| "Wrong HTTP URL")?;
    let host = parsed.host_str().unwrap_or_default();
    if url.contains(' ') || !host.contains('.') || host.starts_with('.') || host.ends_with('.') {
        return Err("Wrong HTTP URL");
    }
    Ok(parsed.to_string())
}

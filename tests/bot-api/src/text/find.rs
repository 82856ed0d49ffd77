//! What Telegram marks by itself: commands, mentions, hashtags, links.

use super::clean::sort;
use super::{Entity, Formatted, utf16};

/// Nothing is found inside of these.
const CLOSED: [&str; 5] = ["code", "pre", "text_link", "text_mention", "custom_emoji"];

/// All of them in this text.
pub(crate) fn find(text: &str) -> Vec<Entity> {
    let (mut found, mut at) = (Vec::new(), 0);
    for word in text.split_inclusive(char::is_whitespace) {
        let inner = word.trim_end();
        if let Some((kind, skipped, length)) = kind(inner) {
            let offset = at + utf16(&inner[..skipped]);
            found.push(Entity::new(kind, offset, utf16(&inner[skipped..skipped + length])));
        }
        at += utf16(word);
    }
    found
}

/// Adds them where the bot marked nothing that they would cut.
pub(crate) fn add(text: &mut Formatted) {
    for found in find(&text.text) {
        let cut = |entity: &Entity| entity.offset < found.end() && found.offset < entity.end();
        let is_closed = |entity: &Entity| CLOSED.contains(&&*entity.kind);
        if !text.entities.iter().any(|entity| is_closed(entity) && cut(entity)) {
            text.entities.push(found);
        }
    }
    sort(&mut text.entities);
}

/// Kind, bytes before it and bytes of it.
fn kind(word: &str) -> Option<(&'static str, usize, usize)> {
    let begin = word.find(|letter: char| !"([{\"'".contains(letter))?;
    let inner = &word[begin..];
    let name = |text: &str, least: usize, most: usize| {
        let length = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(text.len());
        (least..=most).contains(&length).then_some(length)
    };
    if let Some(rest) = inner.strip_prefix('/') {
        let mut length = name(rest, 1, 64)?;
        if let Some(bot) = rest[length..].strip_prefix('@') {
            length += name(bot, 3, 32).map_or(0, |bot| bot + 1);
        }
        return (!rest[length..].starts_with('/')).then_some(("bot_command", begin, length + 1));
    }
    if let Some(rest) = inner.strip_prefix('@') {
        return Some(("mention", begin, name(rest, 3, 32)? + 1));
    }
    if let Some(rest) = inner.strip_prefix('#') {
        let length = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        let is_number = rest[..length].chars().all(|letter| letter.is_ascii_digit());
        return (!is_number).then_some(("hashtag", begin, length + 1));
    }
    if inner.starts_with("http://") || inner.starts_with("https://") {
        let link = inner.trim_end_matches(['.', ',', '!', '?', ')', ']', '"', '\'', ';', ':']);
        return super::link(link).is_ok().then_some(("url", begin, link.len()));
    }
    None
}

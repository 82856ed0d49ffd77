//! `parse_mode` Markdown, the old one: no marks inside of others.

use super::{Entity, Formatted, utf16};

/// Reads the text, or says what is wrong with it.
pub(crate) fn parse(source: &str) -> Result<Formatted, String> {
    let (mut text, mut entities, mut at) = (String::new(), Vec::new(), 0);
    while let Some(letter) = source[at..].chars().next() {
        let rest = &source[at..];
        if letter == '\\' && rest[1..].starts_with(['_', '*', '`', '[']) {
            text.push_str(&rest[1..2]);
            at += 2;
            continue;
        }
        let (begin, end) = match letter {
            '_' | '*' => (1, rest[..1].to_owned()),
            '`' if rest.starts_with("```") => (3, "```".to_owned()),
            '`' => (1, "`".to_owned()),
            '[' => (1, "]".to_owned()),
            letter => {
                text.push(letter);
                at += letter.len_utf8();
                continue;
            }
        };
        let length = rest[begin..].find(&end);
        let length = length.ok_or_else(|| format!("Can't find end of the entity starting at byte offset {at}"))?;
        let (offset, inner) = (utf16(&text), &rest[begin..begin + length]);
        at += begin + length + end.len();
        let (language, shown) = if begin == 3 { code(inner) } else { (None, inner) };
        text.push_str(shown);
        let size = utf16(shown);
        let url = if letter == '[' { url(source, &mut at) } else { None };
        if size == 0 {
            continue;
        }
        match (letter, language) {
            ('_', _) => entities.push(Entity::new("italic", offset, size)),
            ('*', _) => entities.push(Entity::new("bold", offset, size)),
            ('[', _) => entities.extend(Entity::link(url.as_deref().unwrap_or(shown), offset, size)),
            (_, Some(language)) => entities.push(Entity::new("pre", offset, size).with("language", language)),
            _ => entities.push(Entity::new(if begin == 3 { "pre" } else { "code" }, offset, size)),
        }
    }
    Ok(Formatted { text, entities })
}

/// A block of code without the language and the line break before it.
fn code(inner: &str) -> (Option<&str>, &str) {
    let word = inner.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(0);
    let (language, rest) = inner.split_at(word);
    (Some(language).filter(|language| !language.is_empty()), rest.strip_prefix('\n').unwrap_or(rest))
}

fn url(source: &str, at: &mut usize) -> Option<String> {
    let rest = source[*at..].strip_prefix('(')?;
    let length = rest.find(')').unwrap_or(rest.len());
    *at = (*at + length + 2).min(source.len());
    Some(rest[..length].to_owned())
}

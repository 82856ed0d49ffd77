//! `parse_mode` HTML.

use super::{Entity, Formatted, utf16};

const TAGS: [&str; 16] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
];

struct Reader<'a> {
    source: &'a str,
    at: usize,
}

struct Open {
    tag: String,
    argument: String,
    offset: usize,
    begin: usize,
}

/// Reads the text, or says what is wrong with it.
pub(crate) fn parse(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader { source, at: 0 };
    let (mut text, mut entities, mut open) = (String::new(), Vec::<Entity>::new(), Vec::<Open>::new());
    while let Some(letter) = reader.next() {
        let begin = reader.at;
        match letter {
            '<' if reader.rest().starts_with("</") => {
                let opened = open.pop().ok_or_else(|| format!("Unexpected end tag at byte offset {begin}"))?;
                close(&mut reader, &opened, begin)?;
                mark(&opened, &text, &mut entities)?;
            }
            '<' => {
                let (tag, argument) = start(&mut reader, begin)?;
                open.push(Open { tag, argument, offset: utf16(&text), begin: text.len() });
            }
            '&' => text.push(reader.reference().unwrap_or_else(|| {
                reader.at += 1;
                '&'
            })),
            letter => {
                reader.at += letter.len_utf8();
                text.push(letter);
            }
        }
    }
    if let Some(open) = open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    // The language of code stands in the block around it only.
    for entity in entities.iter_mut().filter(|entity| entity.kind == "code") {
        entity.more.clear();
    }
    Ok(Formatted { text, entities })
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// What `&lt;` and the like stand for.
    fn reference(&mut self) -> Option<char> {
        let rest = &self.rest()[1..];
        let (length, letter) = if let Some(number) = rest.strip_prefix('#') {
            let (digits, radix, before) = match number.strip_prefix('x') {
                Some(digits) => (digits, 16, 2),
                None => (number, 10, 1),
            };
            let length = digits.find(|digit: char| !digit.is_digit(radix)).unwrap_or(digits.len());
            (
                before + length,
                char::from_u32(u32::from_str_radix(&digits[..length], radix).ok()?).filter(|c| *c != '\0')?,
            )
        } else {
            let length = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
            let letter = match &rest[..length] {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                _ => return None,
            };
            (length, letter)
        };
        let semicolon = usize::from(rest[length..].starts_with(';'));
        self.at += 1 + length + semicolon;
        Some(letter)
    }
}

fn start(reader: &mut Reader<'_>, begin: usize) -> Result<(String, String), String> {
    reader.at += 1;
    let tag = reader.take(|letter| !letter.is_ascii_whitespace() && letter != '>').to_lowercase();
    if reader.next().is_none() {
        return Err(format!("Unclosed start tag at byte offset {begin}"));
    }
    if !TAGS.contains(&&*tag) {
        return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
    }
    let mut argument = String::new();
    loop {
        reader.take(|letter| letter.is_ascii_whitespace());
        if reader.next() == Some('>') {
            break;
        }
        let (name, value) = attribute(reader, &tag, begin)?;
        match (&*tag, &*name) {
            ("a", "href") | ("tg-emoji", "emoji-id") => argument = value,
            ("code", "class") => argument = value.strip_prefix("language-").unwrap_or_default().to_owned(),
            ("span", "class") => argument = value.strip_prefix("tg-").unwrap_or_default().to_owned(),
            ("blockquote", "expandable") => argument = name,
            _ => {}
        }
    }
    reader.at += 1;
    if tag == "span" && argument != "spoiler" {
        return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
    }
    Ok((tag, argument))
}

fn attribute(reader: &mut Reader<'_>, tag: &str, begin: usize) -> Result<(String, String), String> {
    let unclosed = || format!("Unclosed start tag at byte offset {begin}");
    let name = reader.take(|letter| !letter.is_ascii_whitespace() && letter != '=' && letter != '>').to_owned();
    if name.is_empty() {
        let why = format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}");
        return Err(if reader.next().is_none() { unclosed() } else { why });
    }
    reader.take(|letter| letter.is_ascii_whitespace());
    if reader.next() != Some('=') {
        if tag == "blockquote" && name == "expandable" {
            return Ok((name, String::new()));
        }
        return Err(format!(
            "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {begin}"
        ));
    }
    reader.at += 1;
    reader.take(|letter| letter.is_ascii_whitespace());
    let quote = reader.next().ok_or_else(unclosed)?;
    let mut value = String::new();
    if quote != '"' && quote != '\'' {
        let from = reader.at;
        value = reader.take(|letter| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-').to_lowercase();
        if !reader.next().is_some_and(|letter| letter.is_ascii_whitespace() || letter == '>') {
            return Err(format!("Unexpected end of name token at byte offset {from}"));
        }
        return Ok((name, value));
    }
    reader.at += 1;
    loop {
        match reader.next().ok_or_else(unclosed)? {
            letter if letter == quote => break,
            '&' => value.push(reader.reference().unwrap_or_else(|| {
                reader.at += 1;
                '&'
            })),
            letter => {
                reader.at += letter.len_utf8();
                value.push(letter);
            }
        }
    }
    reader.at += 1;
    if reader.next().is_none() { Err(unclosed()) } else { Ok((name, value)) }
}

fn close(reader: &mut Reader<'_>, open: &Open, begin: usize) -> Result<(), String> {
    reader.at += 2;
    let tag = reader.take(|letter| !letter.is_ascii_whitespace() && letter != '>').to_lowercase();
    reader.take(|letter| letter.is_ascii_whitespace());
    if reader.next() != Some('>') {
        return Err(format!("Unclosed end tag at byte offset {begin}"));
    }
    reader.at += 1;
    if !tag.is_empty() && tag != open.tag {
        return Err(format!(
            "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{tag}>\"",
            open.tag
        ));
    }
    Ok(())
}

fn mark(open: &Open, text: &str, entities: &mut Vec<Entity>) -> Result<(), String> {
    let (offset, length) = (open.offset, utf16(text) - open.offset);
    if length == 0 {
        return Ok(());
    }
    let same = |entity: &&mut Entity| entity.offset == offset && entity.length == length;
    let kind = match &*open.tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "s" | "strike" | "del" => "strikethrough",
        "u" | "ins" => "underline",
        "tg-spoiler" | "span" => "spoiler",
        "blockquote" if open.argument.is_empty() => "blockquote",
        "blockquote" => "expandable_blockquote",
        "tg-emoji" => {
            let id = open.argument.parse::<i64>().ok().filter(|id| *id != 0);
            id.ok_or("Invalid custom emoji identifier specified")?;
            entities.push(Entity::new("custom_emoji", offset, length).with("custom_emoji_id", &*open.argument));
            return Ok(());
        }
        "a" => {
            let url = if open.argument.is_empty() { &text[open.begin..] } else { &open.argument };
            entities.extend(Entity::link(url, offset, length));
            return Ok(());
        }
        "pre" => {
            let inner = entities.last_mut().filter(same).filter(|inner| inner.more.contains_key("language"));
            match inner {
                Some(inner) => inner.kind = "pre".to_owned(),
                None => entities.push(Entity::new("pre", offset, length)),
            }
            return Ok(());
        }
        _ => {
            let code = Entity::new("code", offset, length);
            entities.push(if open.argument.is_empty() { code } else { code.with("language", &*open.argument) });
            return Ok(());
        }
    };
    entities.push(Entity::new(kind, offset, length));
    Ok(())
}

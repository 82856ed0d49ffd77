//! `parse_mode` MarkdownV2.

use super::{Entity, Formatted, utf16};

const RESERVED: &str = "_*[]()~`>#+-=|{}.!\n";

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    PreCode,
    TextUrl,
    CustomEmoji,
    BlockQuote,
}

struct Open {
    mark: Mark,
    language: String,
    offset: usize,
    byte: usize,
    begin: usize,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    text: String,
    entities: Vec<Entity>,
    open: Vec<Open>,
    is_quote: bool,
}

/// Reads the text, or says what is wrong with it.
pub(crate) fn parse(source: &str) -> Result<Formatted, String> {
    let mut parser =
        Parser { source, at: 0, text: String::new(), entities: Vec::new(), open: Vec::new(), is_quote: false };
    while let Some(letter) = parser.rest().chars().next() {
        parser.step(letter)?;
    }
    if parser.is_quote && parser.open.last().is_some_and(|open| open.mark == Mark::BlockQuote) {
        parser.finish();
    }
    match parser.open.last() {
        Some(open) => Err(unclosed(open)),
        None => Ok(Formatted { text: parser.text, entities: parser.entities }),
    }
}

fn unclosed(open: &Open) -> String {
    let name = match open.mark {
        Mark::Bold => "Bold",
        Mark::Italic => "Italic",
        Mark::Underline => "Underline",
        Mark::Strikethrough => "Strikethrough",
        Mark::Spoiler => "Spoiler",
        Mark::Code => "Code",
        Mark::Pre => "Pre",
        Mark::PreCode => "PreCode",
        Mark::TextUrl => "TextUrl",
        Mark::CustomEmoji => "CustomEmoji",
        Mark::BlockQuote => "BlockQuote",
    };
    format!("Can't find end of {name} entity at byte offset {}", open.byte)
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn step(&mut self, letter: char) -> Result<(), String> {
        let escaped = self.rest().chars().nth(1).filter(|next| ('\u{1}'..='\u{7e}').contains(next));
        if let ('\\', Some(next)) = (letter, escaped) {
            self.text.push(next);
            self.at += 2;
            return Ok(());
        }
        let mark = self.open.last().map(|open| open.mark);
        let reserved = if matches!(mark, Some(Mark::Code | Mark::Pre | Mark::PreCode)) { "`" } else { RESERVED };
        if !reserved.contains(letter) {
            self.text.push(letter);
            self.at += letter.len_utf8();
            return Ok(());
        }
        if mark.is_some_and(|mark| self.is_end(mark, letter)) { self.end(letter) } else { self.begin(letter) }
    }

    fn is_end(&self, mark: Mark, letter: char) -> bool {
        let rest = self.rest();
        if self.is_quote && letter == '\n' && !rest.starts_with("\n>") {
            return true;
        }
        match mark {
            Mark::Bold => letter == '*',
            Mark::Italic => letter == '_' && !rest.starts_with("__"),
            Mark::Underline => rest.starts_with("__"),
            Mark::Strikethrough => letter == '~',
            Mark::Spoiler => rest.starts_with("||"),
            Mark::Code => letter == '`',
            Mark::Pre | Mark::PreCode => rest.starts_with("```"),
            Mark::TextUrl | Mark::CustomEmoji => letter == ']',
            Mark::BlockQuote => false,
        }
    }

    fn begin(&mut self, letter: char) -> Result<(), String> {
        let (byte, rest) = (self.at, self.rest());
        let mut language = String::new();
        let (mark, length) = match letter {
            '_' if rest.starts_with("__") => (Mark::Underline, 2),
            '_' => (Mark::Italic, 1),
            '*' => (Mark::Bold, 1),
            '~' => (Mark::Strikethrough, 1),
            '|' if rest.starts_with("||") => (Mark::Spoiler, 2),
            '[' => (Mark::TextUrl, 1),
            '!' if rest.starts_with("![") => (Mark::CustomEmoji, 2),
            '`' if rest.starts_with("```") => {
                let inner = &rest[3..];
                let word = inner.find(|letter: char| letter.is_ascii_whitespace() || letter == '`').unwrap_or(0);
                let is_language = word > 0 && !inner[word..].starts_with('`');
                if is_language {
                    language = inner[..word].to_owned();
                }
                let begun = 3 + if is_language { word } else { 0 };
                let line = ["\r\n", "\n\r", "\n", "\r"].iter().find(|line| rest[begun..].starts_with(**line));
                (if is_language { Mark::PreCode } else { Mark::Pre }, begun + line.map_or(0, |line| line.len()))
            }
            '`' => (Mark::Code, 1),
            '>' if byte == 0 => {
                self.is_quote = true;
                (Mark::BlockQuote, 1)
            }
            '\n' => {
                self.text.push('\n');
                self.at += 1;
                if !self.rest().starts_with('>') {
                    return Ok(());
                }
                self.at += 1;
                if self.is_quote {
                    return Ok(());
                }
                self.is_quote = true;
                (Mark::BlockQuote, 0)
            }
            letter => {
                return Err(format!("Character '{letter}' is reserved and must be escaped with the preceding '\\'"));
            }
        };
        self.at += length;
        self.open.push(Open { mark, language, offset: utf16(&self.text), byte, begin: self.text.len() });
        Ok(())
    }

    fn end(&mut self, letter: char) -> Result<(), String> {
        let Some(open) = self.open.last() else { return Ok(()) };
        let (mark, begin) = (open.mark, open.begin);
        if letter == '\n' && mark != Mark::BlockQuote {
            return Err(unclosed(open));
        }
        self.at += match mark {
            Mark::Underline | Mark::Spoiler => 2,
            Mark::Pre | Mark::PreCode => 3,
            _ => 1,
        };
        match mark {
            Mark::BlockQuote => {
                self.finish();
                self.text.push('\n');
            }
            Mark::TextUrl => {
                let url = self.url("a URL")?.unwrap_or_else(|| self.text[begin..].to_owned());
                let (offset, length) = self.close();
                if length > 0 {
                    self.entities.extend(Entity::link(&url, offset, length));
                }
            }
            Mark::CustomEmoji => {
                let url = self.url("a custom emoji URL")?.ok_or("Custom emoji entity must contain a tg://emoji URL")?;
                let id = url.strip_prefix("tg://emoji?id=").filter(|id| id.parse::<i64>().is_ok_and(|id| id != 0));
                let id = id.ok_or("Invalid custom emoji identifier specified")?.to_owned();
                let (offset, length) = self.close();
                if length > 0 {
                    self.entities.push(Entity::new("custom_emoji", offset, length).with("custom_emoji_id", id));
                }
            }
            _ => self.finish(),
        }
        Ok(())
    }

    /// The address in round brackets that stands here, if one does.
    fn url(&mut self, what: &str) -> Result<Option<String>, String> {
        if !self.rest().starts_with('(') {
            return Ok(None);
        }
        self.at += 1;
        let (from, mut url) = (self.at, String::new());
        loop {
            let Some(letter) = self.rest().chars().next() else {
                return Err(format!("Can't find end of {what} at byte offset {from}"));
            };
            self.at += letter.len_utf8();
            match letter {
                ')' => return Ok(Some(url)),
                '\\' => match self.rest().chars().next().filter(|next| ('\u{1}'..='\u{7e}').contains(next)) {
                    Some(next) => {
                        url.push(next);
                        self.at += 1;
                    }
                    None => url.push('\\'),
                },
                letter => url.push(letter),
            }
        }
    }

    fn close(&mut self) -> (usize, usize) {
        let open = self.open.pop().expect("something is open");
        (open.offset, utf16(&self.text) - open.offset)
    }

    fn finish(&mut self) {
        let Some(open) = self.open.last() else { return };
        let (kind, language) = match open.mark {
            Mark::Bold => ("bold", None),
            Mark::Italic => ("italic", None),
            Mark::Underline => ("underline", None),
            Mark::Strikethrough => ("strikethrough", None),
            Mark::Spoiler => ("spoiler", None),
            Mark::Code => ("code", None),
            Mark::PreCode => ("pre", Some(open.language.clone())),
            Mark::BlockQuote => ("blockquote", None),
            Mark::Pre | Mark::TextUrl | Mark::CustomEmoji => ("pre", None),
        };
        self.is_quote &= kind != "blockquote";
        let (offset, length) = self.close();
        if length > 0 {
            let entity = Entity::new(kind, offset, length);
            self.entities.push(match language {
                Some(language) => entity.with("language", language),
                None => entity,
            });
        }
    }
}

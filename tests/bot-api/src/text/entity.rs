//! What is marked in a text.

use serde_json::{Map, Value, json};

use crate::answer::Refusal;

/// A part of a text that is bold, a link, a command …; places are counted in UTF-16 code units.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Telegram's name of it: `bold`, `text_link`, `bot_command` ….
    pub kind: String,
    /// Where it begins.
    pub offset: usize,
    /// How long it is.
    pub length: usize,
    /// What else is said of it: `url`, `language`, `user`, `custom_emoji_id`.
    pub more: Map<String, Value>,
}

impl Entity {
    pub(crate) fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self { kind: kind.to_owned(), offset, length, more: Map::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// A link, or a mention of a user by a link; nothing where the link is none.
    pub(crate) fn link(url: &str, offset: usize, length: usize) -> Option<Self> {
        if let Some(user) = url.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
            let user = json!({"id": user, "is_bot": false, "first_name": ""});
            return Some(Self::new("text_mention", offset, length).with("user", user));
        }
        let url = super::link(url).ok()?;
        Some(Self::new("text_link", offset, length).with("url", url))
    }

    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }

    pub(crate) fn json(&self) -> Value {
        let mut json = json!({"type": self.kind, "offset": self.offset, "length": self.length});
        for (name, value) in &self.more {
            json[name] = value.clone();
        }
        json
    }
}

const MARKED: [&str; 7] =
    ["bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"];
/// These are found by Telegram itself: what a bot says of them is not looked at.
const FOUND: [&str; 8] =
    ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"];

/// The entities that a bot gave; what is no list is not looked at.
pub(crate) fn list(value: Option<Value>) -> Result<Vec<Entity>, Refusal> {
    let Some(Value::Array(list)) = value else { return Ok(Vec::new()) };
    let mut entities = Vec::new();
    for value in &list {
        let entity = one(value).map_err(|why| Refusal::bad(format!("Can't parse MessageEntity: {why}")))?;
        entities.extend(entity);
    }
    for entity in &list {
        for place in ["offset", "length"] {
            let number = entity[place].as_i64().unwrap_or_default();
            if !(0..=1_000_000).contains(&number) {
                return Err(Refusal::bad(format!("Receive an entity with incorrect {place} {number}")));
            }
        }
    }
    entities.retain(|entity| entity.length > 0);
    Ok(entities)
}

fn one(value: &Value) -> Result<Option<Entity>, String> {
    let Value::Object(object) = value else { return Err("expected an Object".to_owned()) };
    let offset = number(object, "offset")?;
    let length = number(object, "length")?;
    let kind = string(object, "type")?;
    let entity = Entity::new(&kind, usize::try_from(offset).unwrap_or(0), usize::try_from(length).unwrap_or(0));
    Ok(match kind.as_str() {
        "" => return Err("Type is not specified".to_owned()),
        "code" => Some(entity),
        "pre" => match object.get("language").and_then(Value::as_str).filter(|language| !language.is_empty()) {
            Some(language) => Some(entity.with("language", language)),
            None => Some(entity),
        },
        "text_link" => Entity::link(&string(object, "url")?, entity.offset, entity.length),
        "text_mention" => {
            let Some(Value::Object(user)) = object.get("user") else {
                return Err("Can't find field \"user\"".to_owned());
            };
            number(user, "id")?;
            Some(entity.with("user", user.clone()))
        }
        "custom_emoji" => Some(entity.with("custom_emoji_id", string(object, "custom_emoji_id")?)),
        kind if MARKED.contains(&kind) => Some(entity),
        kind if FOUND.contains(&kind) => None,
        _ => return Err("Unsupported type specified".to_owned()),
    })
}

fn number(object: &Map<String, Value>, name: &str) -> Result<i64, String> {
    match object.get(name) {
        None | Some(Value::Null) => Err(format!("Can't find field \"{name}\"")),
        Some(value) => {
            let number = value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
            number.ok_or_else(|| format!("Field \"{name}\" must be of type Number"))
        }
    }
}

fn string(object: &Map<String, Value>, name: &str) -> Result<String, String> {
    match object.get(name) {
        None | Some(Value::Null) => Err(format!("Can't find field \"{name}\"")),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    }
}

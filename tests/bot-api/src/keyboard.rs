//! Keyboards under messages.

use serde_json::{Map, Value, json};

use crate::answer::Refusal;
use crate::parameters::Parameters;
use crate::text::link;

const MOST_BUTTONS: usize = 100;
const MOST_IN_A_ROW: usize = 8;
/// Telegram does not publish it: about ten kilobytes in practice.
const LARGEST: usize = 10 << 10;
const LONGEST_DATA: usize = 64;

/// What stands under a message, or at the user's keyboard.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Markup {
    #[default]
    None,
    /// Rows of buttons, as Telegram shows them to bots.
    Inline(Vec<Vec<Map<String, Value>>>),
    /// Rows of labels that are typed when pressed.
    Reply(Vec<Vec<String>>),
    Remove,
    Force,
}

impl Markup {
    pub(crate) fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        match parameters.json("reply_markup") {
            None => Ok(Self::None),
            Some(Err(_)) => Err(Refusal::bad("Can't parse reply keyboard markup JSON object")),
            Some(Ok(value)) => Self::parse(&value),
        }
    }

    /// For edits, which take no other keyboard.
    pub(crate) fn read_inline(parameters: &Parameters) -> Result<Self, Refusal> {
        match Self::read(parameters)? {
            markup @ (Self::None | Self::Inline(_)) => Ok(markup),
            _ => Err(Refusal::bad("Inline keyboard expected")),
        }
    }

    fn parse(value: &Value) -> Result<Self, Refusal> {
        let Value::Object(object) = value else { return Err(Refusal::bad("Object expected as reply markup")) };
        for (name, of) in [
            ("resize_keyboard", "ReplyKeyboardMarkup"),
            ("one_time_keyboard", "ReplyKeyboardMarkup"),
            ("remove_keyboard", "ReplyKeyboardRemove"),
            ("force_reply", "reply markup"),
            ("selective", "reply markup"),
        ] {
            if object.get(name).is_some_and(|value| !value.is_boolean()) {
                return Err(Refusal::bad(format!("Field \"{name}\" of the {of} must be of the type Boolean")));
            }
        }
        let keys = rows(object, "keyboard", "ReplyKeyboardMarkup")?;
        if !keys.is_empty() {
            let label = |key: &Value| key.as_str().or_else(|| key["text"].as_str()).map(str::to_owned);
            let why = || Refusal::bad("Can't parse keyboard button: KeyboardButton must be a String or an Object");
            let row = |row: Vec<&Value>| row.into_iter().map(|key| label(key).ok_or_else(why)).collect();
            return Ok(Self::Reply(keys.into_iter().map(row).collect::<Result<_, _>>()?));
        }
        let buttons = rows(object, "inline_keyboard", "InlineKeyboardMarkup")?;
        if !buttons.is_empty() {
            return inline(&buttons);
        }
        Ok(match object {
            _ if object.get("remove_keyboard") == Some(&Value::Bool(true)) => Self::Remove,
            _ if object.get("force_reply") == Some(&Value::Bool(true)) => Self::Force,
            _ => Self::None,
        })
    }

    /// What bots see of it: an inline keyboard.
    pub(crate) fn json(&self) -> Option<Value> {
        match self {
            Self::Inline(rows) => Some(json!({"inline_keyboard": rows})),
            _ => None,
        }
    }
}

/// The rows that are not empty.
fn rows<'a>(object: &'a Map<String, Value>, name: &str, of: &str) -> Result<Vec<Vec<&'a Value>>, Refusal> {
    let Some(rows) = object.get(name) else { return Ok(Vec::new()) };
    let Value::Array(rows) = rows else {
        return Err(Refusal::bad(format!("Field \"{name}\" of the {of} must be an Array")));
    };
    let mut read = Vec::new();
    for row in rows {
        let Value::Array(row) = row else {
            return Err(Refusal::bad(format!("Field \"{name}\" of the {of} must be an Array of Arrays")));
        };
        read.push(row.iter().collect::<Vec<_>>());
    }
    read.retain(|row| !row.is_empty());
    Ok(read)
}

fn inline(rows: &[Vec<&Value>]) -> Result<Markup, Refusal> {
    let mut read = Vec::new();
    for row in rows {
        let row = row.iter().map(|value| button(value)).collect::<Result<Vec<_>, _>>()?;
        read.push(row);
    }
    let markup = Markup::Inline(read);
    let count: usize = rows.iter().map(Vec::len).sum();
    let is_wide = rows.iter().any(|row| row.len() > MOST_IN_A_ROW);
    if count > MOST_BUTTONS || is_wide || markup.json().unwrap_or_default().to_string().len() > LARGEST {
        return Err(Refusal::bad("reply markup is too long"));
    }
    Ok(markup)
}

fn button(value: &Value) -> Result<Map<String, Value>, Refusal> {
    let unparsed = |why: &str| Refusal::bad(format!("Can't parse inline keyboard button: {why}"));
    let Value::Object(object) = value else { return Err(unparsed("InlineKeyboardButton must be an Object")) };
    let text =
        field(object, "text").map_err(|why| unparsed(&why))?.ok_or_else(|| unparsed("Can't find field \"text\""))?;
    let url = field(object, "url").map_err(|why| unparsed(&why))?.filter(|url| !url.is_empty());
    let data = field(object, "callback_data").map_err(|why| unparsed(&why))?.filter(|data| !data.is_empty());
    let mut button = Map::new();
    button.insert("text".to_owned(), text.clone().into());
    match (url, data) {
        (Some(url), _) => {
            let wrong = |why| Refusal::bad(format!("Inline keyboard button URL '{url}' is invalid: {why}"));
            button.insert("url".to_owned(), link(&url).map_err(wrong)?.into());
        }
        (None, Some(data)) if data.len() > LONGEST_DATA => return Err(Refusal::bad("BUTTON_DATA_INVALID")),
        (None, Some(data)) => {
            button.insert("callback_data".to_owned(), data.into());
        }
        (None, None) => {
            const OTHERS: [&str; 7] = [
                "web_app",
                "login_url",
                "switch_inline_query",
                "switch_inline_query_current_chat",
                "switch_inline_query_chosen_chat",
                "copy_text",
                "pay",
            ];
            let other = OTHERS.iter().find_map(|name| Some((*name, object.get(*name)?)));
            let (name, value) = other.ok_or_else(|| unparsed("Text buttons are unallowed in the inline keyboard"))?;
            button.insert(name.to_owned(), value.clone());
        }
    }
    if text.trim().is_empty() {
        return Err(Refusal::bad("Inline keyboard button text must be non-empty"));
    }
    Ok(button)
}

fn field(object: &Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    }
}

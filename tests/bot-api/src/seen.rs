//! What stands in a chat, as a test sees it.

use std::sync::Arc;

use serde_json::Value;

use crate::files::Kind;
use crate::ids::{MessageId, ThreadId, UserId};
use crate::keyboard::Markup;
use crate::room::{Content, Post};
use crate::text::Entity;

/// A message that stands in a chat now.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id in the chat.
    pub id: MessageId,
    /// Who sent it.
    pub from: UserId,
    /// Whether that is the bot.
    pub is_by_bot: bool,
    /// The text or the caption.
    pub text: String,
    /// What is marked in it.
    pub entities: Vec<Entity>,
    /// The file in it.
    pub media: Option<Media>,
    /// Rows of buttons under it.
    pub keyboard: Vec<Vec<Button>>,
    /// Rows of labels at the user's keyboard, that it came with.
    pub reply_keyboard: Vec<Vec<String>>,
    /// The message that it replies to.
    pub reply_to: Option<MessageId>,
    /// Its topic.
    pub thread: Option<ThreadId>,
    /// What all messages of an album have in common.
    pub album: Option<String>,
    /// How often it was edited.
    pub edits: u32,
    /// What the chat itself tells: the name of the field and its value.
    pub service: Option<(String, Value)>,
}

/// A file in a message.
#[derive(Debug, Clone)]
pub struct Media {
    /// What it was sent as.
    pub kind: Kind,
    /// Its name, unless it is a photo.
    pub name: Option<String>,
    /// What is in it.
    pub bytes: Arc<Vec<u8>>,
    /// The id it has in this message.
    pub file_id: String,
    /// The id it always has.
    pub unique_id: String,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What is written on it.
    pub label: String,
    /// What the bot gets when it is pressed.
    pub data: Option<String>,
    /// The address that it opens.
    pub url: Option<String>,
}

impl Message {
    pub(crate) fn of(post: &Post, bot: i64) -> Self {
        let (keyboard, reply_keyboard) = match &post.markup {
            Markup::Inline(rows) => (rows.iter().map(|row| row.iter().map(Button::of).collect()).collect(), Vec::new()),
            Markup::Reply(rows) => (Vec::new(), rows.clone()),
            Markup::None | Markup::Remove | Markup::Force => (Vec::new(), Vec::new()),
        };
        let media = match &post.content {
            Content::Media(medium, _) => Some(Media {
                kind: medium.file.kind,
                name: medium.file.name.clone(),
                bytes: medium.file.bytes.clone(),
                file_id: medium.file_id.clone(),
                unique_id: medium.file.unique.clone(),
            }),
            Content::Text(_) | Content::Service(..) => None,
        };
        let service = match &post.content {
            Content::Service(name, value) => Some(((*name).to_owned(), value.clone())),
            Content::Text(_) | Content::Media(..) => None,
        };
        let text = post.text().cloned().unwrap_or_default();
        Self {
            id: MessageId(post.id),
            from: UserId(post.from),
            is_by_bot: post.from == bot,
            text: text.text,
            entities: text.entities,
            media,
            keyboard,
            reply_keyboard,
            reply_to: post.reply_to.map(MessageId),
            thread: post.thread.map(ThreadId),
            album: post.album.clone(),
            edits: post.edits,
            service,
        }
    }

    /// The labels of all buttons under it, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.keyboard.iter().flatten().map(|button| &*button.label).collect()
    }

    /// The part of the text that is marked so.
    pub fn marked(&self, entity: &Entity) -> String {
        let units: Vec<u16> = self.text.encode_utf16().skip(entity.offset).take(entity.length).collect();
        String::from_utf16_lossy(&units)
    }
}

impl Button {
    pub(crate) fn of(button: &serde_json::Map<String, Value>) -> Self {
        let field = |name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
        Self { label: field("text").unwrap_or_default(), data: field("callback_data"), url: field("url") }
    }
}

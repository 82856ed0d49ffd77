//! What Telegram tells of: read with nothing but what is looked at, so that what is new there loses nothing here.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::core::locale::Locale;
use crate::core::session::SessionKey;

/// One update. Of a kind that is not looked at, it holds nothing.
#[derive(Debug, Deserialize)]
pub(super) struct Update {
    pub(super) update_id: u64,
    pub(super) message: Option<Message>,
    pub(super) callback_query: Option<Callback>,
    pub(super) my_chat_member: Option<Membership>,
}

/// The kinds that are asked for.
pub(super) const KINDS: [&str; 3] = ["message", "callback_query", "my_chat_member"];

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i64,
    message_thread_id: Option<i64>,
    #[serde(default)]
    is_topic_message: bool,
    pub(super) from: Option<Person>,
    sender_chat: Option<Chat>,
    pub(super) chat: Chat,
    pub(super) text: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) media_group_id: Option<String>,
    reply_to_message: Option<Replied>,
    #[serde(flatten)]
    files: Files,
    sticker: Option<IgnoredAny>,
    location: Option<IgnoredAny>,
    contact: Option<IgnoredAny>,
    dice: Option<IgnoredAny>,
    poll: Option<IgnoredAny>,
    migrate_to_chat_id: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Callback {
    pub(super) id: String,
    pub(super) from: Person,
    /// Too old to be told whole, it has the chat and its number all the same.
    pub(super) message: Option<Message>,
    pub(super) data: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Replied {
    message_id: i64,
    #[serde(flatten)]
    files: Files,
}

/// The file of a message, if it has one, in the field of its kind.
#[derive(Debug, Default, Deserialize)]
struct Files {
    #[serde(default)]
    photo: Vec<File>,
    document: Option<File>,
    audio: Option<File>,
    voice: Option<File>,
    video: Option<File>,
    video_note: Option<File>,
}

impl Files {
    /// The file; of a picture the largest form.
    fn file(&self) -> Option<&File> {
        let picture = self.photo.iter().max_by_key(|size| size.width * size.height);
        let files = [&self.document, &self.audio, &self.voice, &self.video, &self.video_note];
        picture.or_else(|| files.into_iter().find_map(Option::as_ref))
    }
}

/// The bot was let in, thrown out, blocked or allowed again.
#[derive(Debug, Deserialize)]
pub(super) struct Membership {
    pub(super) chat: Chat,
    pub(super) from: Person,
    pub(super) new_chat_member: Member,
}

#[derive(Debug, Deserialize)]
pub(super) struct Member {
    status: String,
}

impl Member {
    /// Whether the bot may write there.
    pub(super) fn is_in(&self) -> bool {
        !matches!(self.status.as_str(), "kicked" | "left")
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Person {
    pub(super) id: i64,
    #[serde(default)]
    is_bot: bool,
    language_code: Option<String>,
}

impl Person {
    pub(super) fn locale(&self) -> Option<Locale> {
        Locale::parse(self.language_code.as_deref()?).ok()
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(rename = "type")]
    kind: String,
}

impl Chat {
    pub(super) fn is_private(&self) -> bool {
        self.kind == "private"
    }
}

/// A file as Telegram keeps it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct File {
    pub(super) file_id: String,
    pub(super) file_size: Option<u64>,
    pub(super) file_name: Option<String>,
    #[serde(default)]
    width: u64,
    #[serde(default)]
    height: u64,
}

/// The surface's name, in session keys and notes.
pub(super) const SURFACE: &str = "telegram";

/// A place where one person talks to the bot.
pub(super) fn key(chat: i64, thread: Option<i64>, person: i64) -> SessionKey {
    let key = SessionKey::new(SURFACE, chat.to_string(), person.to_string());
    match thread {
        Some(thread) => key.thread(thread.to_string()),
        None => key,
    }
}

/// Whether this is somebody's own chat with the bot.
pub(super) fn is_private(key: &SessionKey) -> bool {
    let user = key.user();
    let id = user.as_str().strip_prefix(SURFACE).and_then(|rest| rest.strip_prefix(':'));
    key.in_thread().is_empty() && id == Some(key.chat())
}

impl Message {
    /// The topic that it is in.
    pub(super) fn topic(&self) -> Option<i64> {
        self.message_thread_id.filter(|_| self.is_topic_message)
    }

    /// Who wrote it; none for channels, anonymous administrators and bots.
    pub(super) fn writer(&self) -> Option<&Person> {
        self.from.as_ref().filter(|from| self.sender_chat.is_none() && !from.is_bot)
    }

    /// The file that it brings.
    pub(super) fn file(&self) -> Option<&File> {
        self.files.file()
    }

    /// The file of the message that it replies to.
    pub(super) fn file_replied_to(&self) -> Option<&File> {
        self.reply_to_message.as_ref()?.files.file()
    }

    /// The message that it replies to.
    pub(super) fn replied_to(&self) -> Option<i64> {
        self.reply_to_message.as_ref().map(|message| message.message_id)
    }

    /// Whether somebody sent something that nothing is done with; what the chat itself tells is none of that.
    pub(super) fn is_useless(&self) -> bool {
        let content = [&self.sticker, &self.location, &self.contact, &self.dice, &self.poll];
        content.into_iter().any(Option::is_some)
    }

    /// What is written, on its own or beside a file.
    pub(super) fn words(&self) -> &str {
        self.text.as_deref().or(self.caption.as_deref()).unwrap_or_default()
    }
}

impl Update {
    /// The group that has become another one, and that.
    pub(super) fn moves(&self) -> Option<(i64, i64)> {
        let message = self.message.as_ref()?;
        Some((message.chat.id, message.migrate_to_chat_id?))
    }

    /// The place that it comes from, where anybody takes it; `chat_of` gives the id under which a chat is known.
    pub(super) fn key(&self, chat_of: impl Fn(i64) -> i64) -> Option<SessionKey> {
        if let Some(message) = &self.message {
            return Some(key(chat_of(message.chat.id), message.topic(), message.writer()?.id));
        }
        if let Some(Callback { from, message, .. }) = &self.callback_query {
            let message = message.as_ref()?;
            return Some(key(chat_of(message.chat.id), message.topic(), from.id));
        }
        let member = self.my_chat_member.as_ref()?;
        member.chat.is_private().then(|| key(member.chat.id, None, member.from.id))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(update: serde_json::Value) -> Update {
        serde_json::from_value(update).unwrap()
    }

    fn from(id: i64) -> serde_json::Value {
        json!({ "id": id, "is_bot": false, "first_name": "Ann", "language_code": "pt-br" })
    }

    #[test]
    fn what_is_not_known_loses_nothing_of_the_rest() {
        let update = read(json!({ "update_id": 7, "message": {
            "message_id": 5, "date": 0, "from": from(3), "chat": { "id": 3, "type": "private", "is_new": {} },
            "text": "hello", "entities": [{ "type": "of_tomorrow", "offset": 0, "length": 5 }], "sparkles": [1, 2],
        }}));
        assert_eq!(update.key(|chat| chat).unwrap().to_string(), "telegram/3//3");
        let message = update.message.unwrap();
        assert_eq!((message.words(), message.file().is_none()), ("hello", true));
        assert_eq!(message.writer().unwrap().locale().unwrap().as_str(), "pt-br");
    }

    #[test]
    fn an_update_of_an_unknown_kind_is_of_nobody() {
        let update = read(json!({ "update_id": 7, "sunrise": { "chat": { "id": 1 } } }));
        assert!(update.key(|chat| chat).is_none());
    }

    #[test]
    fn a_topic_is_a_place_of_its_own_and_a_reply_is_none() {
        let in_topic = |is_topic: bool| {
            read(json!({ "update_id": 7, "message": {
                "message_id": 5, "from": from(3), "chat": { "id": -100, "type": "supergroup" }, "text": "/make",
                "message_thread_id": 9, "is_topic_message": is_topic,
            }}))
        };
        assert_eq!(in_topic(true).key(|_| -1).unwrap().to_string(), "telegram/-1/9/3");
        assert_eq!(in_topic(false).key(|_| -1).unwrap().to_string(), "telegram/-1//3");
    }

    #[test]
    fn bots_and_channels_are_not_talked_to() {
        let update = read(json!({ "update_id": 7, "message": {
            "message_id": 5, "from": { "id": 9, "is_bot": true, "first_name": "B" },
            "chat": { "id": -100, "type": "group" }, "text": "/make",
        }}));
        assert!(update.key(|chat| chat).is_none());
    }

    #[test]
    fn of_a_picture_the_largest_form_is_taken() {
        let update = read(json!({ "update_id": 7, "message": {
            "message_id": 5, "from": from(3), "chat": { "id": 3, "type": "private" }, "caption": "/upscale",
            "photo": [
                { "file_id": "s", "file_unique_id": "s", "width": 90, "height": 60 },
                { "file_id": "l", "file_unique_id": "l", "width": 900, "height": 600 },
                { "file_id": "m", "file_unique_id": "m", "width": 300, "height": 200 },
            ],
        }}));
        let message = update.message.unwrap();
        assert_eq!((message.file().unwrap().file_id.as_str(), message.words()), ("l", "/upscale"));
    }
}

//! Chats and messages, as bots see them.

use serde_json::{Value, json};

use crate::files::{Content as File, Kind};
use crate::people;
use crate::room::{Content, Medium, Post, Room, RoomKind};
use crate::world::World;

impl World {
    pub(crate) fn user_json(&self, id: i64) -> Value {
        if id == self.bot {
            return people::bot(id);
        }
        self.users.get(&id).map_or(Value::Null, people::User::json)
    }

    pub(crate) fn chat_json(&self, room: &Room) -> Value {
        match room.kind {
            RoomKind::Private(user) => {
                let mut json = json!({"id": room.id, "type": "private"});
                if let Some(user) = self.users.get(&user) {
                    json["first_name"] = user.first_name.as_str().into();
                    json["username"] = user.username().into();
                    if let Some(name) = &user.last_name {
                        json["last_name"] = name.as_str().into();
                    }
                }
                json
            }
            RoomKind::Group => json!({
                "id": room.id, "type": "group", "title": room.title, "all_members_are_administrators": false,
            }),
            RoomKind::Supergroup => {
                let mut json = json!({"id": room.id, "type": "supergroup", "title": room.title});
                if !room.topics.is_empty() {
                    json["is_forum"] = true.into();
                }
                json
            }
        }
    }

    /// A message, with the one it replies to.
    pub(crate) fn message_json(&self, room: &Room, post: &Post) -> Value {
        let mut json = self.plain_message_json(room, post);
        if let Some(replied) = post.reply_to.and_then(|id| room.post(id)) {
            json["reply_to_message"] = self.plain_message_json(room, replied);
        }
        json
    }

    fn plain_message_json(&self, room: &Room, post: &Post) -> Value {
        let mut json = json!({
            "message_id": post.id, "from": self.user_json(post.from), "chat": self.chat_json(room), "date": post.date,
        });
        if let Some(date) = post.edited {
            json["edit_date"] = date.into();
        }
        if let Some(thread) = post.thread {
            json["message_thread_id"] = thread.into();
            json["is_topic_message"] = true.into();
        }
        if let Some(album) = &post.album {
            json["media_group_id"] = album.as_str().into();
        }
        let (text, entities) = match &post.content {
            Content::Text(_) => ("text", "entities"),
            Content::Media(medium, _) => {
                add_medium(&mut json, medium);
                ("caption", "caption_entities")
            }
            Content::Service(name, value) => {
                json[*name] = value.clone();
                return json;
            }
        };
        if let Some(formatted) = post.text().filter(|formatted| !formatted.text.is_empty()) {
            json[text] = formatted.text.as_str().into();
            if !formatted.entities.is_empty() {
                json[entities] = formatted.json().into();
            }
        }
        if let Some(markup) = post.markup.json() {
            json["reply_markup"] = markup;
        }
        json
    }
}

fn add_medium(json: &mut Value, medium: &Medium) {
    let file = &medium.file;
    let name = file.kind.name();
    if file.kind == Kind::Photo {
        let mut sizes = Vec::new();
        if let Some((small, id)) = &medium.small {
            sizes.push(sized(small, id));
        }
        sizes.push(sized(file, &medium.file_id));
        json[name] = sizes.into();
        return;
    }
    let mut described = file_json(file, &medium.file_id);
    if let Some(name) = &file.name {
        described["file_name"] = name.as_str().into();
    }
    if let Some(mime) = &file.mime {
        described["mime_type"] = mime.as_str().into();
    }
    if matches!(file.kind, Kind::Audio | Kind::Video) {
        described["duration"] = 0.into();
    }
    if file.kind == Kind::Video {
        described["width"] = file.width.into();
        described["height"] = file.height.into();
    }
    for (name, value) in medium.more.as_object().into_iter().flatten() {
        described[name] = value.clone();
    }
    json[name] = described;
}

fn sized(file: &File, id: &str) -> Value {
    let mut json = file_json(file, id);
    json["width"] = file.width.into();
    json["height"] = file.height.into();
    json
}

pub(crate) fn file_json(file: &File, id: &str) -> Value {
    json!({"file_id": id, "file_unique_id": file.unique, "file_size": file.bytes.len()})
}

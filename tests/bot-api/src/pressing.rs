//! Buttons that are pressed.

use std::fmt;

use serde_json::{Value, json};

use crate::chat::Chat;
use crate::ids::{MessageId, QueryId};
use crate::keyboard::Markup;
use crate::people::User;
use crate::room::Post;
use crate::seen::Button;
use crate::world::{Query, World};

/// There is no such button to press; with all that stands in the chat.
pub struct NoButton {
    wanted: String,
    transcript: String,
}

impl fmt::Debug for NoButton {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{self}")
    }
}

impl fmt::Display for NoButton {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "there is no button {:?} to press\n{}", self.wanted, self.transcript)
    }
}

impl std::error::Error for NoButton {}

impl Chat {
    /// The user presses the newest button with this label or this data.
    ///
    /// # Errors
    /// When there is none.
    pub async fn presses(&self, label: &str) -> Result<QueryId, NoButton> {
        let mut world = self.shared.world();
        let found = world.room(self.room).posts.iter().rev().find_map(|post| Some((post.id, data(post, label)?)));
        let (message, data) = found.ok_or_else(|| self.no_button(&world, label))?;
        Ok(self.press(&mut world, message, &data))
    }

    /// The user presses a button with this label or this data under this message.
    ///
    /// # Errors
    /// When there is none.
    pub async fn presses_on(&self, message: MessageId, label: &str) -> Result<QueryId, NoButton> {
        let mut world = self.shared.world();
        let found = world.room(self.room).post(message.0).and_then(|post| data(post, label));
        let data = found.ok_or_else(|| self.no_button(&world, label))?;
        Ok(self.press(&mut world, message.0, &data))
    }

    /// A member of the group presses a button, of another's message too.
    ///
    /// # Errors
    /// When there is none.
    pub async fn presses_as(&self, user: &User, message: MessageId, label: &str) -> Result<QueryId, NoButton> {
        self.by(user).presses_on(message, label).await
    }

    /// The user sends this data as if a button under the message had it, as an old or a forged client can.
    pub async fn forges(&self, message: MessageId, data: &str) -> QueryId {
        self.press(&mut self.shared.world(), message.0, data)
    }

    fn press(&self, world: &mut World, message: i64, data: &str) -> QueryId {
        let user = self.speaker.expect("say who presses in a group: by(&user) or presses_as(&user, …)");
        let id = format!("{}", 4_382_000_000_000_000_000 + world.number());
        let shown = match world.shown(self.room, message) {
            // A message that is gone is shown without its content.
            Value::Null => json!({"chat": world.chat_json(world.room(self.room)), "message_id": message, "date": 0}),
            shown => shown,
        };
        let query = json!({
            "id": id, "from": world.user_json(user), "message": shown, "data": data,
            "chat_instance": format!("{}", 90_000_000_000 + self.room),
        });
        let at = world.clock.now();
        world.queries.insert(id.clone(), Query { user, chat: self.room, at });
        world.updates.add("callback_query", self.room, query);
        QueryId(id)
    }

    fn no_button(&self, world: &World, wanted: &str) -> NoButton {
        NoButton { wanted: wanted.to_owned(), transcript: crate::transcript::transcript(world, self.room) }
    }
}

/// The data of the button with this label or this data.
fn data(post: &Post, label: &str) -> Option<String> {
    let Markup::Inline(rows) = &post.markup else { return None };
    let buttons: Vec<Button> = rows.iter().flatten().map(Button::of).collect();
    let found = buttons.iter().find(|button| button.label == label);
    found.or_else(|| buttons.iter().find(|button| button.data.as_deref() == Some(label)))?.data.clone()
}

//! What happens to a chat: people block the bot, kick it, open topics, move on.

use serde_json::json;

use crate::chat::Chat;
use crate::ids::{MessageId, ThreadId};
use crate::keyboard::Markup;
use crate::people::User;
use crate::room::{Content, Room, RoomKind, Standing};
use crate::world::{Draft, World};

impl Chat {
    /// A member of the group says something.
    pub async fn says_as(&self, user: &User, text: &str) -> MessageId {
        self.by(user).says(text).await
    }

    /// The user of this private chat blocks the bot.
    pub fn blocks(&self) {
        self.stand(Standing::Out);
    }

    /// The user of this private chat unblocks the bot.
    pub fn unblocks(&self) {
        self.stand(Standing::Member);
    }

    /// The user of this private chat leaves Telegram; the bot is not told.
    pub fn deactivates(&self) {
        self.shared.world().room_mut(self.room).standing = Standing::Gone;
    }

    /// The group kicks the bot.
    pub fn kicks_bot(&self) {
        self.stand(Standing::Out);
    }

    /// The group takes the bot in again.
    pub fn admits_bot(&self) {
        self.stand(Standing::Member);
    }

    /// The group makes the bot an administrator, who may delete messages of others.
    pub fn promotes_bot(&self) {
        self.stand(Standing::Administrator);
    }

    fn stand(&self, standing: Standing) {
        let mut world = self.shared.world();
        let by = self.speaker.or_else(|| world.room(self.room).members.first().copied()).unwrap_or_default();
        world.stand(self.room, by, standing);
    }

    /// Somebody joins the group.
    pub fn admits(&self, user: &User) {
        let mut world = self.shared.world();
        world.room_mut(self.room).members.insert(user.id);
        let joined = Content::Service("new_chat_members", json!([user.json()]));
        self.serve(&mut world, user.id, joined);
    }

    /// Opens a topic; the chat becomes a forum. What is said through the handle is said there.
    ///
    /// # Panics
    /// When the chat is no supergroup.
    pub fn topic(&self, name: &str) -> Self {
        let mut world = self.shared.world();
        let room = world.room(self.room);
        assert_eq!(room.kind, RoomKind::Supergroup, "only supergroups have topics");
        let thread = room.last + 1;
        let from = room.members.first().copied().unwrap_or_default();
        world.room_mut(self.room).topics.insert(thread, name.to_owned());
        let created = Content::Service("forum_topic_created", json!({"name": name, "icon_color": 7_322_096}));
        let inside = Self { thread: Some(thread), ..self.clone() };
        inside.serve(&mut world, from, created);
        drop(world);
        inside
    }

    /// The topic that the handle stands for.
    pub fn thread(&self) -> Option<ThreadId> {
        self.thread.map(ThreadId)
    }

    /// The group becomes a supergroup: the handle of that one.
    pub fn migrates(&self) -> Self {
        let mut world = self.shared.world();
        let id = -1_000_000_000_000 - 4_000_000 - world.number();
        let old = world.room(self.room);
        assert_eq!(old.kind, RoomKind::Group, "only groups become supergroups");
        let (title, members, standing) = (old.title.clone(), old.members.clone(), old.standing);
        let from = members.first().copied().unwrap_or_default();
        world.rooms.insert(id, Room { members, standing, ..Room::new(id, RoomKind::Supergroup, &title) });
        self.serve(&mut world, from, Content::Service("migrate_to_chat_id", json!(id)));
        world.room_mut(self.room).upgraded = Some(id);
        let new = Self { room: id, thread: None, ..self.clone() };
        new.serve(&mut world, from, Content::Service("migrate_from_chat_id", json!(self.room)));
        drop(world);
        new
    }

    /// The chat itself tells something.
    fn serve(&self, world: &mut World, from: i64, content: Content) {
        let draft = Draft { from, content, markup: Markup::None, reply_to: None, thread: self.thread, album: None };
        let id = world.post(self.room, draft);
        world.tell("message", self.room, id);
    }
}

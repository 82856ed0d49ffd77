//! A chat, in the hands of a test.

use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, json};
use tokio::time::{Instant, timeout_at};

use crate::files::{Kind, NewFile};
use crate::ids::{ChatId, MessageId};
use crate::keyboard::Markup;
use crate::media;
use crate::people::User;
use crate::room::{Content, RoomKind, Standing};
use crate::seen::Message;
use crate::text::Formatted;
use crate::transcript::transcript;
use crate::world::{Draft, Shared, World};

/// How long something is waited for, in real time: a slow machine may have ten pictures to look at before.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// A chat with the bot, or a topic of one; and who speaks there.
#[derive(Debug, Clone)]
pub struct Chat {
    pub(crate) shared: Arc<Shared>,
    pub(crate) room: i64,
    pub(crate) thread: Option<i64>,
    pub(crate) speaker: Option<i64>,
}

impl Chat {
    pub(crate) fn new(shared: &Arc<Shared>, room: i64) -> Self {
        let speaker = match shared.world().rooms.get(&room).map(|room| room.kind) {
            Some(RoomKind::Private(user)) => Some(user),
            _ => None,
        };
        Self { shared: shared.clone(), room, thread: None, speaker }
    }

    /// The id.
    pub fn id(&self) -> ChatId {
        ChatId(self.room)
    }

    /// The same chat, where this user speaks.
    pub fn by(&self, user: &User) -> Self {
        Self { speaker: Some(user.id), ..self.clone() }
    }

    /// What stands in the chat now, the oldest first.
    pub fn messages(&self) -> Vec<Message> {
        let world = self.shared.world();
        world.room(self.room).posts.iter().map(|post| Message::of(post, world.bot)).collect()
    }

    /// What stands there of the bot.
    pub fn from_bot(&self) -> Vec<Message> {
        self.messages().into_iter().filter(|message| message.is_by_bot).collect()
    }

    /// Waits until the messages are as wanted, and gives them.
    ///
    /// # Panics
    /// When they are not for some seconds, with all that stands there and the last calls.
    #[track_caller]
    pub fn sees(&self, holds: impl Fn(&[Message]) -> bool) -> impl Future<Output = Vec<Message>> {
        let at = Location::caller();
        async move {
            let mut changed = self.shared.world().room(self.room).changed.subscribe();
            let deadline = Instant::now() + PATIENCE;
            loop {
                let messages = self.messages();
                if holds(&messages) {
                    return messages;
                }
                if timeout_at(deadline, changed.changed()).await.is_err() {
                    panic!("not seen for {PATIENCE:?}, wanted at {at}\n{}", self.transcript());
                }
            }
        }
    }

    /// All that stands there and the last calls, for humans.
    pub fn transcript(&self) -> String {
        transcript(&self.shared.world(), self.room)
    }

    /// The user has talked with the bot long ago: it may write, and gets no update.
    pub fn opens(&self) {
        let mut world = self.shared.world();
        let room = world.room_mut(self.room);
        if room.standing == Standing::Stranger {
            room.standing = Standing::Member;
        }
    }

    /// The user says something; commands in it are marked.
    pub async fn says(&self, text: &str) -> MessageId {
        self.speak(None, |_| Content::Text(Formatted::typed(text)))
    }

    /// The user replies to a message.
    pub async fn replies(&self, to: MessageId, text: &str) -> MessageId {
        self.speak(Some(to), |_| Content::Text(Formatted::typed(text)))
    }

    /// The user sends a photo; width and height are read from the bytes, if they are a picture.
    pub async fn sends_photo(&self, bytes: Vec<u8>, caption: &str) -> MessageId {
        self.sends_file(Kind::Photo, "photo.jpg", bytes, caption).await
    }

    /// The user sends a document.
    pub async fn sends_document(&self, name: &str, bytes: Vec<u8>) -> MessageId {
        self.sends_file(Kind::Document, name, bytes, "").await
    }

    /// The user sends music.
    pub async fn sends_audio(&self, name: &str, bytes: Vec<u8>) -> MessageId {
        self.sends_file(Kind::Audio, name, bytes, "").await
    }

    /// The user sends a video.
    pub async fn sends_video(&self, name: &str, bytes: Vec<u8>) -> MessageId {
        self.sends_file(Kind::Video, name, bytes, "").await
    }

    /// The user sends a file as this kind.
    pub async fn sends_file(&self, kind: Kind, name: &str, bytes: Vec<u8>, caption: &str) -> MessageId {
        self.speak(None, |world| content(world, kind, name, bytes, caption))
    }

    /// The user sends photos as an album: one message each, the caption on the first.
    pub async fn sends_album(&self, photos: Vec<Vec<u8>>, caption: &str) -> Vec<MessageId> {
        let files = photos.into_iter().map(|bytes| (Kind::Photo, "photo.jpg".to_owned(), bytes)).collect();
        self.sends_album_of(files, caption).await
    }

    /// The user sends files as an album.
    pub async fn sends_album_of(&self, files: Vec<(Kind, String, Vec<u8>)>, caption: &str) -> Vec<MessageId> {
        let mut world = self.shared.world();
        let album = format!("{}", 13_000_000_000_000_000 + world.number());
        let mut sent = Vec::new();
        for (number, (kind, name, bytes)) in files.into_iter().enumerate() {
            let caption = if number == 0 { caption } else { "" };
            let content = content(&mut world, kind, &name, bytes, caption);
            sent.push(self.speak_in(&mut world, None, content, Some(album.clone())));
        }
        sent
    }

    /// The user edits the text or the caption of a message.
    ///
    /// # Panics
    /// When the message is not there.
    pub async fn edits(&self, message: MessageId, text: &str) {
        let mut world = self.shared.world();
        let date = world.clock.date();
        let room = world.room_mut(self.room);
        let post = room.post_mut(message.0).unwrap_or_else(|| panic!("there is no message {message}"));
        post.edited = Some(date);
        post.edits += 1;
        if let Content::Text(old) | Content::Media(_, old) = &mut post.content {
            *old = Formatted::typed(text);
        }
        room.changed.send_replace(());
        world.tell("edited_message", self.room, message.0);
    }

    /// The user deletes a message for all; bots are not told.
    pub async fn deletes(&self, message: MessageId) {
        let mut world = self.shared.world();
        let room = world.room_mut(self.room);
        room.posts.retain(|post| post.id != message.0);
        room.changed.send_replace(());
    }

    fn speak(&self, reply_to: Option<MessageId>, content: impl FnOnce(&mut World) -> Content) -> MessageId {
        let mut world = self.shared.world();
        let content = content(&mut world);
        self.speak_in(&mut world, reply_to, content, None)
    }

    fn speak_in(
        &self,
        world: &mut World,
        reply_to: Option<MessageId>,
        content: Content,
        album: Option<String>,
    ) -> MessageId {
        let from = self.speaker.expect("say who speaks in a group: by(&user) or says_as(&user, …)");
        let room = world.room_mut(self.room);
        match room.standing {
            Standing::Stranger => room.standing = Standing::Member,
            Standing::Out if room.is_private() => panic!("a user who has blocked the bot can't write to it"),
            _ => {}
        }
        assert!(room.is_private() || room.members.contains(&from), "who speaks is no member of the group");
        let reply_to = reply_to.map(|id| id.0).or(self.thread);
        let draft = Draft { from, content, markup: Markup::None, reply_to, thread: self.thread, album };
        let id = world.post(self.room, draft);
        world.tell("message", self.room, id);
        MessageId(id)
    }
}

fn content(world: &mut World, kind: Kind, name: &str, bytes: Vec<u8>, caption: &str) -> Content {
    let size = media::size(&bytes).unwrap_or((0, 0));
    let (name, mime) = match kind {
        Kind::Photo => (None, None),
        _ => (Some(name.to_owned()), Some(media::mime(name).to_owned())),
    };
    let file = world.files.keep(NewFile { kind, name, mime, bytes, size });
    let mut more = Map::new();
    if kind == Kind::Audio {
        more.insert("duration".to_owned(), json!(1));
    }
    Content::Media(media::medium(&mut world.files, file, more), Formatted::typed(caption))
}

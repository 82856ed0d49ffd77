//! All that the emulator knows.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::answer::Refusal;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::files::Files;
use crate::keyboard::Markup;
use crate::limits::Meter;
use crate::log::{Answered, Call};
use crate::parameters::Parameters;
use crate::people::User;
use crate::room::{Content, Post, Room, RoomKind, Standing};
use crate::updates::Updates;
use crate::webhook::Webhook;

/// What tests, calls and the webhook share.
#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) token: String,
    /// Told when a call begins and when it is answered.
    pub(crate) called: watch::Sender<()>,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) bot: i64,
    pub(crate) clock: Clock,
    pub(crate) users: BTreeMap<i64, User>,
    pub(crate) rooms: HashMap<i64, Room>,
    pub(crate) files: Files,
    pub(crate) updates: Updates,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) queries: HashMap<String, Query>,
    pub(crate) answered: Vec<Answered>,
    pub(crate) commands: BTreeMap<(String, String), Vec<Value>>,
    pub(crate) calls: Vec<Call>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) meter: Meter,
    pub(crate) numbers: i64,
}

/// A callback query that can be answered.
#[derive(Debug)]
pub(crate) struct Query {
    pub(crate) user: i64,
    pub(crate) chat: i64,
    pub(crate) at: Duration,
}

/// A message that is about to be.
pub(crate) struct Draft {
    pub(crate) from: i64,
    pub(crate) content: Content,
    pub(crate) markup: Markup,
    pub(crate) reply_to: Option<i64>,
    pub(crate) thread: Option<i64>,
    pub(crate) album: Option<String>,
}

impl Shared {
    pub(crate) fn new(bot: i64, token: String) -> Arc<Self> {
        let world = World {
            bot,
            clock: Clock::new(),
            users: BTreeMap::new(),
            rooms: HashMap::new(),
            files: Files::default(),
            updates: Updates::new(),
            webhook: None,
            queries: HashMap::new(),
            answered: Vec::new(),
            commands: BTreeMap::new(),
            calls: Vec::new(),
            faults: Vec::new(),
            meter: Meter::default(),
            numbers: 0,
        };
        Arc::new(Self { world: Mutex::new(world), token, called: watch::Sender::new(()) })
    }

    /// Held for short times only, never while something is waited for.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    /// A number that was not given before.
    pub(crate) fn number(&mut self) -> i64 {
        self.numbers += 1;
        self.numbers
    }

    pub(crate) fn room(&self, id: i64) -> &Room {
        self.rooms.get(&id).unwrap_or_else(|| panic!("there is no chat {id}"))
    }

    pub(crate) fn room_mut(&mut self, id: i64) -> &mut Room {
        self.rooms.get_mut(&id).unwrap_or_else(|| panic!("there is no chat {id}"))
    }

    /// The chat that this call names, if the bot may write there.
    pub(crate) fn writable(&self, parameters: &Parameters) -> Result<i64, Refusal> {
        let id = self.readable(parameters)?;
        let room = self.room(id);
        match (room.standing, room.kind) {
            _ if room.upgraded.is_some() => Err(Refusal::upgraded(room.upgraded.unwrap_or_default())),
            (Standing::Stranger, _) => Err(Refusal::forbidden("bot can't initiate conversation with a user")),
            (Standing::Gone, _) => Err(Refusal::forbidden("user is deactivated")),
            (Standing::Out, RoomKind::Private(_)) => Err(Refusal::forbidden("bot was blocked by the user")),
            (Standing::Out, RoomKind::Group) => Err(Refusal::forbidden("bot was kicked from the group chat")),
            (Standing::Out, RoomKind::Supergroup) => Err(Refusal::forbidden("bot was kicked from the supergroup chat")),
            (Standing::Member | Standing::Administrator, _) => Ok(id),
        }
    }

    /// The chat that this call names.
    pub(crate) fn readable(&self, parameters: &Parameters) -> Result<i64, Refusal> {
        let named = parameters.text("chat_id").ok_or_else(|| Refusal::bad("chat_id is empty"))?;
        let id = named.trim().parse::<i64>().ok().filter(|id| self.rooms.contains_key(id));
        let id = id.ok_or_else(|| Refusal::bad("chat not found"))?;
        let room = self.room(id);
        let is_met = || self.rooms.values().any(|other| other.id < 0 && other.members.contains(&id));
        if room.standing == Standing::Stranger && !is_met() {
            return Err(Refusal::bad("chat not found"));
        }
        Ok(id)
    }

    /// Counts messages against the limits.
    pub(crate) fn spend(&mut self, chat: i64, messages: usize) -> Result<(), Refusal> {
        let now = self.clock.now();
        self.meter.spend(now, chat, messages).map_err(Refusal::too_many)
    }

    /// Puts a message into a chat; its id.
    pub(crate) fn post(&mut self, chat: i64, draft: Draft) -> i64 {
        let date = self.clock.date();
        let room = self.room_mut(chat);
        room.last += 1;
        let id = room.last;
        room.posts.push(Post {
            id,
            from: draft.from,
            date,
            edited: None,
            edits: 0,
            content: draft.content,
            markup: draft.markup,
            reply_to: draft.reply_to,
            thread: draft.thread,
            album: draft.album,
        });
        room.changed.send_replace(());
        id
    }

    /// A message, as bots see it.
    pub(crate) fn shown(&self, chat: i64, id: i64) -> Value {
        let room = self.room(chat);
        room.post(id).map_or(Value::Null, |post| self.message_json(room, post))
    }

    /// Tells the bot of a message.
    pub(crate) fn tell(&mut self, kind: &str, chat: i64, id: i64) {
        if matches!(self.room(chat).standing, Standing::Member | Standing::Administrator) {
            let message = self.shown(chat, id);
            self.updates.add(kind, chat, message);
        }
    }

    /// Tells the bot how it stands in a chat from now on.
    pub(crate) fn stand(&mut self, chat: i64, by: i64, now: Standing) {
        let before = std::mem::replace(&mut self.room_mut(chat).standing, now);
        let member = |standing: Standing| {
            let status = match standing {
                Standing::Member => "member",
                Standing::Administrator => "administrator",
                Standing::Stranger | Standing::Out | Standing::Gone => "kicked",
            };
            let mut json = json!({"status": status, "user": self.user_json(self.bot)});
            match status {
                "kicked" => json["until_date"] = 0.into(),
                "administrator" => add_rights(&mut json),
                _ => {}
            }
            json
        };
        let told = json!({
            "chat": self.chat_json(self.room(chat)), "from": self.user_json(by), "date": self.clock.date(),
            "old_chat_member": member(before), "new_chat_member": member(now),
        });
        self.updates.add("my_chat_member", chat, told);
    }
}

/// What an administrator may do.
fn add_rights(member: &mut Value) {
    let rights = [
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
    ];
    for right in rights {
        member[right] = ["can_manage_chat", "can_delete_messages"].contains(&right).into();
    }
}

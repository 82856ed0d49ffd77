//! A chat, and what stands in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

use crate::files::Content as File;
use crate::keyboard::Markup;
use crate::text::Formatted;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum RoomKind {
    /// With this user.
    Private(i64),
    Group,
    Supergroup,
}

/// How the bot stands in a chat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Standing {
    /// A user who never wrote to the bot.
    Stranger,
    Member,
    Administrator,
    /// Kicked from a group, or blocked by a user.
    Out,
    /// The user has left Telegram.
    Gone,
}

#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) id: i64,
    pub(crate) kind: RoomKind,
    pub(crate) title: String,
    pub(crate) members: BTreeSet<i64>,
    pub(crate) standing: Standing,
    /// What it became.
    pub(crate) upgraded: Option<i64>,
    pub(crate) topics: BTreeMap<i64, String>,
    pub(crate) posts: Vec<Post>,
    pub(crate) last: i64,
    pub(crate) changed: watch::Sender<()>,
}

/// A message.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) from: i64,
    pub(crate) date: i64,
    pub(crate) edited: Option<i64>,
    pub(crate) edits: u32,
    pub(crate) content: Content,
    pub(crate) markup: Markup,
    pub(crate) reply_to: Option<i64>,
    pub(crate) thread: Option<i64>,
    pub(crate) album: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    Text(Formatted),
    Media(Medium, Formatted),
    /// What a group tells: this field of the message.
    Service(&'static str, Value),
}

/// A file in a message.
#[derive(Debug, Clone)]
pub(crate) struct Medium {
    pub(crate) file: Arc<File>,
    pub(crate) file_id: String,
    /// The small size of a photo, with its id.
    pub(crate) small: Option<(Arc<File>, String)>,
    /// Title, performer, duration, as they were given.
    pub(crate) more: Value,
}

impl Room {
    pub(crate) fn new(id: i64, kind: RoomKind, title: &str) -> Self {
        let standing = if matches!(kind, RoomKind::Private(_)) { Standing::Stranger } else { Standing::Member };
        Self {
            id,
            kind,
            title: title.to_owned(),
            members: BTreeSet::new(),
            standing,
            upgraded: None,
            topics: BTreeMap::new(),
            posts: Vec::new(),
            last: 0,
            changed: watch::Sender::new(()),
        }
    }

    pub(crate) fn post(&self, id: i64) -> Option<&Post> {
        let at = self.posts.binary_search_by_key(&id, |post| post.id).ok()?;
        self.posts.get(at)
    }

    pub(crate) fn post_mut(&mut self, id: i64) -> Option<&mut Post> {
        let at = self.posts.binary_search_by_key(&id, |post| post.id).ok()?;
        self.posts.get_mut(at)
    }

    pub(crate) fn is_private(&self) -> bool {
        matches!(self.kind, RoomKind::Private(_))
    }
}

impl Post {
    /// The text or caption.
    pub(crate) fn text(&self) -> Option<&Formatted> {
        match &self.content {
            Content::Text(text) | Content::Media(_, text) => Some(text),
            Content::Service(..) => None,
        }
    }
}

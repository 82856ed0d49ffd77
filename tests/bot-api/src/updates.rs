//! Updates that wait for the bot.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::watch;

/// These are sent only to bots that ask for them by name.
const ASKED_FOR: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// An update in the queue.
#[derive(Debug, Clone)]
pub(crate) struct Update {
    pub(crate) id: i64,
    pub(crate) body: Value,
    /// Updates with the same key are delivered to a webhook one after the other.
    pub(crate) key: i64,
    /// It is delivered although it is confirmed: a test sends it again.
    is_again: bool,
    /// A webhook is getting it now.
    pub(crate) is_posted: bool,
}

/// Why a waiting `getUpdates` was ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ended {
    Poll,
    Webhook,
}

#[derive(Debug)]
pub(crate) struct Updates {
    pub(crate) queue: VecDeque<Update>,
    /// All that ever were.
    pub(crate) sent: Vec<Value>,
    next: i64,
    allowed: Option<Vec<String>>,
    pub(crate) turn: u64,
    pub(crate) ended: Ended,
    pub(crate) changed: watch::Sender<()>,
}

impl Updates {
    pub(crate) fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            sent: Vec::new(),
            // Telegram begins anywhere.
            next: 731_204_001,
            allowed: None,
            turn: 0,
            ended: Ended::Poll,
            changed: watch::Sender::new(()),
        }
    }

    /// Queues an update of this kind, if the bot wants it.
    pub(crate) fn add(&mut self, kind: &str, key: i64, value: Value) -> Option<i64> {
        let wanted = match &self.allowed {
            Some(kinds) => kinds.iter().any(|allowed| allowed == kind),
            None => !ASKED_FOR.contains(&kind),
        };
        wanted.then(|| self.queue_raw(json!({kind: value}), key))
    }

    /// Queues an update with a new id, whatever is in it.
    pub(crate) fn queue_raw(&mut self, mut body: Value, key: i64) -> i64 {
        let id = self.next;
        self.next += 1;
        body["update_id"] = id.into();
        self.sent.push(body.clone());
        self.push(Update { id, body, key, is_again: false, is_posted: false });
        id
    }

    /// Queues an update that was sent before, with its old id.
    pub(crate) fn again(&mut self, id: i64) -> bool {
        let Some(body) = self.sent.iter().find(|body| body["update_id"] == id).cloned() else { return false };
        self.push(Update { id, body, key: 0, is_again: true, is_posted: false });
        true
    }

    fn push(&mut self, update: Update) {
        self.queue.push_back(update);
        self.changed.send_replace(());
    }

    /// Remembers which kinds the bot wants; nothing said is as before.
    pub(crate) fn allow(&mut self, kinds: Option<Value>) {
        if let Some(Value::Array(kinds)) = kinds {
            let kinds: Vec<String> = kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
            self.allowed = Some(kinds).filter(|kinds| !kinds.is_empty());
        }
    }

    pub(crate) fn allowed(&self) -> Option<&[String]> {
        self.allowed.as_deref()
    }

    /// Forgets what is confirmed by this offset; a negative one counts from the end.
    pub(crate) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let kept = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            self.queue.drain(..self.queue.len().saturating_sub(kept));
        } else {
            self.queue.retain(|update| update.is_again || update.id >= offset);
        }
    }

    /// So many of the first ones, which stay until they are confirmed.
    pub(crate) fn batch(&mut self, limit: usize) -> Vec<Value> {
        let batch: Vec<Update> = self.queue.iter().take(limit).cloned().collect();
        // One that is sent again has no offset of its own that could confirm it.
        let mut left = batch.len();
        self.queue.retain(|update| {
            let is_given = left > 0;
            left = left.saturating_sub(1);
            !(is_given && update.is_again)
        });
        batch.into_iter().map(|update| update.body).collect()
    }

    /// Ends the `getUpdates` that waits, if one does; the turn of the next one.
    pub(crate) fn end_poll(&mut self, why: Ended) -> u64 {
        self.turn += 1;
        self.ended = why;
        self.changed.send_replace(());
        self.turn
    }
}

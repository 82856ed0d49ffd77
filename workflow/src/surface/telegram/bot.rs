//! What all places of one bot share: the engine, the way to Telegram and its patience, and who is woken by what.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::calls::Room;
use super::chat::{Chat, Wake};
use super::refusal::{Refusal, Untold};
use super::state::{MOVED, State};
use super::transport::{Call, CallError, Transport};
use super::update::{SURFACE, Update};
use super::{Limits, Stopping};
use crate::core::session::SessionKey;
use crate::engine::Engine;
use crate::media::MediaStore;
use crate::store::{Note, StoreError};

/// What all places share.
pub(super) struct Bot {
    pub(super) engine: Engine,
    pub(super) media: Option<Arc<dyn MediaStore>>,
    pub(super) stopped: watch::Receiver<Stopping>,
    transport: Arc<dyn Transport>,
    me: Me,
    /// How many messages are sent in all.
    overall: DefaultDirectRateLimiter,
    /// Until when chats want to be left alone.
    quiet: Mutex<Quiet>,
    /// The new ids of chats that have one, by the first; and the other way.
    moved: Mutex<Moved>,
    places: Mutex<Places>,
    /// Since when something may be left to be told, by place.
    behind: Mutex<HashMap<SessionKey, Timestamp>>,
    /// Whether it is known what the last run left.
    resumed: AtomicBool,
}

/// Who the bot is.
#[derive(Debug, Deserialize)]
pub(super) struct Me {
    username: String,
}

/// Until when nothing may be sent.
#[derive(Default)]
struct Quiet {
    chats: HashMap<i64, Instant>,
    /// To all chats.
    all: Option<Instant>,
    /// The chats that have wanted to be left alone lately, and when.
    lately: Vec<(i64, Instant)>,
}

#[derive(Default)]
struct Moved {
    to: HashMap<i64, i64>,
    from: HashMap<i64, i64>,
}

/// The places where somebody is at work.
#[derive(Default)]
struct Places {
    awake: HashMap<SessionKey, mpsc::UnboundedSender<Wake>>,
    tasks: JoinSet<()>,
    stopped: bool,
}

impl Bot {
    pub(super) fn new(
        engine: Engine,
        transport: Arc<dyn Transport>,
        media: Option<Arc<dyn MediaStore>>,
        me: Me,
        limits: Limits,
        stopped: watch::Receiver<Stopping>,
    ) -> Arc<Self> {
        // Evenly, as a burst before would be more than a second's.
        let burst = NonZeroU32::new(limits.overall.get() / 10).unwrap_or(NonZeroU32::MIN);
        let overall = DefaultDirectRateLimiter::direct(Quota::per_second(limits.overall).allow_burst(burst));
        Arc::new(Self {
            engine,
            media,
            stopped,
            transport,
            me,
            overall,
            quiet: Mutex::default(),
            moved: Mutex::default(),
            places: Mutex::default(),
            behind: Mutex::default(),
            resumed: AtomicBool::new(false),
        })
    }

    /// Whether a command is for this bot: `/make` is for all, `/make@other` for another one.
    pub(super) fn is_meant(&self, words: &str) -> bool {
        let word = words.split_whitespace().next().unwrap_or_default();
        word.split_once('@')
            .is_none_or(|(command, name)| !command.starts_with('/') || name.eq_ignore_ascii_case(&self.me.username))
    }

    /// Whether a command names this bot.
    pub(super) fn is_named(&self, words: &str) -> bool {
        let word = words.split_whitespace().next().unwrap_or_default();
        word.split_once('@').is_some_and(|(_, name)| name.eq_ignore_ascii_case(&self.me.username))
    }

    /// Calls Telegram about a chat, unless the chat wants to be left alone; of what shows something, no more is called than
    /// Telegram takes in all.
    pub(super) async fn call(&self, room: Room, call: Call) -> Result<Value, Untold> {
        if let Some(until) = self.quiet_until(room.chat) {
            return Err(Untold::Later(until));
        }
        self.overall.until_ready().await;
        // It may have been told of meanwhile.
        match self.quiet_until(room.chat) {
            Some(until) => Err(Untold::Later(until)),
            None => self.call_now(room, call).await,
        }
    }

    /// The same at once, for what the chat does not count.
    pub(super) async fn call_now(&self, room: Room, call: Call) -> Result<Value, Untold> {
        let method = call.method;
        match self.transport.call(call).await {
            Ok(answer) => Ok(answer),
            Err(CallError::Refused { retry_after: Some(wait), .. }) => {
                tracing::debug!(chat = room.chat, method, ?wait, "Telegram wants to be left alone");
                let until = Instant::now() + wait;
                self.refused(room.chat, until);
                Err(Untold::Later(until))
            }
            Err(CallError::Refused { migrated_to: Some(to), .. }) => {
                self.moved(room.chat, to).await?;
                Err(Untold::Later(Instant::now()))
            }
            // Said of this program as a whole, or without a time: it is not this that is refused.
            Err(CallError::Refused { code: 401 | 404, description, .. }) => {
                tracing::error!(description, method, "Telegram does not know this bot");
                Err(Untold::NoAnswer)
            }
            Err(CallError::Refused { code: 429, .. }) => Err(Untold::NoAnswer),
            Err(CallError::Refused { code, description, .. }) => Err(Untold::Refused(Refusal::of(code, &description))),
            Err(error) => {
                tracing::warn!(
                    chat = room.chat,
                    method,
                    error = &error as &dyn std::error::Error,
                    "Telegram does not answer"
                );
                Err(Untold::NoAnswer)
            }
        }
    }

    /// Asks Telegram for something that is of no chat.
    pub(super) async fn ask(&self, call: Call) -> Result<Value, CallError> {
        self.transport.call(call).await
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    fn quiet_until(&self, chat: i64) -> Option<Instant> {
        let quiet = self.quiet();
        let until = quiet.chats.get(&chat).copied().max(quiet.all);
        until.filter(|until| *until > Instant::now())
    }

    /// A chat wants to be left alone. When several do within a second, it is likely that all of them together are too much.
    fn refused(&self, chat: i64, until: Instant) {
        let mut quiet = self.quiet();
        let now = Instant::now();
        quiet.chats.insert(chat, until);
        if quiet.chats.len() > MANY {
            quiet.chats.retain(|_, until| *until > now);
        }
        quiet.lately.retain(|(_, at)| now.duration_since(*at) < TOGETHER);
        if !quiet.lately.iter().any(|(other, _)| *other == chat) {
            quiet.lately.push((chat, now));
        }
        if quiet.lately.len() >= SEVERAL {
            quiet.all = Some(until.min(now + TOGETHER));
        }
    }

    fn quiet(&self) -> MutexGuard<'_, Quiet> {
        self.quiet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A group has become another one: its sessions stay under the id that they began with.
    pub(super) async fn moved(&self, from: i64, to: i64) -> Result<(), StoreError> {
        let first = self.first_id(from);
        self.engine.note(SURFACE, vec![Note::keep(format!("{MOVED}{first}"), to.into())]).await?;
        self.knows_moved(first, to);
        Ok(())
    }

    pub(super) fn knows_moved(&self, first: i64, to: i64) {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        moved.to.insert(first, to);
        moved.from.insert(to, first);
    }

    /// Under which id the chat is known.
    pub(super) fn first_id(&self, chat: i64) -> i64 {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner).from.get(&chat).copied().unwrap_or(chat)
    }

    /// Where something is to be sent for a key.
    pub(super) fn room(&self, key: &SessionKey) -> Option<Room> {
        let first: i64 = key.chat().parse().ok()?;
        let chat = self.moved.lock().unwrap_or_else(PoisonError::into_inner).to.get(&first).copied().unwrap_or(first);
        Some(Room { chat, thread: key.in_thread().parse().ok() })
    }

    /// Hands an update over to its place. `name` is that of its note.
    pub(super) fn hand_over(self: &Arc<Self>, name: String, update: Update) -> Handed {
        match update.key(|chat| self.first_id(chat)) {
            Some(key) => {
                self.wake(&key, Wake::Update(name, Box::new(update)));
                Handed::Over
            }
            None => Handed::ToNobody,
        }
    }

    /// Wakes the place of this key.
    pub(super) fn wake(self: &Arc<Self>, key: &SessionKey, wake: Wake) {
        let mut places = self.places();
        if places.stopped {
            return;
        }
        // From now on, until it has told how things stand.
        self.is_behind(key, self.engine.now());
        let wake = match places.awake.get(key) {
            Some(place) => match place.send(wake) {
                Ok(()) => return,
                Err(mpsc::error::SendError(wake)) => wake,
            },
            None => wake,
        };
        let (place, wakes) = mpsc::unbounded_channel();
        // It is read at once.
        drop(place.send(wake));
        places.awake.insert(key.clone(), place);
        while let Some(ended) = places.tasks.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                tracing::error!("a chat's task panicked");
            }
        }
        places.tasks.spawn(Chat::new(Arc::clone(self), key.clone()).run(wakes));
    }

    /// The place goes to sleep, unless it was woken meanwhile.
    pub(super) fn sleep(&self, key: &SessionKey, wakes: &mpsc::UnboundedReceiver<Wake>) -> bool {
        let mut places = self.places();
        let sleeps = wakes.is_empty();
        if sleeps {
            places.awake.remove(key);
        }
        sleeps
    }

    /// Something may be left to be told at this place, since then.
    pub(super) fn is_behind(&self, key: &SessionKey, since: Timestamp) {
        let mut behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let first = behind.entry(key.clone()).or_insert(since);
        *first = since.min(*first);
    }

    /// All is told at this place.
    pub(super) fn has_told(&self, key: &SessionKey) {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Up to when all was told at all places; nothing before it is known what the last run left.
    pub(super) fn told_until(&self) -> Option<Timestamp> {
        let behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let until = behind.values().min().copied().unwrap_or_else(|| self.engine.now());
        self.resumed.load(Ordering::SeqCst).then_some(until)
    }

    /// What the last run left is known.
    pub(super) fn has_resumed(&self) {
        self.resumed.store(true, Ordering::SeqCst);
    }

    /// Waits until all have finished what they were at.
    pub(super) async fn stop(&self) {
        let mut tasks = {
            let mut places = self.places();
            places.stopped = true;
            places.awake.clear();
            std::mem::take(&mut places.tasks)
        };
        while tasks.join_next().await.is_some() {}
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_stopping(&self) -> bool {
        *self.stopped.borrow() == Stopping::Yes
    }

    pub(super) async fn state(&self, key: &SessionKey) -> Result<State, StoreError> {
        let name = State::note_name(key);
        let notes = self.engine.notes(SURFACE, &name, None, 1).await?;
        let kept = notes.into_iter().find(|(other, _)| *other == name).map(|(_, value)| serde_json::from_value(value));
        Ok(match kept {
            None => State::default(),
            Some(Ok(state)) => state,
            Some(Err(error)) => {
                // What was shown is shown once more.
                tracing::error!(%error, %key, "what was shown is not known any more");
                State::default()
            }
        })
    }
}

/// Whether anybody takes an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handed {
    Over,
    ToNobody,
}

/// When so many chats want to be left alone within this time, all are.
const SEVERAL: usize = 3;
const TOGETHER: Duration = Duration::from_secs(1);
/// So many chats that wanted to be left alone are looked through for those that do not any more.
const MANY: usize = 10_000;

//! One place where somebody talks to the bot: what they send is delivered in order, and then they are told how things stand.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::Stopping;
use super::bot::Bot;
use super::calls::Room;
use super::files::Unfetched;
use super::state::{Notice, Shown, State};
use super::update::{File, Message, Person, SURFACE, Update};
use crate::core::input::Kind;
use crate::core::media::Media;
use crate::core::session::{SessionKey, Visit};
use crate::engine::{Changes, DeliverError, Delivery, Outcome, Token};
use crate::say;
use crate::store::{Note, StoreError};
use crate::surface::whose::Whose;
use crate::texts::Words;

/// What a place is woken by.
#[derive(Debug)]
pub(super) enum Wake {
    /// Somebody sent something; with the name of its note.
    Update(String, Box<Update>),
    /// Something may have moved.
    Look,
}

/// One place.
pub(super) struct Chat {
    pub(super) bot: Arc<Bot>,
    pub(super) key: SessionKey,
    pub(super) state: State,
    /// As it was kept last.
    kept: State,
    /// The notes of updates that were worked off.
    over: Vec<Note>,
    album: Option<Album>,
    /// When something was edited last that changes by itself.
    pub(super) edited: Option<Instant>,
    /// Whether the last move was made by a message: what was shown before it stays as it is.
    pub(super) is_typed: bool,
    /// How often Telegram did not answer in a row.
    pub(super) silent: u32,
    /// Whether something may change here without being woken.
    pub(super) is_watching: bool,
}

/// An album on its way: each of its files comes as a message of its own.
struct Album {
    group: String,
    names: Vec<String>,
    messages: Vec<Message>,
    until: Instant,
}

/// How long to wait for the next file of an album.
const GATHER: Duration = Duration::from_millis(1500);
/// When a place where nothing happens goes to sleep.
const IDLE: Duration = Duration::from_secs(20);
/// How long to wait before the store or a file is asked for again.
const RETRY: Duration = Duration::from_secs(1);
/// How often it is tried to fetch a file.
const FETCHES: u32 = 5;

/// How long a place may take to say what it is about to when the program ends.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Done when the program ends.
async fn stop(stopped: &mut watch::Receiver<Stopping>) {
    // An error means that the surface is gone.
    let _gone = stopped.wait_for(|stopping| *stopping == Stopping::Yes).await;
}

/// Nothing more is to be done: the program ends, and the next one goes on.
pub(super) struct Ends;

impl Chat {
    pub(super) fn new(bot: Arc<Bot>, key: SessionKey) -> Self {
        Self {
            bot,
            key,
            state: State::default(),
            kept: State::default(),
            over: Vec::new(),
            album: None,
            edited: None,
            is_typed: false,
            silent: 0,
            is_watching: false,
        }
    }

    pub(super) async fn run(mut self, mut wakes: mpsc::UnboundedReceiver<Wake>) {
        let mut stopped = self.bot.stopped.clone();
        let work = async {
            while let Err(error) = self.load().await {
                tracing::error!(%error, key = %self.key, "what was shown can't be read");
                if self.pause(RETRY).await.is_err() {
                    return;
                }
            }
            // Looked at from here on: what changes later is told of.
            let mut changes = self.bot.engine.changes(&self.key);
            while self.step(&mut wakes, &mut changes).await.is_ok() {}
        };
        tokio::select! {
            () = work => {}
            // What is not finished by then is finished by the next run: all of it is in the store.
            () = async {
                stop(&mut stopped).await;
                tokio::time::sleep(LAST_WORDS).await;
            } => {}
        }
    }

    /// Waits, unless the program ends.
    async fn pause(&self, time: Duration) -> Result<(), Ends> {
        let mut stopped = self.bot.stopped.clone();
        tokio::select! {
            () = stop(&mut stopped) => Err(Ends),
            () = tokio::time::sleep(time) => Ok(()),
        }
    }

    async fn load(&mut self) -> Result<(), StoreError> {
        self.state = self.bot.state(&self.key).await?;
        self.kept = self.state.clone();
        Ok(())
    }

    /// Works off what is there, tells how things stand, and waits for more.
    async fn step(&mut self, wakes: &mut mpsc::UnboundedReceiver<Wake>, changes: &mut Changes) -> Result<(), Ends> {
        while let Ok(wake) = wakes.try_recv() {
            self.take(wake).await?;
        }
        if self.album.as_ref().is_some_and(|album| album.until <= Instant::now()) {
            self.deliver_album().await?;
        }
        self.keep().await;
        let again = self.tell().await;
        self.keep().await;
        let gathered = self.album.as_ref().map(|album| album.until);
        let next = again.into_iter().chain(gathered).min();
        let is_idle = next.is_none() && !self.is_watching;
        let until = next.unwrap_or_else(|| Instant::now() + IDLE);
        let mut stopped = self.bot.stopped.clone();
        tokio::select! {
            () = stop(&mut stopped) => Err(Ends),
            wake = wakes.recv() => match wake {
                Some(wake) => self.take(wake).await,
                None => Err(Ends),
            },
            () = changes.changed() => Ok(()),
            () = tokio::time::sleep_until(until) => {
                if is_idle && self.bot.sleep(&self.key, wakes) { Err(Ends) } else { Ok(()) }
            }
        }
    }

    async fn take(&mut self, wake: Wake) -> Result<(), Ends> {
        let Wake::Update(name, update) = wake else { return Ok(()) };
        let id = update.update_id;
        let group = update.message.as_ref().and_then(|message| message.media_group_id.as_deref());
        if self.album.as_ref().is_some_and(|album| Some(album.group.as_str()) != group) {
            self.deliver_album().await?;
        }
        let Update { message, callback_query, my_chat_member, .. } = *update;
        if let Some(message) = message {
            if let Some(group) = message.media_group_id.clone().filter(|_| message.file().is_some()) {
                self.gather(group, name, message);
                return Ok(());
            }
            self.message(id, &message).await?;
        } else if let Some(callback) = callback_query {
            self.press(id, &callback).await?;
        } else if let Some(member) = my_chat_member {
            self.state.gone = (!member.new_chat_member.is_in()).then(|| "the bot was blocked".to_owned());
        }
        self.over.push(Note::forget(name));
        Ok(())
    }

    fn gather(&mut self, group: String, name: String, message: Message) {
        let until = Instant::now() + GATHER;
        let album = self.album.get_or_insert_with(|| Album { group, names: Vec::new(), messages: Vec::new(), until });
        // The same update may come twice.
        if !album.messages.iter().any(|other| other.message_id == message.message_id) {
            album.messages.push(message);
        }
        album.names.push(name);
        album.until = until;
    }

    async fn deliver_album(&mut self) -> Result<(), Ends> {
        let Some(Album { group, names, mut messages, .. }) = self.album.take() else { return Ok(()) };
        messages.sort_by_key(|message| message.message_id);
        messages.iter().for_each(|message| self.sees(message.message_id));
        if let (Some(first), Some(last)) = (messages.first(), messages.last()) {
            let words = messages.iter().map(Message::words).find(|words| !words.is_empty()).unwrap_or_default();
            if self.bot.is_meant(words) && self.is_wanted(first, words).await? {
                let reply_to = self.reply_to(last);
                let mut media = Vec::new();
                for message in &messages {
                    match self.fetch(message.file(), message.from.as_ref()).await? {
                        Ok(fetched) => media.extend(fetched),
                        Err(told) => self.state.say(Notice { text: told, reply_to }),
                    }
                }
                if !media.is_empty() {
                    // Those that come late are an input of their own.
                    let id = format!("album-{group}-{}", first.message_id);
                    let delivery = Delivery::media(id, media).caption(words);
                    let outcome = self.deliver(delivery, first.from.as_ref()).await?;
                    self.rejected(outcome.as_ref(), reply_to, words, first.from.as_ref());
                }
            }
        }
        self.over.extend(names.into_iter().map(Note::forget));
        Ok(())
    }

    async fn message(&mut self, id: u64, message: &Message) -> Result<(), Ends> {
        self.sees(message.message_id);
        // Whoever writes can be written to.
        self.state.gone = None;
        let words = message.words();
        if !self.bot.is_meant(words) || !self.is_wanted(message, words).await? {
            return Ok(());
        }
        let reply_to = self.reply_to(message);
        // For a command that takes files, that of the message replied to is as good as one beside it.
        let file = match (message.file(), message.file_replied_to()) {
            (None, Some(file)) if self.asked(|| self.bot.engine.takes_beside(&self.key, words)).await? => Some(file),
            (file, _) => file,
        };
        let delivery = match self.fetch(file, message.from.as_ref()).await? {
            Ok(Some(media)) => Delivery::media(delivery_id(id), [media]).caption(words),
            Ok(None) if words.is_empty() => {
                if message.is_useless() {
                    let text = self.words_for(message.from.as_ref()).say(say!("That can't be used here."));
                    self.state.say(Notice { text, reply_to });
                }
                return Ok(());
            }
            Ok(None) => Delivery::text(delivery_id(id), words),
            Err(text) => {
                self.state.say(Notice { text, reply_to });
                return Ok(());
            }
        };
        let delivery = match self.replied(message).await {
            Some(token) => delivery.reply_to(token),
            None => delivery,
        };
        let outcome = self.deliver(delivery, message.from.as_ref()).await?;
        self.rejected(outcome.as_ref(), reply_to, words, message.from.as_ref());
        Ok(())
    }

    /// In a group, only what is for a workflow is for the bot, or what names it.
    async fn is_wanted(&self, message: &Message, words: &str) -> Result<bool, Ends> {
        if message.chat.is_private() || self.bot.is_named(words) {
            return Ok(true);
        }
        let kind = if message.file().is_some() { Kind::Document } else { Kind::Text };
        let takes = self.asked(|| self.bot.engine.takes(&self.key, kind, words)).await?;
        Ok(takes || message.replied_to().is_some_and(|to| self.is_role(to)))
    }

    /// What the store says, once it does.
    async fn asked<F: Future<Output = Result<bool, StoreError>>>(&self, ask: impl Fn() -> F) -> Result<bool, Ends> {
        loop {
            match ask().await {
                Ok(is_so) => return Ok(is_so),
                Err(error) => {
                    tracing::error!(%error, key = %self.key, "whether something is for a workflow is not known yet");
                    self.pause(RETRY).await?;
                }
            }
        }
    }

    /// Whether the message shows what waits for somebody in a role.
    fn is_role(&self, message: i64) -> bool {
        let is_it = |shown: &&Shown| shown.menu.as_ref().is_some_and(|menu| i64::from(menu.message) == message);
        self.state.shown.iter().find(is_it).is_some_and(|shown| matches!(shown.of, Whose::Role(..)))
    }

    /// In a group, it is said to whom something is said.
    fn reply_to(&self, message: &Message) -> Option<i32> {
        i32::try_from(message.message_id).ok().filter(|_| !message.chat.is_private())
    }

    /// What names the view of somebody else's session, when it is that which was replied to.
    async fn replied(&self, message: &Message) -> Option<Token> {
        let to = i32::try_from(message.replied_to()?).ok()?;
        let shown = self.state.shown.iter().find(|shown| shown.menu.as_ref().is_some_and(|menu| menu.message == to))?;
        let Whose::Role(role, session) = &shown.of else { return None };
        let sessions = self.bot.engine.sessions(&self.key).await.ok()?;
        sessions.iter().find(|other| other.session() == *session && other.role() == Some(role))?.reply()
    }

    /// The file, if there is one; or what its sender is told.
    async fn fetch(&self, file: Option<&File>, sender: Option<&Person>) -> Result<Result<Option<Media>, String>, Ends> {
        let Some(file) = file else { return Ok(Ok(None)) };
        for attempt in 0..FETCHES {
            match self.bot.fetch(file).await {
                Ok(media) => return Ok(Ok(Some(media))),
                Err(Unfetched::Told(why)) => return Ok(Err(self.words_for(sender).say(why))),
                Err(Unfetched::Later) => self.pause(RETRY * 2_u32.pow(attempt)).await?,
            }
        }
        let why = say!("That file could not be fetched. Please send it again.");
        Ok(Err(self.words_for(sender).say(why)))
    }

    /// Delivers until it is known what came of it.
    pub(super) async fn deliver(&self, delivery: Delivery, person: Option<&Person>) -> Result<Option<Outcome>, Ends> {
        let delivery = match person.and_then(Person::locale) {
            Some(locale) => delivery.locale(locale),
            None => delivery,
        };
        loop {
            match self.bot.engine.deliver(self.key.clone(), delivery.clone()).await {
                Ok(outcome) => return Ok(Some(outcome)),
                Err(DeliverError::Busy { retry_after }) => self.pause(retry_after).await?,
                Err(DeliverError::Closing) => return Err(Ends),
                Err(error @ (DeliverError::InvalidId | DeliverError::NoEntry { .. })) => {
                    tracing::error!(%error, key = %self.key, "what somebody sent can't be delivered");
                    return Ok(None);
                }
                Err(error) => {
                    tracing::error!(%error, key = %self.key, "what somebody sent is not delivered yet");
                    self.pause(RETRY).await?;
                }
            }
        }
    }

    /// Says why something was not taken. In a group, nobody is told of what is not known to be for the bot.
    fn rejected(&mut self, outcome: Option<&Outcome>, reply_to: Option<i32>, words: &str, person: Option<&Person>) {
        let Some(outcome) = outcome else { return };
        self.is_typed |= outcome.moved() && !self.is_told(outcome);
        let is_for_others = reply_to.is_some() && outcome.session.is_none() && !self.bot.is_named(words);
        let told = outcome.told(&self.words_for(person));
        if let Some(text) = told.filter(|_| !is_for_others) {
            self.state.say(Notice { text, reply_to });
        }
    }

    /// What there is to say to this person, in the language of their Telegram.
    pub(super) fn words_for(&self, person: Option<&Person>) -> Words<'_> {
        self.bot.engine.words(&person.and_then(Person::locale).unwrap_or_default())
    }

    /// Whether what came of a delivery was told before: it came twice.
    fn is_told(&self, outcome: &Outcome) -> bool {
        let told = |at: Visit| Some(at.session) == outcome.session && at.revision >= outcome.revision;
        self.state.shown.iter().any(|shown| told(shown.at))
    }

    fn sees(&mut self, message: i64) {
        if let Ok(message) = i32::try_from(message) {
            self.state.saw(message);
        }
    }

    pub(super) fn room(&self) -> Option<Room> {
        self.bot.room(&self.key)
    }

    /// Keeps what is known, and forgets what was worked off.
    pub(super) async fn keep(&mut self) {
        let mut notes = self.over.clone();
        // Of whoever only writes in a group, nothing is kept.
        if self.state != self.kept && !(self.state.is_empty() && self.kept.is_empty()) {
            notes.push(self.state.note(&self.key));
        }
        if notes.is_empty() {
            return;
        }
        match self.bot.engine.note(SURFACE, notes).await {
            Ok(()) => {
                self.over.clear();
                self.kept = self.state.clone();
            }
            // The next time: what was worked off twice is delivered once.
            Err(error) => tracing::warn!(%error, key = %self.key, "what was shown is not kept"),
        }
    }
}

pub(super) fn delivery_id(update: u64) -> String {
    format!("update-{update}")
}

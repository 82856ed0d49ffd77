//! Updates that another library has read.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

use super::bot::Bot;
use super::intake::take_in;
use super::render::PAGE;
use super::update::Update;
use crate::core::input::Kind;
use crate::engine::Token;
use crate::store::StoreError;

/// Where another library brings what it is told, for workflows to take what is for them. Clones are one.
///
/// ```no_run
/// # async fn run(door: workflow::surface::telegram::Door, update: serde_json::Value) -> Result<(), Box<dyn std::error::Error>> {
/// use workflow::surface::telegram::Handled;
///
/// // In the handler of every update, before all others:
/// if door.handle(update).await? == Handled::Taken {
///     return Ok(());
/// }
/// // What is left is for the rest of the bot.
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Door(Arc<watch::Sender<Standing>>);

/// Whether there is a bot behind the door.
enum Standing {
    NotYet,
    Open(Arc<Bot>),
    Closed,
}

/// Whether a workflow takes an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// It is in the store, and will be worked off.
    Taken,
    /// It is for others.
    Left,
}

/// Why nothing is known of an update: hand it over again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DoorError {
    /// The engine does not run any more.
    #[error("the engine has stopped")]
    Stopped,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Door {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Standing::NotYet)))
    }

    pub(super) fn open(&self, bot: &Arc<Bot>) {
        self.0.send_replace(Standing::Open(Arc::clone(bot)));
    }

    /// Closes the door when it is dropped.
    pub(super) fn closing(&self) -> Closing {
        Closing(self.clone())
    }

    /// Takes an update, as JSON in Telegram's own form, if it is for a workflow: a command of one, a button of one, or what
    /// the step of a conversation under way may be sent. Waits until the engine runs.
    ///
    /// # Errors
    /// When the engine has stopped, or the store fails.
    pub async fn handle(&self, update: Value) -> Result<Handled, DoorError> {
        let mut opened = self.0.subscribe();
        let bot =
            match &*opened.wait_for(|door| !matches!(door, Standing::NotYet)).await.map_err(|_| DoorError::Stopped)? {
                Standing::Open(bot) if !bot.is_stopping() => Arc::clone(bot),
                _ => return Err(DoorError::Stopped),
            };
        // One that can't be read is not for us.
        let Ok(read) = serde_json::from_value::<Update>(update.clone()) else { return Ok(Handled::Left) };
        if is_for_us(&bot, &read).await? {
            take_in(&bot, vec![update]).await?;
            return Ok(Handled::Taken);
        }
        if read.moves().is_some() || read.my_chat_member.is_some() {
            // It is for everybody.
            take_in(&bot, vec![update]).await?;
        }
        Ok(Handled::Left)
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Door")
    }
}

/// Closes a door when it is dropped.
pub(super) struct Closing(Door);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.0.send_replace(Standing::Closed);
    }
}

async fn is_for_us(bot: &Bot, update: &Update) -> Result<bool, StoreError> {
    let Some(key) = update.key(|chat| bot.first_id(chat)) else { return Ok(false) };
    if let Some(callback) = &update.callback_query {
        let data = callback.data.as_deref().unwrap_or_default();
        return Ok(data.starts_with(PAGE) || bot.engine.knows(&Token::new(data)));
    }
    let Some(message) = &update.message else { return Ok(false) };
    let kind = if message.file().is_some() { Kind::Document } else { Kind::Text };
    let words = message.words();
    if !bot.is_meant(words) || kind == Kind::Text && words.is_empty() {
        return Ok(false);
    }
    bot.engine.takes(&key, kind, words).await
}

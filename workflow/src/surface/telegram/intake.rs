//! Taking in what Telegram tells of: each update is in the store before Telegram may forget it, and goes to its place then.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::bot::{Bot, Handed};
use super::chat::Wake;
use super::state::{CHATS, MOVED, State, TOLD, UPDATES};
use super::transport::{Call, CallError};
use super::update::{KINDS, SURFACE, Update, is_private};
use crate::core::context::User;
use crate::core::session::SessionKey;
use crate::store::{Note, StoreError};
use crate::surface::SurfaceError;

/// How long Telegram may wait for something to tell, in seconds.
const WAIT: u64 = 50;
/// How long to wait for its answer.
const PATIENCE: Duration = Duration::from_secs(WAIT + 15);
/// How long to wait before it is asked again that did not answer: at first, and at the most.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// So many notes are read at once.
const PAGE: usize = 500;
/// How often it is kept up to when all was told, and by how much less, as clocks are set and moves are told of a little later.
const KEEP_TOLD: Duration = Duration::from_secs(10);
const MARGIN: SignedDuration = SignedDuration::from_mins(1);

/// Asks for updates, again and again, until it is dropped.
///
/// # Errors
/// When Telegram does not know the bot.
pub(super) async fn poll(bot: &Arc<Bot>) -> Result<(), SurfaceError> {
    let mut offset: Option<i64> = None;
    let mut wait = RETRY.0;
    loop {
        let parameters = json!({ "offset": offset, "limit": 100, "timeout": WAIT, "allowed_updates": KINDS });
        let mut call = Call::new("getUpdates", parameters);
        call.patience = PATIENCE;
        match bot.ask(call).await {
            Ok(Value::Array(updates)) => {
                wait = RETRY.0;
                let last = updates.iter().filter_map(id).max();
                match take_in(bot, updates).await {
                    Ok(()) => offset = last.and_then(|last| i64::try_from(last).ok()).map(|last| last + 1).or(offset),
                    Err(error) => {
                        // They are asked for again, as they are not confirmed.
                        tracing::error!(%error, "updates are not kept");
                        tokio::time::sleep(RETRY.0).await;
                    }
                }
            }
            Ok(other) => {
                tracing::error!(%other, "Telegram tells of updates in an unknown way");
                tokio::time::sleep(RETRY.1).await;
            }
            Err(CallError::Refused { code: 401 | 404, description, .. }) => {
                return Err(SurfaceError::new("Telegram does not know this bot", description));
            }
            Err(error) => {
                let asked = match &error {
                    CallError::Refused { retry_after, .. } => *retry_after,
                    _ => None,
                };
                tracing::warn!(error = &error as &dyn std::error::Error, "Telegram tells of no updates");
                tokio::time::sleep(asked.unwrap_or(wait)).await;
                wait = (wait * 2).min(RETRY.1);
            }
        }
    }
}

fn id(update: &Value) -> Option<u64> {
    update.get("update_id")?.as_u64()
}

/// Keeps updates, and hands them over to their places.
///
/// # Errors
/// When they can't be kept: nothing was done.
pub(super) async fn take_in(bot: &Arc<Bot>, updates: Vec<Value>) -> Result<(), StoreError> {
    let named: Vec<(String, Value)> = updates
        .into_iter()
        .filter_map(|update| match id(&update) {
            Some(id) => Some((format!("{UPDATES}{id:020}"), update)),
            None => {
                tracing::warn!("an update without a number is left out");
                None
            }
        })
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    let notes = named.iter().map(|(name, update)| Note::keep(name.clone(), update.clone())).collect();
    bot.engine.note(SURFACE, notes).await?;
    hand_over(bot, named).await
}

async fn hand_over(bot: &Arc<Bot>, named: Vec<(String, Value)>) -> Result<(), StoreError> {
    let mut over = Vec::new();
    for (name, update) in named {
        // One that can't be read is lost alone.
        let handed = match serde_json::from_value::<Update>(update) {
            Ok(update) => {
                // Known before anything from there is looked at.
                if let Some((from, to)) = update.moves() {
                    bot.moved(from, to).await?;
                }
                bot.hand_over(name.clone(), update)
            }
            Err(error) => {
                tracing::warn!(%error, name, "an update can't be read and is left out");
                Handed::ToNobody
            }
        };
        if handed == Handed::ToNobody {
            over.push(Note::forget(name));
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    bot.engine.note(SURFACE, over).await
}

/// Goes on where the last run was: with the updates that it took in, and the places where it had more to say.
pub(super) async fn resume(bot: &Arc<Bot>) -> Result<(), StoreError> {
    each(bot, MOVED, |name, to| {
        if let (Ok(first), Some(to)) = (name.parse(), to.as_i64()) {
            bot.knows_moved(first, to);
        }
    })
    .await?;
    let mut after = None;
    loop {
        let notes = bot.engine.notes(SURFACE, UPDATES, after.as_deref(), PAGE).await?;
        let Some((last, _)) = notes.last() else { break };
        after = Some(last.clone());
        hand_over(bot, notes).await?;
    }
    each(bot, CHATS, |name, state| {
        let Ok(key) = name.parse::<SessionKey>() else { return };
        let state: State = serde_json::from_value(state).unwrap_or_default();
        let has_more = !state.notices.is_empty() || !state.strip.is_empty();
        let has_role = is_private(&key) && bot.engine.has_role(&User::new(key.user()));
        if state.gone.is_none() && (has_more || has_role) {
            bot.wake(&key, Wake::Look);
        }
    })
    .await?;
    let told = bot.engine.notes(SURFACE, TOLD, None, 1).await?;
    let told = told.first().and_then(|(_, at)| at.as_i64()).and_then(|at| Timestamp::from_millisecond(at).ok());
    look_since(bot, told.unwrap_or(Timestamp::UNIX_EPOCH)).await?;
    bot.has_resumed();
    Ok(())
}

async fn each(bot: &Arc<Bot>, prefix: &str, mut with: impl FnMut(&str, Value)) -> Result<(), StoreError> {
    let mut after: Option<String> = None;
    loop {
        let notes = bot.engine.notes(SURFACE, prefix, after.as_deref(), PAGE).await?;
        let Some((last, _)) = notes.last() else { return Ok(()) };
        after = Some(last.clone());
        for (name, value) in notes {
            with(name.strip_prefix(prefix).unwrap_or_default(), value);
        }
    }
}

/// Wakes all places whose sessions have moved since.
async fn look_since(bot: &Arc<Bot>, since: Timestamp) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let keys = bot.engine.moved_since(SURFACE, since, after.as_ref(), PAGE).await?;
        let Some(last) = keys.last() else { return Ok(()) };
        after = Some(last.clone());
        for key in &keys {
            // Since then, and not since now: the next run must find it too, if this one can't tell it.
            bot.is_behind(key, since);
            bot.wake(key, Wake::Look);
        }
    }
}

/// Wakes the places of sessions that move, until it is dropped; and keeps up to when all was told.
pub(super) async fn listen(bot: &Arc<Bot>) {
    let mut events = bot.engine.events();
    let mut every = tokio::time::interval(KEEP_TOLD);
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) if event.key.surface() == SURFACE => bot.wake(&event.key, Wake::Look),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => {
                    let since = bot.engine.now().checked_sub(MARGIN).unwrap_or(Timestamp::UNIX_EPOCH);
                    if let Err(error) = look_since(bot, since).await {
                        tracing::error!(%error, "sessions that moved are told of when they move again");
                    }
                }
                Err(RecvError::Closed) => return,
            },
            _ = every.tick() => keep_told(bot).await,
        }
    }
}

/// Keeps up to when all was told.
pub(super) async fn keep_told(bot: &Bot) {
    let Some(told) = bot.told_until() else { return };
    let told = told.checked_sub(MARGIN).unwrap_or(Timestamp::UNIX_EPOCH);
    if let Err(error) = bot.engine.note(SURFACE, vec![Note::keep(TOLD, told.as_millisecond().into())]).await {
        tracing::debug!(%error, "up to when all was told is not kept: more is looked at at the next start");
    }
}

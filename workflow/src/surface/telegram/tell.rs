//! Telling one place how things stand: whatever is shown there is compared with what is so, and the next call made until both
//! are the same. So nothing is lost by a call that failed, a chat that had to wait, or a program that ended in between.

use std::time::Duration;

use tokio::time::Instant;

use super::super::pages;
use super::calls::{self, Room};
use super::chat::Chat;
use super::post::{Sight, fitting, posting};
use super::refusal::{Refusal, Untold};
use super::render::{CAPTION, Menu, TEXT};
use super::state::{Posted, Shown};
use super::update::is_private;
use crate::core::context::User;
use crate::core::markup::Markup;
use crate::core::session::Visit;
use crate::engine::{Offer, Snapshot};
use crate::store::{JournalEntry, Said, StoreError};
use crate::surface::said::words;
use crate::surface::whose::Whose;

/// How often a message is edited that changes by itself, as progress does.
const EDIT_EVERY: Duration = Duration::from_secs(3);
/// So many moves are looked through for what was not told yet.
const MISSED: usize = 50;
/// How long to wait for the store.
const STORE_RETRY: Duration = Duration::from_secs(1);
/// How long to wait at the most for a Telegram that does not answer.
const LONGEST: Duration = Duration::from_mins(1);

impl Chat {
    /// Tells what is to be told. Gives when to try again, if something is left.
    pub(super) async fn tell(&mut self) -> Option<Instant> {
        if self.state.gone.is_some() {
            self.is_watching = false;
            self.bot.has_told(&self.key);
            return None;
        }
        let room = self.room()?;
        let told = self.tell_all(room).await;
        match told {
            Ok(next) => {
                self.bot.has_told(&self.key);
                self.silent = 0;
                next
            }
            Err(Untold::Later(at)) => {
                self.silent = (self.silent + 1).min(6);
                Some(at)
            }
            Err(Untold::NoAnswer) => {
                self.silent = (self.silent + 1).min(6);
                Some(Instant::now() + (STORE_RETRY * 2_u32.pow(self.silent)).min(LONGEST))
            }
            Err(Untold::Refused(Refusal::Gone(why))) => {
                tracing::info!(key = %self.key, why, "nothing can be said here");
                self.state.gone = Some(why);
                self.bot.has_told(&self.key);
                None
            }
            Err(Untold::Refused(refusal)) => {
                tracing::error!(key = %self.key, ?refusal, "Telegram does not take what is said");
                None
            }
            Err(Untold::Store(StoreError::Closed)) => None,
            Err(Untold::Store(error)) => {
                tracing::error!(key = %self.key, %error, "what is to be told can't be read");
                Some(Instant::now() + STORE_RETRY)
            }
        }
    }

    async fn tell_all(&mut self, room: Room) -> Result<Option<Instant>, Untold> {
        self.say_notices(room).await?;
        let mut sessions = self.bot.engine.sessions(&self.key).await?;
        // What waits for somebody is told to nobody else.
        sessions.retain(|session| session.role().is_none() || is_private(&self.key));
        // What the conversation is about stands last.
        sessions.sort_by_key(|session| session.role().is_none() && session.record().slot.is_main());
        let mut next = None;
        for session in &sessions {
            let again = match self.show(room, session).await {
                Err(Untold::Refused(refusal @ (Refusal::Other(_) | Refusal::BadFile))) => {
                    // It would be refused for ever: the rest must not wait for it.
                    tracing::error!(key = %self.key, step = session.step(), ?refusal, "Telegram does not take this view");
                    self.undeliverable(session, &refusal);
                    None
                }
                shown => shown?,
            };
            next = next.into_iter().chain(again).min();
        }
        let waits = |of: &Whose| match of {
            Whose::Slot(_) => true,
            Whose::Role(role, id) => sessions.iter().any(|other| other.session() == *id && other.role() == Some(role)),
        };
        let (kept, over): (Vec<Shown>, Vec<Shown>) =
            std::mem::take(&mut self.state.shown).into_iter().partition(|shown| waits(&shown.of));
        self.state.shown = kept;
        over.into_iter().for_each(|shown| self.state.leave(shown.menu));
        self.strip(room).await?;
        let works = sessions.iter().any(|session| session.working() && !session.ended());
        self.is_watching = works || is_private(&self.key) && self.bot.engine.has_role(&User::new(self.key.user()));
        Ok(next)
    }

    async fn say_notices(&mut self, room: Room) -> Result<(), Untold> {
        while let Some(notice) = self.state.notices.first().cloned() {
            for text in pages::of_text(&Markup::from(notice.text.as_str()), TEXT, |text| text.encode_utf16().count()) {
                let menu = Menu::new(&text, &[], 0, TEXT);
                match self.bot.call(room, calls::send_text(room, &menu, notice.reply_to)).await {
                    Ok(sent) => self.sent(&sent),
                    Err(Untold::Refused(refusal @ (Refusal::Other(_) | Refusal::NotEditable))) => {
                        tracing::error!(key = %self.key, ?refusal, text = notice.text, "Telegram does not take a notice");
                    }
                    Err(error) => return Err(error),
                }
            }
            self.state.notices.remove(0);
            self.keep().await;
        }
        Ok(())
    }

    /// Removes the keyboards that are of no use any more.
    async fn strip(&mut self, room: Room) -> Result<(), Untold> {
        while let Some(message) = self.state.strip.first().copied() {
            match self.bot.call(room, calls::strip(room, message)).await {
                Ok(_) | Err(Untold::Refused(Refusal::NotModified | Refusal::NotEditable | Refusal::Other(_))) => {}
                Err(error) => return Err(error),
            }
            self.state.strip.retain(|other| *other != message);
            self.keep().await;
        }
        Ok(())
    }

    /// Shows how a session stands. Gives when to look again, where something changes too often to be shown each time.
    async fn show(&mut self, room: Room, session: &Snapshot) -> Result<Option<Instant>, Untold> {
        let of = Whose::of(session);
        let told = self.state.of(&of).map(|shown| shown.at);
        let mut next = None;
        if told == Some(session.record().visit()) {
            next = self.refresh(room, session).await?;
        } else {
            let mut is_apart = self.is_typed;
            if matches!(of, Whose::Slot(_)) {
                for missed in self.missed(session).await? {
                    self.post(room, &of, Sight::before(&missed, session.record().locale.clone()), true).await?;
                    is_apart = true;
                }
            }
            self.post(room, &of, Sight::of(session), is_apart).await?;
            self.is_typed = false;
        }
        self.ask(room, session).await?;
        Ok(next)
    }

    /// What came between what was told and how the session stands, as far as it has to be seen: what is shown in the place
    /// of which the next one comes anyway is not.
    async fn missed(&mut self, session: &Snapshot) -> Result<Vec<JournalEntry>, Untold> {
        let told = self.state.of(&Whose::of(session)).map(|shown| shown.at);
        let is_next =
            |told: Visit| told.session == session.session() && told.revision.get() + 1 == session.revision().get();
        if told.map_or(session.revision().get() == 1, is_next) {
            return Ok(Vec::new());
        }
        let entries = self.bot.engine.transcript(&self.key, MISSED).await?;
        let slot = &session.record().slot;
        let mut entries: Vec<JournalEntry> = entries.into_iter().filter(|entry| entry.slot == *slot).collect();
        let is_told = |entry: &JournalEntry| told == Some(Visit { session: entry.session, revision: entry.revision });
        match entries.iter().rposition(is_told) {
            Some(last) => drop(entries.drain(..=last)),
            // Too long ago: what is told is what is going on.
            None => entries.retain(|entry| entry.session == session.session()),
        }
        let is_typed = |entry: &JournalEntry| matches!(entry.said, Some(Said::Text(_) | Said::Media { .. }));
        let mut missed = Vec::new();
        for pair in entries.windows(2) {
            if let [entry, after] = pair
                && (!entry.view.media.is_empty() || is_typed(after))
            {
                missed.push(entry.clone());
            }
        }
        Ok(missed)
    }

    /// The same revision may look different: another page, progress, a moved keyboard.
    async fn refresh(&mut self, room: Room, session: &Snapshot) -> Result<Option<Instant>, Untold> {
        let of = Whose::of(session);
        let Some(posted) = self.state.of(&of).and_then(|shown| shown.menu.clone()) else { return Ok(None) };
        let (_, text) = fitting(&session.words(), session.view(), words(session.view(), session.progress()));
        let most = if posted.is_caption { CAPTION } else { TEXT };
        let menu = Menu::new(&text, &offers(session), posted.page, most);
        if menu.face() == posted.face {
            return Ok(None);
        }
        if let Some(due) = self.edited.map(|edited| edited + EDIT_EVERY).filter(|due| *due > Instant::now()) {
            return Ok(Some(due));
        }
        let edit = match posted.is_caption {
            true => calls::edit_caption(room, posted.message, &menu),
            false => calls::edit_text(room, posted.message, &menu),
        };
        match self.bot.call(room, edit).await {
            Ok(_) | Err(Untold::Refused(Refusal::NotModified)) => {
                self.edited = Some(Instant::now());
                self.posted(&of, Some(Posted { page: menu.page, ..posting(posted.message, &menu, posted.is_caption) }));
            }
            Err(Untold::Refused(Refusal::NotEditable | Refusal::Other(_))) => {
                // It is gone: what can still be pressed is shown anew.
                if menu.keyboard.is_empty() {
                    self.posted(&of, None);
                } else {
                    let sent = self.bot.call(room, calls::send_text(room, &menu, None)).await?;
                    self.sent(&sent);
                    let message = calls::messages(&sent).last().copied();
                    self.posted(&of, message.map(|message| posting(message, &menu, false)));
                }
            }
            Err(error) => return Err(error),
        }
        self.keep().await;
        Ok(None)
    }

    /// Asks before work is lost, or asks no more.
    async fn ask(&mut self, room: Room, session: &Snapshot) -> Result<(), Untold> {
        let of = Whose::of(session);
        let asked = self.state.of(&of).and_then(|shown| shown.question.clone());
        let menu = session.question().map(|question| {
            let buttons = [vec![question.leave], vec![question.stay]];
            Menu::new(&Markup::from(question.text), &buttons, 0, TEXT)
        });
        if asked.as_ref().map(|asked| asked.face.clone()) == menu.as_ref().map(Menu::face) {
            return Ok(());
        }
        let posted = match menu {
            Some(menu) => {
                let sent = self.bot.call(room, calls::send_text(room, &menu, None)).await?;
                self.sent(&sent);
                calls::messages(&sent).last().map(|message| posting(*message, &menu, false))
            }
            None => None,
        };
        if let Some(shown) = self.state.of(&of) {
            shown.question = posted;
        }
        self.state.leave(asked);
        self.keep().await;
        Ok(())
    }

    /// Telegram refuses this view for good: that is kept, so that it is known.
    fn undeliverable(&mut self, session: &Snapshot, refusal: &Refusal) {
        let of = Whose::of(session);
        let menu = self.state.of(&of).and_then(|shown| shown.menu.take());
        self.state.leave(menu);
        self.told(&of, session.record().visit(), None);
        if let Some(shown) = self.state.of(&of) {
            shown.refused = Some(format!("{refusal:?}"));
        }
    }
}

pub(super) fn offers(session: &Snapshot) -> Vec<Vec<Offer>> {
    if session.ended() { Vec::new() } else { session.offers() }
}

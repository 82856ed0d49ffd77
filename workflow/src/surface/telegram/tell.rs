//! Telling one place how things stand: whatever is shown there is compared with what is so, and the next call made until both
//! are the same. So nothing is lost by a call that failed, a chat that had to wait, or a program that ended in between.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::super::pages;
use super::bot::{Refusal, Untold};
use super::calls::{self, Room, SentAs};
use super::chat::Chat;
use super::files::{Attached, sent_as};
use super::render::{CAPTION, Menu, TEXT, words};
use super::state::{Of, Posted, Shown};
use crate::core::context::User;
use crate::core::markup::Markup;
use crate::core::media::Media;
use crate::core::session::{Revision, Visit};
use crate::core::view::View;
use crate::engine::{Offer, Snapshot};
use crate::store::{JournalEntry, Said, StoreError};

/// How often a message is edited that changes by itself, as progress does.
const EDIT_EVERY: Duration = Duration::from_secs(3);
/// So many moves are looked through for what was not told yet.
const MISSED: usize = 50;
/// How long to wait for the store.
const STORE_RETRY: Duration = Duration::from_secs(1);
/// How long to wait at the most for a Telegram that does not answer.
const LONGEST: Duration = Duration::from_mins(1);
/// How many media are in an album at the most.
const ALBUM: usize = 10;

impl Chat {
    /// Tells what is to be told. Gives when to try again, if something is left.
    pub(super) async fn tell(&mut self) -> Option<Instant> {
        if self.state.gone.is_some() {
            self.is_watching = false;
            self.bot.is_behind(&self.key, false);
            return None;
        }
        let room = self.room()?;
        let told = self.tell_all(room).await;
        self.bot.is_behind(&self.key, told.is_err());
        match told {
            Ok(next) => {
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
                self.bot.is_behind(&self.key, false);
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
        let waits = |of: &Of| match of {
            Of::Slot(_) => true,
            Of::Role(role, id) => sessions.iter().any(|other| other.session() == *id && other.role() == Some(role)),
        };
        let (kept, over): (Vec<Shown>, Vec<Shown>) =
            std::mem::take(&mut self.state.shown).into_iter().partition(|shown| waits(&shown.of));
        self.state.shown = kept;
        over.into_iter().for_each(|shown| self.state.leave(shown.menu));
        self.strip(room).await?;
        let works = sessions.iter().any(|session| session.working() && !session.ended());
        self.is_watching = works || self.bot.engine.has_role(&User::new(self.key.user()));
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
        let of = of(session);
        let told = self.state.of(&of).map(|shown| shown.at);
        let mut next = None;
        if told == Some(session.record().visit()) {
            next = self.refresh(room, session).await?;
        } else {
            let mut is_apart = self.is_typed;
            if matches!(of, Of::Slot(_)) {
                for missed in self.missed(session).await? {
                    self.post(room, &of, Sight::before(&missed), true).await?;
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
        let told = self.state.of(&of(session)).map(|shown| shown.at);
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
        let of = of(session);
        let Some(posted) = self.state.of(&of).and_then(|shown| shown.menu.clone()) else { return Ok(None) };
        let text = words(session.view(), session.progress());
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
            Err(Untold::Refused(Refusal::NotEditable)) => {
                // It is gone: what can still be pressed is shown anew.
                self.posted(&of, None);
                if !menu.keyboard.is_empty() {
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

    /// Shows a view: in the message of the one before, when that is the last in the chat, and else in new ones.
    async fn post(&mut self, room: Room, of: &Of, sight: Sight<'_>, is_apart: bool) -> Result<(), Untold> {
        let Sight { at, view, text, offers } = sight;
        let before = self.state.of(of).cloned();
        let (media, text) = fitting(view, text);
        let menu_before = before.as_ref().and_then(|shown| shown.menu.clone());
        let is_same = before.as_ref().is_some_and(|shown| shown.at.session == at.session);
        let editable = menu_before.clone().filter(|menu| is_same && !is_apart && menu.message == self.state.last);
        let beside = media.len() == 1 && text.to_plain().encode_utf16().count() <= CAPTION;
        let most = if beside { CAPTION } else { TEXT };
        let menu = Menu::new(&text, &offers, 0, most);
        if let Some(posted) = editable
            && posted.is_caption == beside
            && (beside || media.is_empty())
            && self.edit(room, &posted, &media, &menu).await?
        {
            self.told(of, at, Some(posting(posted.message, &menu, beside)));
            self.keep().await;
            return Ok(());
        }
        let begun = before.as_ref().and_then(|shown| shown.begun) == Some(at);
        let posted = if beside {
            let sent = self.send_media(room, &media, Some(&menu)).await?;
            sent.map(|message| posting(message, &menu, true))
        } else {
            if !begun && !media.is_empty() {
                self.send_media(room, &media, None).await?;
                self.begun(of, at);
                self.keep().await;
            }
            let is_empty = menu.text.is_empty() && menu.keyboard.is_empty();
            if is_empty && !media.is_empty() {
                None
            } else {
                let menu = if menu.text.is_empty() { Menu { text: "·".to_owned(), ..menu } } else { menu };
                let sent = self.bot.call(room, calls::send_text(room, &menu, None)).await?;
                self.sent(&sent);
                calls::messages(&sent).last().map(|message| posting(*message, &menu, false))
            }
        };
        self.state.leave(menu_before);
        self.told(of, at, posted);
        self.keep().await;
        Ok(())
    }

    /// Edits the message in place; false when it has to be a new one.
    async fn edit(
        &mut self,
        room: Room,
        posted: &Posted,
        media: &[(SentAs, Media)],
        menu: &Menu,
    ) -> Result<bool, Untold> {
        let edited = if media.is_empty() {
            if menu.text.is_empty() {
                return Ok(false);
            }
            self.bot.call(room, calls::edit_text(room, posted.message, menu)).await
        } else {
            let attached = self.bot.attach(media).await?;
            let Some(Attached { kind, file, .. }) = attached.first() else { return Ok(false) };
            let call = calls::edit_media(room, posted.message, *kind, file, menu);
            self.bot.send(room, call, attached).await
        };
        match edited {
            Ok(_) | Err(Untold::Refused(Refusal::NotModified)) => {
                self.edited = Some(Instant::now());
                Ok(true)
            }
            Err(Untold::Refused(Refusal::NotEditable | Refusal::BadFile)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sends media: one with what is written beside it, several in albums. Gives the message of the first.
    async fn send_media(
        &mut self,
        room: Room,
        media: &[(SentAs, Media)],
        menu: Option<&Menu>,
    ) -> Result<Option<i32>, Untold> {
        match self.send_media_as(room, media, menu).await {
            Err(Untold::Refused(Refusal::BadFile)) => {
                let files: Vec<_> = media.iter().map(|(_, medium)| (SentAs::Document, medium.clone())).collect();
                self.send_media_as(room, &files, menu).await
            }
            sent => sent,
        }
    }

    async fn send_media_as(
        &mut self,
        room: Room,
        media: &[(SentAs, Media)],
        menu: Option<&Menu>,
    ) -> Result<Option<i32>, Untold> {
        let mut first = None;
        for album in media.chunk_by(|(one, _), (other, _)| one.goes_with(*other)).flat_map(|run| run.chunks(ALBUM)) {
            let attached = self.bot.attach(album).await?;
            let call = match attached.as_slice() {
                [] => continue,
                [one] => calls::send_medium(room, one.kind, &one.file, menu),
                several => {
                    let several: Vec<_> = several.iter().map(|one| (one.kind, one.file.clone())).collect();
                    calls::send_album(room, &several)
                }
            };
            let sent = self.bot.send(room, call, attached).await?;
            self.sent(&sent);
            first = first.or(calls::messages(&sent).first().copied());
        }
        Ok(first)
    }

    /// Asks before work is lost, or asks no more.
    async fn ask(&mut self, room: Room, session: &Snapshot) -> Result<(), Untold> {
        let of = of(session);
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

    fn sent(&mut self, sent: &Value) {
        calls::messages(sent).into_iter().for_each(|message| self.state.saw(message));
    }

    fn posted(&mut self, of: &Of, posted: Option<Posted>) {
        if let Some(shown) = self.state.of(of) {
            shown.menu = posted;
        }
    }

    fn told(&mut self, of: &Of, at: Visit, menu: Option<Posted>) {
        let question = self.state.of(of).and_then(|shown| shown.question.take());
        self.state.shown.retain(|shown| shown.of != *of);
        self.state.shown.push(Shown { menu, question, ..Shown::new(of.clone(), at) });
    }

    /// The media of this visit have been sent, and its text has not.
    fn begun(&mut self, of: &Of, at: Visit) {
        if self.state.of(of).is_none() {
            self.state.shown.push(Shown::new(of.clone(), Visit { revision: Revision::ZERO, ..at }));
        }
        if let Some(shown) = self.state.of(of) {
            shown.begun = Some(at);
        }
    }

    /// Telegram refuses this view for good: that is kept, so that it is known.
    fn undeliverable(&mut self, session: &Snapshot, refusal: &Refusal) {
        let of = of(session);
        let menu = self.state.of(&of).and_then(|shown| shown.menu.take());
        self.state.leave(menu);
        self.told(&of, session.record().visit(), None);
        if let Some(shown) = self.state.of(&of) {
            shown.refused = Some(format!("{refusal:?}"));
        }
    }
}

/// Whose view it is.
fn of(session: &Snapshot) -> Of {
    match session.role() {
        Some(role) => Of::Role(role.to_owned(), session.session()),
        None => Of::Slot(session.record().slot.as_str().to_owned()),
    }
}

fn offers(session: &Snapshot) -> Vec<Vec<Offer>> {
    if session.ended() { Vec::new() } else { session.offers() }
}

/// A view, as it is to be seen.
struct Sight<'a> {
    /// Where the session came to it.
    at: Visit,
    view: &'a View,
    text: Markup,
    offers: Vec<Vec<Offer>>,
}

impl<'a> Sight<'a> {
    fn of(session: &'a Snapshot) -> Self {
        let text = words(session.view(), session.progress());
        Self { at: session.record().visit(), view: session.view(), text, offers: offers(session) }
    }

    /// What was to be seen before: nothing of it can be pressed.
    fn before(entry: &'a JournalEntry) -> Self {
        let at = Visit { session: entry.session, revision: entry.revision };
        Self { at, view: &entry.view, text: words(&entry.view, None), offers: Vec::new() }
    }
}

/// How the media are sent, and the text with a line for each that is too large.
fn fitting(view: &View, text: Markup) -> (Vec<(SentAs, Media)>, Markup) {
    let mut text = text;
    let mut fits = Vec::new();
    for medium in &view.media {
        match sent_as(medium) {
            Some(kind) => fits.push((kind, medium.clone())),
            None => {
                let name = medium.name().unwrap_or("A file");
                text = text.plain(format!("\n\n{name} is too large to be sent here."));
            }
        }
    }
    (fits, text)
}

fn posting(message: i32, menu: &Menu, is_caption: bool) -> Posted {
    Posted { message, face: menu.face(), is_caption, page: menu.page, has_keyboard: !menu.keyboard.is_empty() }
}

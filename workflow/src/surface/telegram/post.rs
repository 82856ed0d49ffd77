//! Showing one view: in the message that is there, or in new ones.

use serde_json::Value;
use tokio::time::Instant;

use super::calls::{self, Room, SentAs};
use super::chat::Chat;
use super::files::{Attached, sent_as};
use super::refusal::{Refusal, Untold};
use super::render::{CAPTION, Menu, TEXT};
use super::state::{Begun, Posted, Shown};
use super::tell::offers;
use crate::core::locale::Locale;
use crate::core::markup::Markup;
use crate::core::media::Media;
use crate::core::phrase::Argument;
use crate::core::session::{Revision, Visit};
use crate::core::view::View;
use crate::engine::{Offer, Snapshot};
use crate::say;
use crate::store::JournalEntry;
use crate::surface::said::words;
use crate::surface::whose::Whose;
use crate::texts::Words;

/// How many media are in an album at the most.
const ALBUM: usize = 10;

impl Chat {
    /// Shows a view: in the message of the one before, when that is the last in the chat, and else in new ones.
    pub(super) async fn post(
        &mut self,
        room: Room,
        of: &Whose,
        sight: Sight<'_>,
        is_apart: bool,
    ) -> Result<(), Untold> {
        let Sight { at, view, text, offers, locale } = sight;
        let before = self.state.of(of).cloned();
        let (media, text) = fitting(&self.bot.engine.words(&locale), view, text);
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
        let posted = if beside {
            let sent = self.send_beside(room, &media, &menu).await?;
            sent.map(|message| posting(message, &menu, true))
        } else {
            let begun = before.as_ref().and_then(|shown| shown.begun).filter(|begun| begun.at == at);
            for (sent, album) in albums(&media) {
                if begun.is_none_or(|begun| begun.media <= sent) {
                    self.send_album(room, album).await?;
                    self.begun(of, Begun { at, media: sent + album.len() });
                    self.keep().await;
                }
            }
            None
        };
        // What can't be shown must not take the words and the buttons with it.
        let posted = if posted.is_none() && (!menu.text.is_empty() || media.is_empty()) {
            let menu = Menu::new(&text, &offers, 0, TEXT);
            let menu = if menu.text.is_empty() { Menu { text: "·".to_owned(), ..menu } } else { menu };
            let sent = self.bot.call(room, calls::send_text(room, &menu, None)).await?;
            self.sent(&sent);
            calls::messages(&sent).last().map(|message| posting(*message, &menu, false))
        } else {
            posted
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
            Err(Untold::Refused(Refusal::NotEditable | Refusal::BadFile | Refusal::Other(_))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sends one medium with what is written beside it; as a file, when Telegram does not take it as what it is. Gives its
    /// message; none, when it is not kept any more, or not taken at all.
    async fn send_beside(&mut self, room: Room, media: &[(SentAs, Media)], menu: &Menu) -> Result<Option<i32>, Untold> {
        let files: Vec<_> = media.iter().map(|(_, medium)| (SentAs::Document, medium.clone())).collect();
        for media in [media, &files] {
            let attached = self.bot.attach(media).await?;
            let Some(one) = attached.first() else { return Ok(None) };
            let call = calls::send_medium(room, one.kind, &one.file, Some(menu));
            match self.bot.send(room, call, attached).await {
                Ok(sent) => {
                    self.sent(&sent);
                    return Ok(calls::messages(&sent).first().copied());
                }
                Err(Untold::Refused(Refusal::BadFile)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Sends media that go together; as files, when Telegram does not take them as what they are. What is not kept any more, or
    /// not taken at all, is left out.
    async fn send_album(&mut self, room: Room, media: &[(SentAs, Media)]) -> Result<(), Untold> {
        let files: Vec<_> = media.iter().map(|(_, medium)| (SentAs::Document, medium.clone())).collect();
        for media in [media, &files] {
            let attached = self.bot.attach(media).await?;
            let call = match attached.as_slice() {
                [] => return Ok(()),
                [one] => calls::send_medium(room, one.kind, &one.file, None),
                several => {
                    let several: Vec<_> = several.iter().map(|one| (one.kind, one.file.clone())).collect();
                    calls::send_album(room, &several)
                }
            };
            match self.bot.send(room, call, attached).await {
                Ok(sent) => {
                    self.sent(&sent);
                    return Ok(());
                }
                Err(Untold::Refused(Refusal::BadFile)) => {}
                Err(error) => return Err(error),
            }
        }
        tracing::error!(key = %self.key, "Telegram does not take the media of a view");
        Ok(())
    }

    pub(super) fn sent(&mut self, sent: &Value) {
        calls::messages(sent).into_iter().for_each(|message| self.state.saw(message));
    }

    pub(super) fn posted(&mut self, of: &Whose, posted: Option<Posted>) {
        if let Some(shown) = self.state.of(of) {
            shown.menu = posted;
        }
    }

    pub(super) fn told(&mut self, of: &Whose, at: Visit, menu: Option<Posted>) {
        let question = self.state.of(of).and_then(|shown| shown.question.take());
        self.state.shown.retain(|shown| shown.of != *of);
        self.state.shown.push(Shown { menu, question, ..Shown::new(of.clone(), at) });
    }

    /// Some media of this visit have been sent, and its text has not.
    fn begun(&mut self, of: &Whose, begun: Begun) {
        if self.state.of(of).is_none() {
            let nothing = Visit { revision: Revision::ZERO, ..begun.at };
            self.state.shown.push(Shown::new(of.clone(), nothing));
        }
        if let Some(shown) = self.state.of(of) {
            shown.begun = Some(begun);
        }
    }
}

/// What goes together in one message each, and how many come before it.
fn albums(media: &[(SentAs, Media)]) -> impl Iterator<Item = (usize, &[(SentAs, Media)])> {
    let runs = media.chunk_by(|(one, _), (other, _)| one.goes_with(*other)).flat_map(|run| run.chunks(ALBUM));
    runs.scan(0, |before, album| {
        let sent = *before;
        *before += album.len();
        Some((sent, album))
    })
}

/// A view, as it is to be seen.
pub(super) struct Sight<'a> {
    /// Where the session came to it.
    at: Visit,
    view: &'a View,
    text: Markup,
    offers: Vec<Vec<Offer>>,
    locale: Locale,
}

impl<'a> Sight<'a> {
    pub(super) fn of(session: &'a Snapshot) -> Self {
        let text = words(session.view(), session.progress());
        let locale = session.record().locale.clone();
        Self { at: session.record().visit(), view: session.view(), text, offers: offers(session), locale }
    }

    /// What was to be seen before: nothing of it can be pressed.
    pub(super) fn before(entry: &'a JournalEntry, locale: Locale) -> Self {
        let at = Visit { session: entry.session, revision: entry.revision };
        Self { at, view: &entry.view, text: words(&entry.view, None), offers: Vec::new(), locale }
    }
}

/// How the media are sent, and the text with a line for each that is too large.
pub(super) fn fitting(words: &Words<'_>, view: &View, text: Markup) -> (Vec<(SentAs, Media)>, Markup) {
    let mut text = text;
    let mut fits = Vec::new();
    for medium in &view.media {
        match sent_as(medium) {
            Some(kind) => fits.push((kind, medium.clone())),
            None => {
                let name = medium.name().map_or_else(|| Argument::from(say!("A file")), Argument::from);
                let told = words.say(say!("{name} is too large to be sent here.", name));
                text = text.plain(format!("\n\n{told}"));
            }
        }
    }
    (fits, text)
}

pub(super) fn posting(message: i32, menu: &Menu, is_caption: bool) -> Posted {
    Posted { message, face: menu.face(), is_caption, page: menu.page, has_keyboard: !menu.keyboard.is_empty() }
}

//! Showing how things stand: each view once, and progress as it comes.

use tokio::time::Instant;

use super::super::card::{Card, Choice, bar, hint};
use super::super::gallery::describe;
use super::super::screen::Pace;
use super::super::shown::{Asked, Shown, Takes};
use super::{Over, RETRY, StoreError, Talk, Work};
use crate::core::input::Kind;
use crate::core::markup::Markup;
use crate::core::session::Visit;
use crate::core::view::View;
use crate::engine::{Offer, Question, Snapshot};
use crate::store::{JournalEntry, Slot};
use crate::surface::said::words;
use crate::surface::whose::Whose;

/// So many moves are looked through for what was not shown.
const MISSED: usize = 50;

impl Talk {
    /// Shows what is new. Gives when to look again, if something is left.
    pub(super) async fn look(&mut self) -> Result<Option<Instant>, Over> {
        let mut sessions = match self.engine.sessions(&self.key).await {
            Ok(sessions) => sessions,
            Err(StoreError::Closed) => return Err(Over::Left),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "how things stand can't be read");
                return Ok(Some(Instant::now() + RETRY));
            }
        };
        // What the conversation is about stands last.
        sessions.sort_by_key(|session| Whose::of(session).is_main());
        let is_first = std::mem::replace(&mut self.is_first, false);
        let of: Vec<Whose> = sessions.iter().map(Whose::of).collect();
        self.board.keep(&of);
        for session in &sessions {
            self.show(session, is_first).await?;
        }
        let is_under_way = sessions.iter().any(|session| Whose::of(session).is_main() && !session.ended());
        if is_first && !is_under_way {
            let mut commands = self.commands();
            commands.push(self.screen.ink.faint(":help tells what else can be typed"));
            self.screen.show(format!("\n{}", commands.join("\n"))).await?;
        }
        let commands = self.engine.commands().into_iter().map(|command| command.name.to_owned());
        self.words.set(commands.chain(self.board.labels()).collect());
        let working = sessions.iter().find(|session| session.working() && !session.ended());
        self.work = if working.is_some() { Work::UnderWay } else { Work::None };
        self.tell_progress(working).await
    }

    async fn show(&mut self, session: &Snapshot, is_first: bool) -> Result<(), Over> {
        let (of, at) = (Whose::of(session), session.record().visit());
        let told = self.board.get(&of).map(|shown| shown.at);
        if told != Some(at) {
            if let (Some(told), None) = (told, session.role()) {
                for entry in self.missed(told, &session.record().slot, at).await? {
                    let card =
                        Card::new(&words(&entry.view, None), Vec::new()).with_media(self.media(&entry.view).await);
                    self.screen.show(format!("\n{}", card.whole(self.screen.ink))).await?;
                }
            }
            let shown = self.shown(session, of.clone()).await;
            // What is over beside the conversation is of no use at the start.
            if !(is_first && session.ended() && !of.is_main()) {
                self.screen.show(format!("\n{}", shown.card.page(0, self.screen.ink))).await?;
            }
            self.board.set(shown);
            self.progress = None;
            if self.screen.pace == Pace::Lines {
                self.progressed = Instant::now();
            }
        }
        self.ask(&of, session.question()).await
    }

    /// Asks before work is lost, or asks no more.
    async fn ask(&mut self, of: &Whose, question: Option<Question>) -> Result<(), Over> {
        let Some(shown) = self.board.get_mut(of) else { return Ok(()) };
        let asked = shown.question.as_ref().map(|asked| &asked.stay);
        if asked == question.as_ref().map(|question| &question.stay.token) {
            return Ok(());
        }
        let first = shown.card.choices().count();
        shown.question = question.map(|Question { text, leave, stay, .. }| {
            let token = stay.token.clone();
            let rows = choices(vec![vec![leave, stay]], "", first);
            Asked { stay: token, card: Card::new(&Markup::from(text), rows) }
        });
        if let Some(asked) = &shown.question {
            let text = asked.card.page(0, self.screen.ink);
            self.screen.show(format!("\n{text}")).await?;
        }
        Ok(())
    }

    async fn shown(&self, session: &Snapshot, of: Whose) -> Shown {
        let view = session.view();
        let letter = self.board.letter(&of).filter(|_| !session.ended());
        let name = letter.as_deref();
        let heading = match (&of, name) {
            (Whose::Role(role, _), Some(letter)) => Some(format!("For you as {role} ({letter})")),
            (Whose::Role(role, _), None) => Some(format!("For you as {role}")),
            (Whose::Slot(slot), Some(letter)) => Some(format!("{slot} ({letter})")),
            (Whose::Slot(slot), None) => Some(slot.clone()).filter(|slot| !slot.is_empty()),
        };
        let offers = if session.ended() { Vec::new() } else { session.offers() };
        let asks = view.hint.as_ref().filter(|_| !session.ended());
        // That of work has a line of its own, which is drawn anew.
        let progress = view.progress.as_ref().filter(|_| !session.working());
        let card = Card::new(&words(view, progress), choices(offers, name.unwrap_or_default(), 0))
            .under(heading)
            .with_media(self.media(view).await)
            .with_hint(asks.map(|asks| hint(asks, name)));
        let takes_text = asks.is_some_and(|asks| asks.kinds().any(|kind| kind == Kind::Text));
        Shown {
            at: session.record().visit(),
            of,
            card,
            page: 0,
            question: None,
            reply: letter.as_ref().and_then(|_| session.reply()),
            letter,
            text: if takes_text { Takes::Text } else { Takes::No },
        }
    }

    async fn media(&self, view: &View) -> Vec<String> {
        let mut lines = Vec::new();
        for medium in &view.media {
            lines.push(match &self.media {
                Some((gallery, _)) => gallery.show(medium, self.screen.ink).await,
                None => format!("{}: it can't be shown here", describe(medium)),
            });
        }
        lines
    }

    /// What came in this place between what was shown and how it stands.
    async fn missed(&self, told: Visit, slot: &Slot, at: Visit) -> Result<Vec<JournalEntry>, Over> {
        let entries = match self.engine.transcript(&self.key, MISSED).await {
            Ok(entries) => entries,
            Err(StoreError::Closed) => return Err(Over::Left),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "what came in between is not shown");
                return Ok(Vec::new());
            }
        };
        let is =
            |entry: &JournalEntry, visit: Visit| (entry.session, entry.revision) == (visit.session, visit.revision);
        let here = entries.into_iter().filter(|entry| entry.slot == *slot);
        let since = here.skip_while(|entry| !is(entry, told)).skip(1);
        Ok(since.take_while(|entry| !is(entry, at)).collect())
    }

    /// Shows how far the work is, as often as it suits what it is shown on. Gives when to look again.
    async fn tell_progress(&mut self, working: Option<&Snapshot>) -> Result<Option<Instant>, Over> {
        let Some(line) = working.and_then(Snapshot::progress).map(bar) else { return Ok(None) };
        if self.progress.as_ref() == Some(&line) {
            return Ok(None);
        }
        let due = self.progressed + self.screen.pace.every();
        let now = Instant::now();
        if due > now {
            return Ok(Some(due));
        }
        self.screen.progress(line.clone()).await?;
        (self.progress, self.progressed) = (Some(line), now);
        Ok(None)
    }
}

/// The buttons with what they are typed as: numbers after `after`, behind the letter of what they belong to.
fn choices(offers: Vec<Vec<Offer>>, letter: &str, after: usize) -> Vec<Vec<Choice>> {
    let mut number = after;
    let mut choice = |offer: Offer| {
        number += 1;
        Choice { name: format!("{letter}{number}"), offer }
    };
    offers.into_iter().map(|row| row.into_iter().map(&mut choice).collect()).collect()
}

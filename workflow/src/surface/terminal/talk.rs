//! The conversation: what is typed is delivered, and then it is shown how things stand.

mod show;

use std::path::PathBuf;
use std::time::Duration;

use futures_util::future::Shared;
use tokio::time::Instant;

use super::editor::Words;
use super::gallery::Gallery;
use super::ink::clean;
use super::keyboard::{Echo, Keyboard, Typed};
use super::line::{COMMANDS, Line};
use super::outbox::Outbox;
use super::screen::{Screen, Unseen};
use super::shown::{Board, Chosen, Way};
use crate::core::locale::Locale;
use crate::core::session::SessionKey;
use crate::engine::{Changes, DeliverError, Delivery, Engine, Token};
use crate::store::{Answered, StoreError};
use crate::surface::whose::Whose;
use crate::surface::{Stop, SurfaceError};

/// One conversation.
pub(super) struct Talk {
    engine: Engine,
    key: SessionKey,
    screen: Screen,
    keyboard: Keyboard,
    media: Option<(Gallery, Outbox)>,
    words: Words,
    stop: Shared<Stop>,
    locale: Option<Locale>,
    board: Board,
    hold: Hold,
    work: Work,
    /// How far work was when it was shown last, and when that was.
    progress: Option<String>,
    progressed: Instant,
    /// Whether nothing was shown yet.
    is_first: bool,
}

/// What is waited for before the next line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    Nothing,
    /// Until no work is under way.
    Work,
    /// The same, and then the conversation is over: no line comes any more.
    LastWork,
}

/// Whether work is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    None,
    UnderWay,
}

/// Why the conversation is over.
pub(super) enum Over {
    Left,
    Broken(SurfaceError),
}

impl From<Unseen> for Over {
    fn from(_: Unseen) -> Self {
        Self::Left
    }
}

/// How long to wait before the store is asked again.
const RETRY: Duration = Duration::from_secs(1);
/// How long it is waited at the most until what was said last is seen.
const LAST_WORDS: Duration = Duration::from_secs(5);

impl Talk {
    pub(super) fn new(
        engine: Engine,
        key: SessionKey,
        (keyboard, screen): (Keyboard, Screen),
        media: Option<(Gallery, Outbox)>,
        words: Words,
        stop: Shared<Stop>,
    ) -> Self {
        Self {
            engine,
            key,
            screen,
            keyboard,
            media,
            words,
            stop,
            locale: locale(|name| std::env::var(name).ok()),
            board: Board::default(),
            hold: Hold::Nothing,
            work: Work::None,
            progress: None,
            progressed: Instant::now(),
            is_first: true,
        }
    }

    pub(super) async fn run(mut self) -> Result<(), SurfaceError> {
        // Looked at from here on: what changes later is shown then.
        let mut changes = self.engine.changes(&self.key);
        let over = loop {
            if let Err(over) = self.step(&mut changes).await {
                break over;
            }
        };
        // Whoever left may not look any more.
        let _unseen = self.screen.settle(LAST_WORDS).await;
        match over {
            Over::Left => Ok(()),
            Over::Broken(error) => Err(error),
        }
    }

    /// Shows how things stand, and takes a line when one is typed.
    async fn step(&mut self, changes: &mut Changes) -> Result<(), Over> {
        let again = self.look().await?;
        match (self.hold, self.work) {
            (Hold::LastWork, Work::None) => return Err(Over::Left),
            (Hold::Work, Work::None) => self.hold = Hold::Nothing,
            _ => {}
        }
        let reads = self.hold == Hold::Nothing;
        if reads && !self.keyboard.is_asked() {
            // What was shown stands above the line that is typed.
            self.screen.settle(SETTLE).await?;
        }
        let until = again.unwrap_or_else(|| Instant::now() + LOOK);
        let mut stop = self.stop.clone();
        tokio::select! {
            () = &mut stop => Err(Over::Left),
            typed = self.keyboard.next(), if reads => self.take(typed).await,
            () = changes.changed() => Ok(()),
            () = tokio::time::sleep_until(until) => Ok(()),
        }
    }

    async fn take(&mut self, typed: Typed) -> Result<(), Over> {
        let line = match typed {
            Typed::Line(line) => line,
            Typed::TooLong => return self.warn("That line is too long.").await,
            Typed::End => {
                self.hold = Hold::LastWork;
                return Ok(());
            }
            Typed::Leave => return Err(Over::Left),
            Typed::Broken(error) => return Err(Over::Broken(SurfaceError::new("the keyboard can't be read", error))),
        };
        self.screen.typed().await?;
        if self.keyboard.echo == Echo::Yes {
            self.screen.show(format!("\n> {}", clean(&line))).await?;
        }
        match Line::read(&line) {
            Line::Nothing => Ok(()),
            Line::Help => self.help().await,
            Line::Quit => Err(Over::Left),
            Line::Wait => {
                self.hold = Hold::Work;
                Ok(())
            }
            Line::Text(text) => self.deliver(|id| Delivery::text(id, text)).await,
            Line::Files(paths, caption) => self.send(&paths, caption, None).await,
            Line::To(letter, line) => self.reply(&letter, *line).await,
            Line::Said(text) => self.say(text).await,
            Line::Wrong(why) => self.warn(&why).await,
        }
    }

    /// A choice, a turn of the page, or text.
    async fn say(&mut self, text: String) -> Result<(), Over> {
        if let Some(way) = Way::typed(&text)
            && let Some(shown) = self.board.turn(way)
        {
            let page = shown.card.page(shown.page, self.screen.ink);
            return Ok(self.screen.show(format!("\n{page}")).await?);
        }
        match self.board.choose(&text) {
            Chosen::One(token) => self.deliver(|id| Delivery::press(id, token)).await,
            Chosen::Several => self.warn(&format!("There are several “{text}”. Please type the number.")).await,
            Chosen::NoSuch => self.warn(&format!("There is no [{text}] here.")).await,
            Chosen::None => self.deliver(|id| Delivery::text(id, text)).await,
        }
    }

    /// Text or files for what is called by this letter.
    async fn reply(&mut self, letter: &str, line: Line) -> Result<(), Over> {
        let Some(token) = self.board.reply(letter) else {
            return self.warn(&format!("Nothing can be sent to “{letter}”.")).await;
        };
        match line {
            Line::Files(paths, caption) => self.send(&paths, caption, Some(token)).await,
            Line::Text(text) => self.deliver(|id| Delivery::text(id, text).reply_to(token)).await,
            _ => Ok(()),
        }
    }

    async fn send(&mut self, paths: &[PathBuf], caption: String, reply: Option<Token>) -> Result<(), Over> {
        let Some((_, outbox)) = &self.media else {
            return self.warn("This bot takes no files.").await;
        };
        match outbox.take(paths).await {
            Err(refused) => self.warn(&refused).await,
            Ok(files) => {
                let delivery = |id| {
                    let delivery = Delivery::media(id, files).caption(caption);
                    match reply {
                        Some(token) => delivery.reply_to(token),
                        None => delivery,
                    }
                };
                self.deliver(delivery).await
            }
        }
    }

    /// Delivers until it is known what came of it, and says why it was not taken.
    async fn deliver(&mut self, delivery: impl FnOnce(String) -> Delivery) -> Result<(), Over> {
        let delivery = delivery(format!("terminal-{}", uuid::Uuid::now_v7()));
        let delivery = match &self.locale {
            Some(locale) => delivery.locale(locale.clone()),
            None => delivery,
        };
        let mut is_told = false;
        let outcome = loop {
            let wait = match self.engine.deliver(self.key.clone(), delivery.clone()).await {
                Ok(outcome) => break outcome,
                Err(DeliverError::Busy { retry_after }) => retry_after,
                Err(DeliverError::Closing) => return Err(Over::Left),
                Err(error @ (DeliverError::InvalidId | DeliverError::NoEntry { .. })) => {
                    return Err(Over::Broken(SurfaceError::new("what was typed can't be delivered", error)));
                }
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "what was typed is not delivered yet");
                    RETRY
                }
            };
            if !std::mem::replace(&mut is_told, true) {
                self.warn("There is too much to do: this is tried again until it is taken.").await?;
            }
            let mut stop = self.stop.clone();
            tokio::select! {
                () = &mut stop => return Err(Over::Left),
                () = tokio::time::sleep(wait) => {}
            }
        };
        match outcome.told(&self.words()).as_deref() {
            Some(rejection) => self.warn(rejection).await,
            None => {
                if outcome.answered == Answered::Stayed {
                    // It is seen again where they are.
                    self.board.forget(&Whose::Slot(String::new()));
                }
                Ok(())
            }
        }
    }

    async fn warn(&self, text: &str) -> Result<(), Over> {
        Ok(self.screen.show(self.screen.ink.warning(&format!("! {}", clean(text)))).await?)
    }

    async fn help(&self) -> Result<(), Over> {
        let ink = self.screen.ink;
        let own = COMMANDS.iter().map(|(name, about)| format!("{}  {about}", ink.bold(name)));
        let mut lines = self.commands();
        lines.push(format!("{}  takes the choice, and so does what it says", ink.bold("[1]")));
        lines.push(format!("{}  turn the page, where there are several: > and < do too", ink.bold("n p")));
        lines.extend(own);
        Ok(self.screen.show(format!("\n{}", lines.join("\n"))).await?)
    }

    fn words(&self) -> crate::texts::Words<'_> {
        self.engine.words(&self.locale.clone().unwrap_or_default())
    }

    /// The commands that begin a workflow.
    fn commands(&self) -> Vec<String> {
        let commands = self.engine.commands_in(self.words().locale()).into_iter();
        commands.map(|command| format!("{}  {}", self.screen.ink.bold(command.name), clean(&command.about))).collect()
    }
}

/// How long it is waited at the most until what was shown is seen, before a line is read.
const SETTLE: Duration = Duration::from_millis(500);
/// How often it is looked when nothing was told of.
const LOOK: Duration = Duration::from_secs(60);

/// The language of the environment, as in `LANG=de_DE.UTF-8`.
fn locale(variable: impl Fn(&str) -> Option<String>) -> Option<Locale> {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty())?;
    let tag = named.split(['.', '@']).next()?.replace('_', "-");
    // `C` and `POSIX` are none.
    Locale::parse(&tag).ok().filter(|locale| locale.as_str() != "POSIX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_environment() {
        let of = |value: &str| locale(|name| (name == "LANG").then(|| value.to_owned()));
        assert_eq!(of("de_DE.UTF-8").unwrap().as_str(), "de-DE");
        assert_eq!((of("C.UTF-8"), of("POSIX")), (None, None));
        assert_eq!(of(""), None);
    }
}

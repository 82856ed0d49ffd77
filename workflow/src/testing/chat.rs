//! A scripted user.

mod button;
mod delivered;
mod expect;
mod faults;
mod open;
mod reply;
mod work;

use std::sync::Arc;

use super::clock::parse;
use super::coverage::Coverage;
use super::doing::Doing;
use super::faulty::Faulty;
use super::transcript::medium;
use super::world::{Stands, World};
use crate::core::locale::Locale;
use crate::core::media::Media;
use crate::core::session::SessionKey;
use crate::core::step::Workflow;
use crate::core::view::BACK;
use crate::engine::{Engine, Sent, Snapshot};
use delivered::Delivered;

pub use open::Serves;
pub use work::AskedEffect;

/// A scripted user of workflows that run on a real engine, with a store in memory and a clock that stands still.
///
/// See the [module](super) for how tests are written with it.
pub struct Chat {
    world: Arc<World>,
    key: SessionKey,
    name: String,
    locale: Option<Locale>,
    last: Option<Delivered>,
    /// Where this user's sessions stood before the last action.
    before: Stands,
}

/// The surface that scripted users are on: ann is the user `test:ann`.
pub const SURFACE: &str = "test";

impl Chat {
    /// Writes a message, which may be a command.
    pub fn say(&mut self, text: impl Into<String>) -> Doing<'_> {
        let text = text.into();
        Doing::new(self, move |chat| {
            Box::pin(async move {
                chat.world.write(|transcript| transcript.said(&chat.name, &text));
                chat.deliver(Sent::Text(text), None).await
            })
        })
    }

    /// Sends files: handles of what a media store keeps.
    pub fn upload(&mut self, media: impl IntoIterator<Item = Media>) -> Doing<'_> {
        self.send(Sent::Media(media.into_iter().collect(), String::new()))
    }

    /// Sends anything that a surface can send.
    pub fn send(&mut self, sent: Sent) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                chat.world.write(|transcript| transcript.said(&chat.name, &words(&sent)));
                chat.deliver(sent, None).await
            })
        })
    }

    /// Presses a button: by its label, by the name of the transition, or by the name of the option.
    ///
    /// All that is shown to this user is looked at, what was shown last first.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say("Ann").await.press("Yes").await.at::<Hello>();
    /// chat.say("/greet").await.say("Ann").await.press("yes").await.at::<Hello>();
    /// # });
    /// ```
    ///
    /// # Panics
    /// Awaiting it panics when there is no such button.
    pub fn press(&mut self, button: impl Into<String>) -> Doing<'_> {
        let wanted = button.into();
        Doing::new(self, move |chat| {
            Box::pin(async move {
                let (label, token) = button::find(&chat.screens(), &wanted)?;
                chat.world.write(|transcript| transcript.pressed(&chat.name, &label));
                chat.deliver(Sent::Press(token), None).await
            })
        })
    }

    /// Goes back to the step before: by the button, or with `/back` where there is none.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say("Bob").await.back().await.say("Ann").await;
    /// assert_eq!(chat.step::<Check>().name, "Ann");
    /// # });
    /// ```
    pub fn back(&mut self) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                match button::find(&chat.screens(), BACK) {
                    Ok((label, token)) => {
                        chat.world.write(|transcript| transcript.pressed(&chat.name, &label));
                        chat.deliver(Sent::Press(token), None).await
                    }
                    Err(_) => {
                        chat.world.write(|transcript| transcript.said(&chat.name, "/back"));
                        chat.deliver(Sent::Text("/back".to_owned()), None).await
                    }
                }
            })
        })
    }

    /// Has this user want to be answered in this language from now on.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # use workflow::testing::Chat;
    /// #[workflow]
    /// pub enum Egg {
    ///     /// It boils.
    ///     Boiling,
    ///     #[step(end)]
    ///     Hard,
    /// }
    ///
    /// #[workflow]
    /// impl Egg {
    ///     #[command("/egg")]
    ///     fn start() -> Boiling { Boiling }
    ///     #[after("5m")]
    ///     fn hard(self: Boiling) -> Hard { Hard }
    ///     #[view]
    ///     fn told(self: &Hard, locale: Locale) -> View {
    ///         View::text(if locale.language() == "de" { "Es ist hart." } else { "It is hard." })
    ///     }
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Egg>(()).await;
    /// chat.speak(Locale::parse("de").unwrap()).say("/egg").await;
    /// chat.restart().await.later("5m").await.sees("Es ist hart.");
    /// # });
    /// ```
    pub fn speak(&mut self, locale: Locale) -> &mut Self {
        self.locale = Some(locale);
        self
    }

    /// Lets time pass, as in `15m` or `1h 30m`: timers fire and what failed is tried again when it is due, in order.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say("Ann").await.later("59m").await.at::<Check>();
    /// chat.later("1m").await.at::<Hello>();
    /// # });
    /// ```
    ///
    /// # Panics
    /// Awaiting it panics when `time` is no time.
    pub fn later(&mut self, time: &str) -> Doing<'_> {
        let time = time.to_owned();
        Doing::new(self, move |chat| {
            Box::pin(async move {
                let Some(time) = parse(&time) else {
                    return Err(format!("{time:?} is no time: a time is as in \"15m\" or \"1h 30m\""));
                };
                chat.begin();
                chat.world.later(time).await
            })
        })
    }

    /// The conversation so far, of everybody: what was said, pressed and shown, in order. Holds no ids and no times, so
    /// that it can be compared with a stored one.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// use workflow::testing::Chat;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
    /// # }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.later("1h").await.restart().await.say("Ann").await;
    /// assert_eq!(chat.transcript(), "\
    /// ann: /greet
    /// bot: What is your name?
    ///      (text: Name)
    ///   -- 1h later --
    ///   -- restarted --
    /// ann: Ann
    /// bot: Hello!
    /// ");
    /// # });
    /// ```
    pub fn transcript(&self) -> String {
        self.world.transcript()
    }

    /// The edges of `W` that were taken here, by this user or another of the same engine.
    pub fn coverage<W: Workflow>(&self) -> Coverage {
        let mut coverage = Coverage::of::<W>();
        self.world.backstage.coverage(&mut coverage);
        coverage
    }

    /// What went wrong in user code so far: faults and panics of transitions, views and hooks, and steps that do not load.
    pub fn faults(&self) -> Vec<String> {
        self.world.faults()
    }

    /// The engine of this run, for what has no word here.
    ///
    /// # Panics
    /// When there is none, because a restart failed.
    #[track_caller]
    #[expect(clippy::panic, reason = "that is how a test fails")]
    pub fn engine(&self) -> Engine {
        let Some(engine) = self.world.engine() else { panic!("no engine is running") };
        engine
    }

    /// This user's session key.
    pub fn key(&self) -> &SessionKey {
        &self.key
    }

    /// The store of this run.
    pub(super) fn store(&self) -> Arc<Faulty> {
        self.world.store()
    }

    /// The labels of all buttons that this user is shown.
    pub(super) fn buttons(&self) -> Vec<String> {
        self.screens().iter().flat_map(button::labels).collect()
    }

    /// The commands that begin something.
    pub(super) fn commands(&self) -> Vec<&'static str> {
        let commands = self.world.engine().map(|engine| engine.commands()).unwrap_or_default();
        commands.into_iter().map(|command| command.name).collect()
    }

    /// What this user is shown, what came last first.
    pub fn screens(&self) -> Vec<Snapshot> {
        self.world.screens(&self.key)
    }
}

/// What was sent, in words.
fn words(sent: &Sent) -> String {
    match sent {
        Sent::Text(text) => text.clone(),
        Sent::Media(media, caption) => {
            let media: Vec<String> = media.iter().map(medium).collect();
            format!("{} {caption}", media.join(" ")).trim_end().to_owned()
        }
        other => format!("({other:?})"),
    }
}

impl std::fmt::Debug for Chat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chat of {}:\n{}", self.name, self.transcript())
    }
}

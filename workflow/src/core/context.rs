//! What a turn knows beside the input, and the extractors that take it.

pub mod at;

use std::sync::Arc;

use jiff::Timestamp;

use super::decide::Given;
use super::error::{Error, Result};
use super::input::Input;
use super::locale::Locale;
use super::session::{SessionId, SessionKey, UserId, Visit};
use super::work::Failure;

/// A parameter that is taken from the context of the turn.
///
/// `At` says where the function stands, so that a [`Key`] is refused in a view: see [`at`]. Written once for every
/// application that can give it:
///
/// ```
/// use workflow::prelude::*;
/// use workflow::Context;
///
/// #[derive(Clone)]
/// struct Db;
///
/// impl<App, At> FromContext<App, At> for Db
/// where
///     Db: FromRef<App>,
/// {
///     fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
///         Ok(Db::from_ref(context.app()))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the application `{App}` can't give `{Self}` [W312]",
    label = "`{App}` lacks what a function of the workflow takes",
    note = "for a `State<T>` write `impl FromRef<{App}> for T`"
)]
pub trait FromContext<App, At>: Sized {
    /// The parameter from the context.
    ///
    /// # Errors
    /// A rejection or a fault, when it can't be had; the session stays as it is.
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self>;
}

/// What an extractor may look at.
#[derive(Debug)]
pub struct Context<'a, App, At> {
    app: &'a App,
    turn: &'a Turn,
    at: At,
}

impl<'a, App, At> Context<'a, App, At> {
    /// A context of `app` and `turn`.
    #[inline]
    pub(crate) fn new(app: &'a App, turn: &'a Turn, at: At) -> Self {
        Self { app, turn, at }
    }

    /// The application.
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// Who, when, in which session.
    pub fn turn(&self) -> &'a Turn {
        self.turn
    }
}

impl<App, At: at::TakesInput> Context<'_, App, At> {
    #[inline]
    pub(crate) fn take_input(&mut self) -> Option<Input> {
        self.at.take_input()
    }
}

impl<App> Context<'_, App, at::Transition> {
    /// The result of the work that the transition is `#[done]` for.
    ///
    /// # Errors
    /// A fault, when there is none or it has another shape, as after a deploy that changed its type.
    #[doc(hidden)]
    pub fn take_result<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        match std::mem::replace(&mut self.at.0, Given::Nothing) {
            Given::Result(value) => Ok(serde_json::from_value(value)?),
            _ => Err(Error::from_fault("this transition takes the result of work")),
        }
    }

    /// Why the work that the transition is `#[failed]` for was given up.
    ///
    /// # Errors
    /// A fault, when there is none.
    #[doc(hidden)]
    pub fn take_failure(&mut self) -> Result<Failure> {
        match std::mem::replace(&mut self.at.0, Given::Nothing) {
            Given::Failure(failure) => Ok(failure),
            _ => Err(Error::from_fault("this transition takes the failure of work")),
        }
    }
}

/// Who acts, when, and in which session: all that a decision knows of the world.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Who acts.
    pub user: User,
    /// When.
    pub now: Timestamp,
    /// In which session.
    pub session: SessionId,
    /// Whom the session is with.
    pub key: SessionKey,
}

/// A service of the application; `T` is had from it by [`FromRef`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State<T>(pub T);

impl<App, At, T: FromRef<App>> FromContext<App, At> for State<T> {
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(State(T::from_ref(context.app)))
    }
}

/// A service that an application has: cloned out of it for each use, so it is usually an `Arc` inside.
///
/// ```
/// use workflow::FromRef;
///
/// #[derive(Clone)]
/// struct Ledger;
/// struct Bot { ledger: Ledger }
///
/// impl FromRef<Bot> for Ledger {
///     fn from_ref(bot: &Bot) -> Self { bot.ledger.clone() }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the application `{App}` can't give `State<{Self}>` [W312]",
    label = "this application has no `{Self}`",
    note = "write `impl FromRef<{App}> for {Self}`"
)]
pub trait FromRef<App> {
    /// The service of this application.
    fn from_ref(app: &App) -> Self;
}

impl<T: Clone> FromRef<T> for T {
    fn from_ref(app: &T) -> Self {
        app.clone()
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    id: UserId,
    locale: Locale,
}

impl User {
    /// A user of this id, who is answered in English.
    pub fn new(id: UserId) -> Self {
        Self { id, locale: Locale::default() }
    }

    /// The same, who wants to be answered in this language.
    #[must_use]
    pub fn with_locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// The language that they want to be answered in.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The id, unique among all surfaces.
    pub fn id(&self) -> &UserId {
        &self.id
    }
}

impl<App, At> FromContext<App, At> for User {
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(context.turn.user.clone())
    }
}

/// The runtime's clock: when this turn takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now(pub Timestamp);

impl<App, At> FromContext<App, At> for Now {
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(Now(context.turn.now))
    }
}

impl<App, At> FromContext<App, At> for Locale {
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(context.turn.user.locale.clone())
    }
}

impl<App, At> FromContext<App, At> for SessionKey {
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(context.turn.key.clone())
    }
}

impl<App, At> FromContext<App, At> for SessionId {
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(context.turn.session)
    }
}

/// The idempotency key of a piece of work: the same for every attempt, so that the other side can tell a repetition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// The key of the work at position `index` among the work of this visit, as `session:revision:index`.
    pub fn new(visit: Visit, index: usize) -> Self {
        Self(format!("{}:{}:{index}", visit.session, visit.revision))
    }

    /// The key of the effect at position `index` among the effects of the move that made this revision, as
    /// `session:revision:e<index>`.
    pub fn of_effect(visit: Visit, index: usize) -> Self {
        Self(format!("{}:{}:e{index}", visit.session, visit.revision))
    }

    /// The key of the timer at position `index` among those of the move that made this revision, as
    /// `session:revision:t<index>`.
    pub fn of_timer(visit: Visit, index: usize) -> Self {
        Self(format!("{}:{}:t{index}", visit.session, visit.revision))
    }

    /// The key as text of letters, digits, `-` and `:`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<App> FromContext<App, at::Work> for Key {
    fn from_context(context: &mut Context<'_, App, at::Work>) -> Result<Self> {
        Ok(context.at.key.clone())
    }
}

impl<App> FromContext<App, at::Effect> for Key {
    fn from_context(context: &mut Context<'_, App, at::Effect>) -> Result<Self> {
        Ok(context.at.key.clone())
    }
}

/// How far a piece of work is, shown to the user. Cheap to clone and to call often; the runtime thins it.
#[derive(Clone)]
pub struct Progress(Arc<Tell>);

type Tell = dyn Fn(f32, &str) + Send + Sync;

impl Progress {
    /// A progress that tells `tell` of each fraction (0 to 1) and label.
    pub fn new(tell: impl Fn(f32, &str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Tells that `fraction` (0 to 1; others are cut to it) is done, and what is going on in a word or two.
    pub fn set(&self, fraction: f32, label: &str) {
        let fraction = if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) };
        (self.0)(fraction, label);
    }
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Progress")
    }
}

impl<App> FromContext<App, at::Work> for Progress {
    fn from_context(context: &mut Context<'_, App, at::Work>) -> Result<Self> {
        Ok(context.at.progress.clone())
    }
}

//! What is delivered to an engine, and what it answers.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::Value;

use super::route::command;
use super::token::{Shown, Token};
use crate::core::context::User;
use crate::core::input::Input;
use crate::core::locale::Locale;
use crate::core::media::Media;
use crate::core::session::{Revision, SessionId};
use crate::core::work::Failure;
use crate::store::{Answer, Answered, Claim, DeliveryId, StoreError};
use crate::texts::Words;

/// What a user sent, under a name that is given once and for all.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub(crate) id: String,
    pub(crate) sent: Sent,
    pub(crate) reply: Option<Token>,
    pub(crate) by: Option<User>,
    pub(crate) locale: Option<Locale>,
}

/// What a user sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Sent {
    /// A message, which may be a command.
    Text(String),
    /// A button.
    Press(Token),
    /// Files, in the order in which they were sent, and what was written beside them: nothing, or a command.
    Media(Vec<Media>, String),
    /// A workflow's entry, from code.
    Start {
        /// The workflow's name.
        workflow: &'static str,
        /// The entry's function name.
        entry: String,
        /// What comes with it.
        input: Option<Input>,
    },
}

impl Delivery {
    /// A delivery of the id `id`: 1 to 128 bytes without control characters, unique for its session key. Names that begin with
    /// `work:` or `timer:` are the engine's own.
    pub fn new(id: impl Into<String>, sent: Sent) -> Self {
        Self { id: id.into(), sent, reply: None, by: None, locale: None }
    }

    /// A message, or a command.
    pub fn text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(id, Sent::Text(text.into()))
    }

    /// A press of the button that the token stands for.
    pub fn press(id: impl Into<String>, token: Token) -> Self {
        Self::new(id, Sent::Press(token))
    }

    /// Files that a media store keeps: a surface receives the bytes there first.
    ///
    /// Several are taken by an [`Album`](crate::Album). A command beside them, by [`Delivery::caption`], begins a workflow
    /// that takes files.
    ///
    /// ```
    /// # use workflow::{Delivery, Media, media::{Folder, MediaStore}};
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let temporary = tempfile::tempdir()?;
    /// let folder = Folder::open(temporary.path()).await?;
    /// let letter = folder.put(b"Dear Bob".to_vec()).await?.with_name("letter.txt");
    /// let delivery = Delivery::media("chosen by the sender", [letter]).caption("/keep");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub fn media(id: impl Into<String>, media: impl IntoIterator<Item = Media>) -> Self {
        Self::new(id, Sent::Media(media.into_iter().collect(), String::new()))
    }

    /// The same files with this written beside them; a delivery of something else stays as it is.
    #[must_use]
    pub fn caption(mut self, text: impl Into<String>) -> Self {
        if let Sent::Media(_, caption) = &mut self.sent {
            *caption = text.into();
        }
        self
    }

    /// The same text or files as a reply to what was shown with this token, by [`Snapshot::reply`](super::Snapshot::reply):
    /// as a button, it acts only for whom it was shown, and only as long as the session has not moved. This is how
    /// somebody in a role sends something to the session that waits for them; without it, what they send is for their own
    /// conversation, and so is a command always.
    ///
    /// ```
    /// # use workflow::{Delivery, Snapshot};
    /// fn rejects(waiting: &Snapshot) -> Option<Delivery> {
    ///     Some(Delivery::text("chosen by the sender", "It is out of focus.").reply_to(waiting.reply()?))
    /// }
    /// ```
    #[must_use]
    pub fn reply_to(mut self, view: Token) -> Self {
        self.reply = Some(view);
        self
    }

    /// Sent by somebody who wants to be answered in this language. The session keeps that of its owner when it moves: what
    /// follows by itself is told in it too, as work and timers, also after a restart.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.locale = Some(locale);
        self
    }

    /// Sent by somebody else than the key's own user.
    #[must_use]
    pub fn by(mut self, user: User) -> Self {
        self.by = Some(user);
        self
    }

    /// The button or view that it is for; none of what is for the sender's own conversation.
    pub(super) fn token(&self) -> Option<&Token> {
        match &self.sent {
            Sent::Press(token) => Some(token),
            Sent::Text(text) | Sent::Media(_, text) => self.reply.as_ref().filter(|_| command(text.trim()).is_none()),
            Sent::Start { .. } => None,
        }
    }

    pub(super) fn start(id: impl Into<String>, workflow: &'static str, entry: &str, input: Option<Input>) -> Self {
        Self::new(id, Sent::Start { workflow, entry: entry.to_owned(), input })
    }
}

/// What is delivered: from outside, or by the engine itself.
#[derive(Debug, Clone)]
pub(super) enum Deliver {
    /// What a user sent, and what it is for.
    User(Delivery, To),
    /// How work ended.
    Work(WorkEnd),
    /// The time of an `#[after]` transition has come.
    Timer {
        /// The claim by which it is fired.
        claim: Claim,
        /// The transition's function name.
        edge: String,
    },
}

/// What something is for that a user sent.
#[derive(Debug, Clone)]
pub(super) enum To {
    /// The sender's own conversation.
    Own,
    /// What was shown once.
    Shown(Shown),
    /// What was never shown.
    Unknown,
}

impl To {
    pub(super) fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Shown(shown) => Some(shown),
            Self::Own | Self::Unknown => None,
        }
    }
}

impl Deliver {
    /// The claim by which the engine brings it in itself.
    pub(super) fn claim(&self) -> Option<Claim> {
        match self {
            Self::User(..) => None,
            Self::Work(end) => Some(end.claim),
            Self::Timer { claim, .. } => Some(*claim),
        }
    }
}

/// How work ended.
#[derive(Debug, Clone)]
pub(super) struct WorkEnd {
    /// The claim by which it was done.
    pub(crate) claim: Claim,
    pub(crate) name: String,
    pub(crate) result: Result<Value, Failure>,
}

/// What came of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// Whether the session moved, and why not.
    pub answered: Answered,
    /// The session that it concerned.
    pub session: Option<SessionId>,
    /// Its revision then.
    pub revision: Revision,
    /// Its step then.
    pub step: Option<Cow<'static, str>>,
}

impl Outcome {
    /// Whether the session moved.
    pub fn moved(&self) -> bool {
        self.answered == Answered::Moved
    }

    /// What the user was told when it was not taken.
    pub fn rejection(&self) -> Option<&str> {
        match &self.answered {
            Answered::Rejected { rejection } => Some(rejection),
            Answered::Stale => Some("This is not in use any more."),
            Answered::Foreign => Some("This is for somebody else."),
            Answered::Unknown => Some("This was never shown."),
            Answered::Moved | Answered::Asked { .. } | Answered::Stayed => None,
        }
    }

    /// The same in the language of `words`. A rejection is in the language of who was rejected already.
    pub fn told(&self, words: &Words<'_>) -> Option<String> {
        let told = self.rejection()?;
        Some(match self.answered {
            Answered::Rejected { .. } => told.to_owned(),
            _ => words.word(told).into_owned(),
        })
    }
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        let Answer { answered, session, revision, step } = answer;
        Self { answered, session, revision, step }
    }
}

/// Why nothing is known of a delivery. Deliver it again with the same id, unless the mistake is in the call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeliverError {
    /// There is too much to do.
    #[error("too much to do: try again in {} s", retry_after.as_secs())]
    Busy {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The id has no byte or too many, has control characters, or begins as those of the engine itself.
    #[error(
        "a delivery's id has 1 to {} bytes without control characters, and begins with none of {:?}",
        DeliveryId::MAX,
        DeliveryId::INTERNAL
    )]
    InvalidId,
    /// The workflow is not served here, or has no entry of this name.
    #[error("`{workflow}` has no entry `{entry}` here")]
    NoEntry {
        /// The workflow.
        workflow: &'static str,
        /// The entry.
        entry: String,
    },
    /// The engine takes nothing more.
    #[error("the engine is closing")]
    Closing,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The turn was not finished.
    #[error("the turn was not finished")]
    Unfinished,
}

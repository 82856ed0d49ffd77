//! A session as a surface shows it.

use std::sync::Arc;

use super::question::{Question, Reply};
use super::token::{Place, Token, Tokens};
use crate::core::session::{Revision, SessionId};
use crate::core::view::{Done, View};
use crate::store::Record;
use crate::texts::{Texts, Words};

/// A session as it stands, with what its buttons are to be pressed by.
#[derive(Debug, Clone)]
pub struct Snapshot {
    record: Arc<Record>,
    progress: Option<Done>,
    working: Working,
    showing: Showing,
    /// The position among the views of the record of the role that it is shown to; none for the owner.
    role: Option<usize>,
}

/// What a session is shown with.
#[derive(Debug, Clone)]
pub(super) struct Showing {
    pub(super) tokens: Arc<Tokens>,
    pub(super) texts: Arc<Texts>,
}

/// Whether the step has work that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Working {
    No,
    Yes,
}

/// A button, and what it is pressed by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// What it says.
    pub label: String,
    /// What it is pressed by, at this revision.
    pub token: Token,
}

#[cfg(all(test, any(feature = "telegram", feature = "terminal")))]
impl Offer {
    pub(crate) fn new(label: &str, token: Token) -> Self {
        Self { label: label.to_owned(), token }
    }
}

impl Snapshot {
    pub(super) fn new(record: Arc<Record>, progress: Option<Done>, working: Working, showing: Showing) -> Self {
        let progress = progress.map(|done| showing.texts.words(&record.locale).progress(&done));
        Self { record, progress, working, showing, role: None }
    }

    /// As it is shown to the role at this position.
    pub(super) fn shown_to(role: usize, record: Arc<Record>, showing: Showing) -> Self {
        Self { record, progress: None, working: Working::No, showing, role: Some(role) }
    }

    /// The role in which somebody else than the owner is shown this; none for the owner.
    pub fn role(&self) -> Option<&str> {
        self.record.views.get(self.role?).map(|(role, _)| &**role)
    }

    /// The record as it is stored.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The session.
    pub fn session(&self) -> SessionId {
        self.record.session
    }

    /// What there is to say to its owner, in their language.
    pub fn words(&self) -> Words<'_> {
        self.showing.texts.words(&self.record.locale)
    }

    /// The workflow's name.
    pub fn workflow(&self) -> &str {
        &self.record.stored.workflow
    }

    /// The step's stored name.
    pub fn step(&self) -> &str {
        &self.record.stored.step
    }

    /// How often it has moved.
    pub fn revision(&self) -> Revision {
        self.record.revision
    }

    /// Whether the workflow is over.
    pub fn ended(&self) -> bool {
        self.record.ended
    }

    /// What is shown.
    pub fn view(&self) -> &View {
        let others = self.role.and_then(|role| self.record.views.get(role));
        others.map_or(&self.record.view, |(_, view)| view)
    }

    /// Whether the step has work: it is under way, or waits for its turn.
    pub fn working(&self) -> bool {
        self.working == Working::Yes
    }

    /// How far the step's work is: as it last told, or as the view says.
    pub fn progress(&self) -> Option<&Done> {
        self.progress.as_ref().or(self.view().progress.as_ref())
    }

    /// What a text or files name that are for this view, by [`Delivery::reply_to`](super::Delivery::reply_to); none where
    /// nothing may be sent.
    pub fn reply(&self) -> Option<Token> {
        self.view().hint.as_ref()?;
        Some(self.showing.tokens.make(self.record.visit(), Place::Reply, self.role))
    }

    /// What the owner is asked before what they sent drops work that is under way; none when nothing is.
    ///
    /// ```
    /// # use workflow::{Delivery, Snapshot};
    /// fn stays(now: &Snapshot) -> Option<Delivery> {
    ///     Some(Delivery::press("chosen by the sender", now.question()?.stay.token))
    /// }
    /// ```
    pub fn question(&self) -> Option<Question> {
        let asked = self.record.asked.as_ref().filter(|_| self.role.is_none())?;
        let (visit, mark) = (self.record.visit(), self.showing.tokens.mark(asked));
        let words = self.words();
        let offer = |reply: Reply, place| Offer {
            label: words.word(reply.label()).into_owned(),
            token: self.showing.tokens.make(visit, place, None),
        };
        Some(Question {
            text: asked.question.clone(),
            leave: offer(Reply::Leave, Place::Leave(mark)),
            stay: offer(Reply::Stay, Place::Stay(mark)),
        })
    }

    /// The buttons, in rows.
    pub fn offers(&self) -> Vec<Vec<Offer>> {
        let visit = self.record.visit();
        let mut place = 0;
        self.view()
            .choices
            .iter()
            .map(|row| {
                row.iter()
                    .map(|button| {
                        let token = self.showing.tokens.make(visit, Place::Button(place), self.role);
                        place += 1;
                        Offer { label: button.label.to_string(), token }
                    })
                    .collect()
            })
            .collect()
    }
}

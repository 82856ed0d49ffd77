//! What goes wrong on demand.

use std::time::Duration;

use crate::chat::Chat;
use crate::ids::ChatId;

/// A fault that meets calls: the next one, unless said otherwise.
#[derive(Debug, Clone)]
pub struct Fault {
    pub(crate) kind: FaultKind,
    method: Option<String>,
    chat: Option<i64>,
    left: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FaultKind {
    Html(u16),
    TooMany(u64),
    Refused(u16, String),
    Late(Duration),
    Half,
    Before,
    After,
}

impl Fault {
    fn of(kind: FaultKind) -> Self {
        Self { kind, method: None, chat: None, left: Some(1) }
    }

    /// Answers with this status and a page of HTML, as a proxy does; nothing is done.
    pub fn html(status: u16) -> Self {
        Self::of(FaultKind::Html(status))
    }

    /// Answers 429 with this `retry_after`; nothing is done.
    pub fn too_many(seconds: u64) -> Self {
        Self::of(FaultKind::TooMany(seconds))
    }

    /// Refuses with this code and description; nothing is done.
    pub fn refused(code: u16, description: &str) -> Self {
        Self::of(FaultKind::Refused(code, description.to_owned()))
    }

    /// The call is done at once, the answer comes after this (real) time.
    pub fn late(time: Duration) -> Self {
        Self::of(FaultKind::Late(time))
    }

    /// The call is done, the connection breaks after half of the answer.
    pub fn half() -> Self {
        Self::of(FaultKind::Half)
    }

    /// The connection is closed without an answer, nothing is done.
    pub fn before() -> Self {
        Self::of(FaultKind::Before)
    }

    /// The call is done, the connection is closed without an answer.
    pub fn after() -> Self {
        Self::of(FaultKind::After)
    }

    /// Only for this method.
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_lowercase());
        self
    }

    /// Only for this chat.
    pub fn chat(mut self, chat: &Chat) -> Self {
        let ChatId(id) = chat.id();
        self.chat = Some(id);
        self
    }

    /// For so many calls.
    pub fn times(mut self, times: u32) -> Self {
        self.left = Some(times);
        self
    }

    /// For every call, until the faults are cleared.
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    fn meets(&self, method: &str, chat: Option<i64>) -> bool {
        self.left != Some(0)
            && self.method.as_deref().is_none_or(|only| only == method)
            && self.chat.is_none_or(|only| Some(only) == chat)
    }
}

/// Takes the first fault that meets this call.
pub(crate) fn take(faults: &mut Vec<Fault>, method: &str, chat: Option<i64>) -> Option<FaultKind> {
    let fault = faults.iter_mut().find(|fault| fault.meets(method, chat))?;
    fault.left = fault.left.map(|left| left - 1);
    let kind = fault.kind.clone();
    faults.retain(|fault| fault.left != Some(0));
    Some(kind)
}

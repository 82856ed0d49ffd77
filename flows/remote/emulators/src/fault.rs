//! What goes wrong on demand.

/// A fault that meets calls: the next one, unless said otherwise.
#[derive(Debug, Clone)]
pub struct Fault {
    pub(crate) kind: Kind,
    on: Option<String>,
    left: Option<u32>,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Status(u16, Option<u64>),
    Answer(u16, String),
    Hang,
    Lost,
    Garbled,
}

impl Fault {
    fn of(kind: Kind) -> Self {
        Self { kind, on: None, left: Some(1) }
    }

    /// Answers with this status and a page of HTML, as a proxy does; nothing is done.
    pub fn status(status: u16) -> Self {
        Self::of(Kind::Status(status, None))
    }

    /// Answers 429 with this `Retry-After`; nothing is done.
    pub fn too_many(seconds: u64) -> Self {
        Self::of(Kind::Status(429, Some(seconds)))
    }

    /// Answers with this status and body, as JSON; nothing is done.
    pub fn answer(status: u16, body: impl ToString) -> Self {
        Self::of(Kind::Answer(status, body.to_string()))
    }

    /// Never answers; nothing is done.
    pub fn hang() -> Self {
        Self::of(Kind::Hang)
    }

    /// The call is done, the connection breaks in the middle of the answer.
    pub fn lost() -> Self {
        Self::of(Kind::Lost)
    }

    /// The call is done, the answer is something else.
    pub fn garbled() -> Self {
        Self::of(Kind::Garbled)
    }

    /// Only for calls like `POST /prompt`: the method, and what the path begins with.
    pub fn on(mut self, call: &str) -> Self {
        self.on = Some(call.to_owned());
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
}

/// Takes the first fault that meets this call.
pub(crate) fn take(faults: &mut Vec<Fault>, call: &str) -> Option<Kind> {
    let fault = faults.iter_mut().find(|fault| fault.on.as_deref().is_none_or(|on| call.starts_with(on)))?;
    fault.left = fault.left.map(|left| left.saturating_sub(1));
    let kind = fault.kind.clone();
    faults.retain(|fault| fault.left != Some(0));
    Some(kind)
}

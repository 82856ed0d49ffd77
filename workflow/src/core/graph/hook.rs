//! Who looks at a step: its observers and its views.

/// An observer of entering or leaving a step: called after the move is stored, in the order of the moves of a session. What it
/// does wrong is logged and harms nothing. It is not kept: when the program ends before it was called, it never is. What must
/// be done is an effect.
#[derive(Debug)]
#[non_exhaustive]
pub struct Hook {
    /// The function's name.
    pub name: &'static str,
    /// When it is called.
    pub when: When,
    /// The position of its step; `None` for every step.
    pub step: Option<usize>,
}

impl Hook {
    #[doc(hidden)]
    pub const fn new(name: &'static str, when: When, step: Option<usize>) -> Self {
        Self { name, when, step }
    }
}

/// When a hook is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// When the step has been entered.
    Entry,
    /// When the step has been left.
    Exit,
}

/// A step that has a `#[view]`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Viewed {
    /// The position of the step.
    pub step: usize,
    /// Who sees it, when it is not the session's owner.
    pub actor: Option<&'static str>,
}

impl Viewed {
    #[doc(hidden)]
    pub const fn new(step: usize, actor: Option<&'static str>) -> Self {
        Self { step, actor }
    }
}

//! What a script is made of.

/// Who takes part. Those whose name begins with “boss” have that role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    Ann,
    Bob,
    Boss,
    OtherBoss,
}

impl Who {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ann, Self::Bob, Self::Boss, Self::OtherBoss];

    /// The name they are known by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ann => "ann",
            Self::Bob => "bob",
            Self::Boss => "boss",
            Self::OtherBoss => "boss 2",
        }
    }

    /// Whether they have the role.
    pub fn is_boss(self) -> bool {
        matches!(self, Self::Boss | Self::OtherBoss)
    }
}

/// One thing that happens in a script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Op {
    /// They send a text.
    Says(Who, &'static str),
    /// They press the button with this label that was shown to them last, in their conversation or in their role.
    Presses(Who, &'static str),
    /// They press one of all buttons that were ever shown to anybody: the one of this number, counted around.
    Taps(Who, usize),
    /// They press what was never shown.
    Forges(Who),
    /// They reply with a text to what was last shown to them in their role.
    Replies(Who, &'static str),
    /// They reply to one of all views that were ever shown and ask for something.
    RepliesTo(Who, usize, &'static str),
    /// An earlier delivery comes again: the one of this number, counted around.
    Again(usize),
    /// Their conversation is ended without a transition.
    Cancels(Who),
    /// So many minutes pass.
    Passes(u32),
    /// The program ends, so many minutes pass, and it is started again.
    IsDown(u32),
    /// From now on what may fail fails.
    Breaks,
    /// It does not any more.
    Mends,
    /// The program dies in the commit of this number of what comes next, and is started again.
    Dies(When, u32),
}

/// When the program dies in a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Nothing is written.
    Before,
    /// All is written, and nobody hears of it.
    After,
}

//! What a store may forget.

use jiff::Timestamp;

/// From when on each kind of row is kept; what is older may be removed. `None` keeps all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptSince {
    /// Answers. A delivery whose answer is gone is a new one.
    pub answers: Option<Timestamp>,
    /// Journal entries. The last one of a session stays as long as the session.
    pub journal: Option<Timestamp>,
    /// Sessions that are over, by their last move, with all that is kept of them. One that has effects stays.
    pub ended: Option<Timestamp>,
    /// Effects that were given up, by the move that asked for them.
    pub dead_effects: Option<Timestamp>,
}

/// What became of one step of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Collected {
    /// How many rows were removed, those of a session counted as one.
    pub removed: usize,
    /// Whether all that there is has been looked at; the next step begins anew.
    pub is_through: bool,
}

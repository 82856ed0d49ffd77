//! The steps of a claim and of the account inside of it, written down a second time: plain data, and what is shown there.

use serde_json::{Value, json};

/// A step, with what it carries.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    AskWhat,
    AskSum { what: String },
    Review { what: String, sum: u32 },
    Waiting { what: String, sum: u32 },
    Paying { sum: u32 },
    Paid { account: String },
    Dropped { why: String },
    AskBank { sum: u32 },
    AskNumber { bank: String },
    Known { bank: String, number: u32 },
    Unknown,
}

/// The button that stands at every step of a claim.
pub(super) const DROP: &str = "Drop it";
/// The button that goes back.
pub(super) const BACK: &str = "Back";

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

impl Step {
    /// The name it is stored by.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::AskWhat => "AskWhat",
            Self::AskSum { .. } => "AskSum",
            Self::Review { .. } => "Review",
            Self::Waiting { .. } => "Waiting",
            Self::Paying { .. } => "Paying",
            Self::Paid { .. } => "Paid",
            Self::Dropped { .. } => "Dropped",
            Self::AskBank { .. } => "AskBank",
            Self::AskNumber { .. } => "AskNumber",
            Self::Known { .. } => "Known",
            Self::Unknown => "Unknown",
        }
    }

    /// What is stored of it.
    pub(super) fn data(&self) -> Value {
        match self {
            Self::AskWhat | Self::Unknown => json!({}),
            Self::AskSum { what } => json!({ "what": what }),
            Self::Review { what, sum } | Self::Waiting { what, sum } => json!({ "what": what, "sum": sum }),
            Self::Paying { sum } | Self::AskBank { sum } => json!({ "sum": sum }),
            Self::Paid { account } => json!({ "account": account }),
            Self::Dropped { why } => json!({ "why": why }),
            Self::AskNumber { bank } => json!({ "bank": bank }),
            Self::Known { bank, number } => json!({ "bank": bank, "number": number }),
        }
    }

    /// What is shown to the owner.
    pub(super) fn text(&self) -> &'static str {
        match self {
            Self::AskWhat => "What was it for?",
            Self::AskSum { .. } => "How much was it?",
            Self::Review { .. } => "Hand it in?",
            Self::Waiting { .. } => "Somebody looks at it.",
            Self::Paying { .. } => "Where to?",
            Self::Paid { .. } => "It was paid.",
            Self::Dropped { .. } => "It is off.",
            Self::AskBank { .. } => "Which bank?",
            Self::AskNumber { .. } => "Which number?",
            Self::Known { .. } => "Thank you.",
            Self::Unknown => "Too bad.",
        }
    }

    /// The owner's buttons, without the one that goes back.
    pub(super) fn buttons(&self) -> &'static [&'static str] {
        match self {
            Self::AskWhat | Self::AskSum { .. } | Self::Paying { .. } => &[DROP],
            Self::Review { .. } => &["Something else", "Another sum", "Hand it in", DROP],
            Self::Waiting { .. } => &["Pay it unseen", DROP],
            Self::AskBank { .. } => &["I have none"],
            Self::AskNumber { .. } | Self::Paid { .. } | Self::Dropped { .. } | Self::Known { .. } | Self::Unknown => {
                &[]
            }
        }
    }

    /// What is shown to a boss: a text and buttons.
    pub(super) fn for_the_boss(&self) -> Option<(String, &'static [&'static str])> {
        match self {
            Self::Waiting { what, sum } => Some((format!("{sum} for {what}?"), &["Allow it", "Send it back"])),
            _ => None,
        }
    }

    /// Whether the owner is asked for a text here.
    pub(super) fn takes_text(&self) -> bool {
        matches!(self, Self::AskWhat | Self::AskSum { .. } | Self::AskBank { .. } | Self::AskNumber { .. })
    }

    /// Whether it is over here.
    pub(super) fn is_end(&self) -> bool {
        matches!(self, Self::Paid { .. } | Self::Dropped { .. } | Self::Known { .. } | Self::Unknown)
    }

    /// Whether it is a step of a claim, and none of an account.
    pub(super) fn is_of_claim(&self) -> bool {
        !matches!(self, Self::AskBank { .. } | Self::AskNumber { .. } | Self::Known { .. } | Self::Unknown)
    }

    /// The edge that is taken when nothing else is for so many seconds.
    pub(super) fn timer(&self) -> Option<(&'static str, i64)> {
        match self {
            Self::Review { .. } => Some(("expire", 15 * MINUTE)),
            Self::Waiting { .. } => Some(("nobody_looked", 24 * HOUR)),
            Self::Paying { .. } => Some(("no_account", 2 * HOUR)),
            Self::AskNumber { .. } => Some(("slow", HOUR)),
            _ => None,
        }
    }
}

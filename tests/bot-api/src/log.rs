//! Every call, for the test to look at.

use std::time::Duration;

use serde_json::Value;

use crate::ids::ChatId;

/// A call of the bot.
#[derive(Debug, Clone)]
pub struct Call {
    /// Counted from one.
    pub number: usize,
    /// When it came, on the clock of the emulator.
    pub at: Duration,
    /// The method, in small letters.
    pub method: String,
    /// The chat, where one is named by its number.
    pub chat: Option<ChatId>,
    /// The parameters; of files their name and size.
    pub parameters: Value,
    /// The status that was answered: 0 while, and where, nothing was.
    pub status: u16,
    /// The body that was answered, or would have been but for a fault: null while there is none.
    pub answer: Value,
    /// The fault that met it.
    pub fault: Option<String>,
}

/// A callback query that the bot answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which.
    pub query: crate::QueryId,
    /// Who had pressed.
    pub user: crate::UserId,
    /// Where.
    pub chat: ChatId,
    /// What is shown to them, if anything.
    pub text: Option<String>,
    /// Whether it is shown in a window that must be closed.
    pub is_alert: bool,
}

//! What things are known by.

use std::fmt;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(to)
            }
        }
    };
}

number! {
    /// The id of a user, or of the bot.
    UserId
}
number! {
    /// The id of a chat: a user's own in private, negative for groups.
    ChatId
}
number! {
    /// The id of a message in its chat.
    MessageId
}
number! {
    /// The id of a topic in its chat.
    ThreadId
}
number! {
    /// The id of an update.
    UpdateId
}

/// The id of a callback query.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueryId(pub String);

impl fmt::Display for QueryId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

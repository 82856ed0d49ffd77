//! Tests of the Telegram surface: a workflow that shows all that a chat can show, and a bot that can be stopped and started.

pub mod host;
pub mod tour;

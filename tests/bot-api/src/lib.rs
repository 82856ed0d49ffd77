//! A strict emulator of Telegram's Bot API, for tests.
//!
//! A bot talks to it over HTTP on 127.0.0.1; a test plays the people and looks at the chats.
//! What Telegram refuses is refused here, with Telegram's texts.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
//! let api = workflow_bot_api::BotApi::start().await?;
//! let chat = api.private(&api.user("Ann"));
//! chat.says("/start").await;
//! // The bot under test reads updates from `api.url()` with `api.token()`, and answers.
//! assert_eq!(chat.messages()[0].text, "/start");
//! # Ok(()) }
//! ```
mod answer;
mod api;
mod chat;
mod clock;
mod fault;
mod files;
mod group;
mod ids;
mod json;
mod keyboard;
mod limits;
mod log;
mod media;
mod methods;
mod parameters;
mod people;
mod pressing;
mod room;
mod seen;
mod server;
mod text;
mod transcript;
mod updates;
mod webhook;
mod world;

pub use api::BotApi;
pub use chat::Chat;
pub use fault::Fault;
pub use files::Kind;
pub use ids::{ChatId, MessageId, QueryId, ThreadId, UpdateId, UserId};
pub use limits::{Limits, Rate};
pub use log::{Answered, Call};
pub use people::User;
pub use pressing::NoButton;
pub use seen::{Button, Media, Message};
pub use text::Entity;

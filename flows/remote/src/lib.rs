//! Clients of the servers that the bot can use instead of its embedded parts.
//!
//! | module | server | what for |
//! | --- | --- | --- |
//! | [`comfy`] | ComfyUI | drawing |
//! | [`openai`] | any with OpenAI's API of images and chats | drawing, asking, describing |
//!
//! All of them fail with a [`RemoteError`], which knows whether another attempt may help; an attempt carries the
//! same [`JobKey`] as the one before it, so that nothing is drawn, asked or trained twice.

pub mod comfy;
mod error;
mod http;
mod key;
pub mod openai;
mod secret;

pub use error::RemoteError;
pub use key::JobKey;
pub use secret::ApiKey;

//! Clients of the servers that the bot can use instead of its embedded parts.
//!
//! | module | server | what for |
//! | --- | --- | --- |
//! | [`comfy`] | ComfyUI | drawing |
//! | [`openai`] | any with OpenAI's API of images and chats | drawing, asking, describing |
//! | [`trainer`] | the HTTP trainer that the module defines | training |
//! | [`s3`] | any with the API of Amazon's S3 | keeping pictures |
//!
//! All of them fail with a [`RemoteError`], which knows whether another attempt may help; an attempt carries the
//! same [`JobKey`] as the one before it, so that nothing is drawn, asked or trained twice.

pub mod comfy;
mod error;
mod http;
mod key;
pub mod openai;
pub mod s3;
mod secret;
pub mod trainer;

pub use error::RemoteError;
pub use key::JobKey;
pub use secret::ApiKey;

//! Strict emulators, for tests, of the servers that the bot can use.
//!
//! Each listens on a free port of 127.0.0.1 until it is dropped, writes down every call, refuses what the real server refuses
//! and more (unknown fields, wrong types), and goes wrong on demand.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! use flows_emulators::{ComfyUi, Fault};
//!
//! let comfy = ComfyUi::start().await;
//! comfy.fault(Fault::status(502).on("POST /prompt"));
//! // The client under test calls `comfy.url()`.
//! assert_eq!(comfy.calls_of("POST /prompt").len(), 0);
//! # }
//! ```

mod anvil;
mod comfy;
mod fault;
mod installed;
mod moto;
mod openai;
mod server;
mod trainer;

pub use anvil::Anvil;
pub use comfy::ComfyUi;
pub use fault::Fault;
pub use moto::Moto;
pub use openai::OpenAi;
pub use server::{Call, Server};
pub use trainer::Trainer;

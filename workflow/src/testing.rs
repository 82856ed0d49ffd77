//! Tests that read like the conversation, and fail with one.

mod backstage;
mod chat;
mod clock;
pub mod coverage;
mod doing;
mod faulty;
mod samples;
mod transcript;
mod walk;
mod world;

pub use chat::{AskedEffect, Chat, SURFACE, Serves};
pub use coverage::Coverage;
pub use doing::Doing;
pub use samples::{Sample, SampleKind, samples};
pub use walk::{Opens, Walk, Walked, walk};

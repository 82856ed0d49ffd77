//! The clients against strict emulators of their servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

mod comfy;
mod openai;
mod s3;
mod trainer;

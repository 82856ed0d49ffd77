//! What the flows need from outside: a trait each, with an embedded default.
//!
//! Points, sets, libraries and wallets are the bot's own: they are in [`crate::data`].

pub mod artist;
pub mod bench;
pub mod bucket;
pub mod chain;
pub mod letters;
pub mod models;
pub mod muse;
pub(crate) mod open;
pub mod pictures;
pub mod seeds;
pub mod trainer;

//! What the flows need from outside: a trait each, with an embedded default.
//!
//! Pictures are kept through [`workflow::media::MediaStore`]; the embedded one is a folder.

pub mod artist;
pub mod seeds;

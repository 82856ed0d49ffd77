//! What is said to users in their languages: translations as fluent files, found by names that follow from the code.

mod arguments;
mod catalog;
mod check;
mod keys;
mod own;
mod styled;
mod view;
mod words;

pub use catalog::{Texts, TextsError};
pub use check::{Missing, MissingText};
pub use words::Words;

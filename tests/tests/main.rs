//! All tests of the framework, in one program.

mod language;
pub mod ui;

//! All tests of the framework, in one program.

mod architecture;
mod crash;
mod engine;
mod language;
mod lock;
mod peers;
mod store;
pub mod ui;

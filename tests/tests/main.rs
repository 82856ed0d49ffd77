//! All tests of the framework, in one program.

mod architecture;
mod book;
mod crash;
mod engine;
mod failpoints;
mod language;
mod lock;
mod long;
mod model;
mod peers;
#[cfg(target_os = "linux")]
mod power;
mod store;
mod terminal;
mod testing;
pub mod ui;

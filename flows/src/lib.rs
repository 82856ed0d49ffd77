//! A bot that makes pictures: its flows, the ports through which they reach what is outside, and its configuration.
//!
//! The flow to read first is [`status`]; the one that shows most is [`make`].

pub mod bot;
pub mod config;
pub mod make;
pub mod ports;
pub mod status;
pub mod texts;

//! A bot that makes pictures: its flows, the ports through which they reach what is outside, and its configuration.
//!
//! The flow to read first is [`status`]; the one that shows most is [`train`].

pub mod attach;
pub mod bot;
mod computing;
pub mod config;
pub mod data;
pub mod faucet;
mod given;
pub mod holders;
pub mod make;
pub mod ports;
pub mod retouch;
pub mod riff;
mod services;
pub mod settings;
pub mod status;
pub mod tariff;
pub mod texts;
pub mod told;
pub mod train;
pub mod wallet;

//! The bot as people meet it: in a real Chromium, over HTTP, and at the command line.

mod access;
mod api;
mod bot;
mod busy;
mod chromium;
mod german;
mod host;
mod http;
mod journey;
mod limits;
mod look;
mod raw;
mod restart;
mod roles;
mod safety;
mod scriptless;
mod start;
mod stroll;
mod talk;
mod upload;
mod upload_api;
mod views;
mod visitors;

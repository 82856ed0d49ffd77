//! The client of a node against a real one, and against ones that misbehave.

mod anvil;
mod between;
mod misbehaving;
mod reorganised;
mod transfers;

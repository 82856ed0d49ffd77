//! Tests of the framework.
pub mod bench;
pub mod book;
pub mod claim;
pub mod dice;
pub mod documented;
pub mod gallery;
pub mod gated;
pub mod invariants;
pub mod load;
pub mod make;
pub mod model;
pub mod project;
pub mod soak;
pub mod store;
pub mod trial;
pub mod views;

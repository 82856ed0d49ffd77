//! Tests of the framework.
pub mod make;

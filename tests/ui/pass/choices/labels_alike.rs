//! The labels differ.
use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    /// 1:1
    Square,
    /// Round
    Round,
}

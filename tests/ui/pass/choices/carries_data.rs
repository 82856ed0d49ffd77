//! What the user types is asked for at a step of its own.
use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    Square,
    Free,
}

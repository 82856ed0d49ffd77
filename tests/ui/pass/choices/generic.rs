//! It is one closed set.
use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    Square,
}

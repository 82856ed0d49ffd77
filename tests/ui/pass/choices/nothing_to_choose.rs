//! There is something to choose.
use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    Square,
    Round,
}

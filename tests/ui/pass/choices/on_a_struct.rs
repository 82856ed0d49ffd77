//! It is an enum without fields.
use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    Square,
}

//! The option is spelt as it is called.
use workflow::prelude::*;

#[derive(Choices)]
#[choices(crate = ::workflow)]
enum Shape {
    Square,
}

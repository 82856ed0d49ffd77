use workflow::prelude::*;

#[derive(Choices)]
enum Shape<const N: usize> {
    Square,
}

fn main() {}

use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    Square,
    Free(u32),
}

fn main() {}

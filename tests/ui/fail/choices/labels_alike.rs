use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    /// 1:1
    Square,
    /// 1:1
    Round,
}

fn main() {}

use workflow::prelude::*;

#[derive(Choices)]
#[choices(krate = ::workflow)]
enum Shape {
    Square,
}

fn main() {}

use workflow::prelude::*;

#[derive(Choices)]
struct Shape;

fn main() {}

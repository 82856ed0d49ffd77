use workflow::prelude::*;

#[derive(Choices)]
enum Shape {}

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make {}

fn main() {}

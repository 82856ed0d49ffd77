use workflow::prelude::*;

#[workflow]
struct Make {
    prompt: String,
}

fn main() {}

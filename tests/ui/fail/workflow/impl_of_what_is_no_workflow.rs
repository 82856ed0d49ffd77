use workflow::prelude::*;

struct Make;

#[workflow]
impl Make {}

fn main() {}

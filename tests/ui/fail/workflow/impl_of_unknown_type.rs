use workflow::prelude::*;

#[workflow]
impl Maker {}

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow(version = 2)]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn main() {}

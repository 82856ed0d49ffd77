use workflow::prelude::*;

#[workflow(version = 2, version = 3)]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn main() {}

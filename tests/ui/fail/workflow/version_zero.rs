use workflow::prelude::*;

#[workflow(version = 0)]
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

use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
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

use workflow::prelude::*;

#[workflow]
enum Make {
    Make,
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

//! It is a number.
use workflow::prelude::*;

#[workflow(version = 2)]
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

//! Versions count from 1.
use workflow::prelude::*;

#[workflow(version = 1)]
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

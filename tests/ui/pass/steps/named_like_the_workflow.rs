//! The step has a name of its own.
use workflow::prelude::*;

#[workflow]
enum Make {
    Making,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Making {
        Making
    }

    fn made(self: Making) -> Done {
        Done
    }
}

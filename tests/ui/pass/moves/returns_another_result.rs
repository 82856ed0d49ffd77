//! The error is a rejection.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Result<Done> {
        Err(reject("no"))
    }

    fn finish(self: Ask) -> Done {
        Done
    }
}

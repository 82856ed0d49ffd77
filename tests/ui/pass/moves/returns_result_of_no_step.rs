//! It returns a step.
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
        Ok(Done)
    }

    fn finish(self: Ask) -> Done {
        Done
    }
}

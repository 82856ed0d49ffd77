//! It goes to a step.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, Done)> {
        goto(Ask)
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

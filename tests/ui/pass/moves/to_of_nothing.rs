//! It names its steps.
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

    fn answer(self: Ask) -> To<(Ask, Done)> {
        goto(Ask)
    }

    fn finish(self: Ask) -> Done {
        Done
    }
}

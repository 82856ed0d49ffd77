//! Each step stands once.
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
        goto(Done)
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

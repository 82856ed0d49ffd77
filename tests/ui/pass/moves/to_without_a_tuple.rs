//! The step itself, and one of several in a tuple.
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
        goto(Done)
    }
}

//! A step on the path of the loop leads to an end now.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Again,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Again {
        Again
    }

    fn turn(self: Again) -> To<(Again, Done)> {
        goto(Done)
    }
}

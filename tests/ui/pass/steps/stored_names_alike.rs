//! One of them has another stored name.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(name = "Finished", end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

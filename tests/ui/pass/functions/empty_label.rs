//! The button says something.
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

    #[action("Answer")]
    fn answer(self: Ask) -> Done {
        Done
    }
}

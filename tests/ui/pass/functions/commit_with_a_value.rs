//! It stands alone.
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

    #[commit]
    fn answer(self: Ask) -> Done {
        Done
    }
}

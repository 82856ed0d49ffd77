//! There is one label.
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

    #[action("Send it now")]
    fn answer(self: Ask) -> Done {
        Done
    }
}

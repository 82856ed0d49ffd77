//! They have names of their own.
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

    /// Give up
    fn stop(self: Ask) -> Done {
        Done
    }

    /// Stop
    fn cancel(self) -> Done {
        Done
    }
}

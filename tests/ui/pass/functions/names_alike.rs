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

    /// Send it
    fn send(self: Ask) -> Done {
        Done
    }

    /// Send it now
    fn send_now(self: Ask) -> Done {
        Done
    }
}

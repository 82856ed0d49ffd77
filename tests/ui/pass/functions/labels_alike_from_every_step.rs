//! One of them says what it does.
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

    /// Stop
    fn give_up(self: Ask) -> Done {
        Done
    }

    /// Forget all of it
    fn cancel(self) -> Done {
        Done
    }
}

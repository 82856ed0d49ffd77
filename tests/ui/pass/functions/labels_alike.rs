//! One of them has another label; at different steps labels may be alike, and so may commands.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    /// Send it
    #[command("/send")]
    fn send(self: Ask) -> Review {
        Review
    }

    #[action("Send it now")]
    fn submit(self: Ask) -> Done {
        Done
    }

    /// Send it
    #[command("/send")]
    fn send(self: Review) -> Done {
        Done
    }
}

//! Each has a label of its own.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review {
        item: String,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn item(self: Ask, Text(item): Text) -> Review {
        Review { item }
    }

    fn done(self: Review) -> Done {
        Done
    }

    /// Stop
    fn stop(self) -> Done {
        Done
    }

    /// Cancel
    fn cancel(self) -> Done {
        Done
    }
}

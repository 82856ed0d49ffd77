//! Something leads to it, and it leads on.
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

    fn answer(self: Ask) -> Review {
        Review
    }

    fn confirm(self: Review) -> Done {
        Done
    }
}

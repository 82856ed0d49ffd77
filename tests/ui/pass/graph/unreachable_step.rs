//! A transition returns the step now.
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

//! To a step that every path passes.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Choosing,
    Review,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn next(self: Ask) -> Choosing {
        Choosing
    }

    fn review(self: Choosing) -> Review {
        Review
    }

    fn hurry(self) -> Review {
        Review
    }

    fn done(self: Review) -> Done {
        Done
    }

    fn again(self: Review) -> Rewind<Ask> {
        Rewind::default()
    }
}

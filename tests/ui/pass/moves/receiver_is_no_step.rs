//! It is a step.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Draft,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Draft {
        Draft
    }

    fn publish(self: Draft) -> Done {
        Done
    }
}

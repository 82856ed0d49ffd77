//! The timer counts from entering a step.
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

    #[after("15m")]
    fn expire(self: Ask) -> Done {
        Done
    }

    fn done(self: Review) -> Done {
        Done
    }
}

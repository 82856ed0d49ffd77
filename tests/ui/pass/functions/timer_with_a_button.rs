//! The button has a transition of its own.
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

    #[action("Expire")]
    fn done(self: Review) -> Done {
        Done
    }

    #[after("15m")]
    fn expire(self: Review) -> Done {
        Done
    }
}

//! The session has an owner; a reviewer takes a transition.
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

    #[actor("reviewer")]
    fn done(self: Review) -> Done {
        Done
    }
}

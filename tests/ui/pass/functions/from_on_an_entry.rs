//! It is a transition.
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

    #[from(Ask, Review)]
    fn forget(self) -> Done {
        Done
    }

    fn done(self: Review) -> Done {
        Done
    }
}

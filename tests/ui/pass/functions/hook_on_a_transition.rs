//! The hook is a function of its own.
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

    #[entry]
    fn came(self: &Review) {}

    fn done(self: Review) -> Done {
        Done
    }
}

//! Spelt as the step is.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(after(Ask))]
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
}

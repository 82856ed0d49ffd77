//! It is yes or no.
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

    #[when(|step| !step.item.is_empty())]
    fn done(self: Review) -> Done {
        Done
    }
}

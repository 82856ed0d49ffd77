//! Each role sees one of them.
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

    fn done(self: Review) -> Done {
        Done
    }

    #[actor("reviewer")]
    fn approve(self: Review) -> Done {
        Done
    }

    #[actor("boss")]
    #[action("Approve")]
    fn agree(self: Review) -> Done {
        Done
    }
}

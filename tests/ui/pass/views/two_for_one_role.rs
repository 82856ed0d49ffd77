//! Each role has one view.
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

    #[view]
    #[actor("reviewer")]
    fn one(self: &Review) -> View {
        View::text(self.item.clone())
    }

    #[view]
    fn two(self: &Review) -> View {
        View::text(self.item.clone())
    }
}

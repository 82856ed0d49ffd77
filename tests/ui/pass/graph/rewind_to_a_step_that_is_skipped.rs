//! It returns the step itself.
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
    fn start(item: Option<Text>) -> To<(Ask, Review)> {
        match item {
            Some(Text(item)) => goto(Review { item }),
            None => goto(Ask),
        }
    }

    fn item(self: Ask, Text(item): Text) -> Review {
        Review { item }
    }

    fn again(self: Review) -> Ask {
        Ask
    }

    fn done(self: Review) -> Done {
        Done
    }
}

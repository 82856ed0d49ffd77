//! The guard looks at the step that it guards.
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

    #[when(is_ready)]
    fn done(self: Review) -> Done {
        Done
    }
}

fn is_ready(step: &Review) -> bool {
    !step.item.is_empty()
}

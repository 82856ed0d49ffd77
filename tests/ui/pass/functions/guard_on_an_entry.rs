//! The entry rejects.
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
    fn start(user: User) -> Result<Ask> {
        if user.id().as_str().is_empty() { Err(reject("Who are you?")) } else { Ok(Ask) }
    }

    fn item(self: Ask, Text(item): Text) -> Review {
        Review { item }
    }

    fn done(self: Review) -> Done {
        Done
    }
}

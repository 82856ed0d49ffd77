//! A picture and a file.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn front(self: Ask, _: Photo) -> Done {
        Done
    }

    fn back(self: Ask, _: Document) -> Done {
        Done
    }
}

//! A picture here, and words everywhere.
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

    fn say(self, Text(_): Text) -> Done {
        Done
    }

    fn picture(self: Ask, _: Photo) -> Done {
        Done
    }
}

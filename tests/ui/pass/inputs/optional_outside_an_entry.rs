//! Two transitions, one of them without the input.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_: Option<Text>) -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(_): Text) -> Done {
        Done
    }

    fn skip(self: Ask) -> Done {
        Done
    }
}

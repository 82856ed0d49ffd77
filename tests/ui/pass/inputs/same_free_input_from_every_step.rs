//! What is said everywhere is a button.
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

    fn prompt(self: Ask, Text(_): Text) -> Done {
        Done
    }

    fn stop(self) -> Done {
        Done
    }
}

//! The steps have names of their own.
use workflow::prelude::*;

#[workflow]
enum Make {
    AskText,
    #[step(end)]
    Shown,
}

#[workflow]
impl Make {
    fn start() -> AskText {
        AskText
    }

    fn answer(self: AskText) -> Shown {
        Shown
    }
}

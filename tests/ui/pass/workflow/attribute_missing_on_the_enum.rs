//! The attribute stands on both.
use workflow::prelude::*;

#[workflow]
enum Make {
    AskPrompt,
    #[step(end)]
    Finished,
}

#[workflow]
impl Make {
    fn start() -> AskPrompt {
        AskPrompt
    }

    fn answer(self: AskPrompt) -> Finished {
        Finished
    }
}

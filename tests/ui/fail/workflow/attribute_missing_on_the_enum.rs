use workflow::prelude::*;

enum Make {
    AskPrompt,
    Finished,
}

#[workflow]
impl Make {
    fn start() -> AskPrompt {
        loop {}
    }

    fn answer(self: AskPrompt) -> Finished {
        loop {}
    }
}

fn main() {}

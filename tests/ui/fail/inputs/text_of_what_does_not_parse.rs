use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

struct Prompt;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(_): Text<Prompt>) -> Done {
        Done
    }
}

fn main() {}

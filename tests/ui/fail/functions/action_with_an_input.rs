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

    #[action("Send it")]
    fn answer(self: Ask, Text(_): Text) -> Done {
        Done
    }
}

fn main() {}

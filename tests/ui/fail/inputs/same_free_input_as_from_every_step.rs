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

    fn words(self: Ask, Text(_): Text) -> Done {
        Done
    }
}

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

type First = Ask;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: First, _: Text) -> Done {
        Done
    }
}

fn main() {}

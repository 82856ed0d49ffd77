use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make {
    Ask = 1,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

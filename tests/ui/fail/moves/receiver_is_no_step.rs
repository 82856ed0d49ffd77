use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

struct Draft;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }

    fn publish(self: Draft) -> Done {
        Done
    }
}

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[stp(end)]
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

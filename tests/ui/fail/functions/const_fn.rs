use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    const fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

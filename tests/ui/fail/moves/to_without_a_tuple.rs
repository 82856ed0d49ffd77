use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<Ask> {
        goto(Ask)
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

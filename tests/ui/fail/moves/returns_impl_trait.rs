use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> impl Step {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

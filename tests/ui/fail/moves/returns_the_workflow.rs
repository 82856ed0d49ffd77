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

    fn answer(self: Ask) -> Make {
        Make::Done(Done)
    }

    fn finish(self: Ask) -> Done {
        Done
    }
}

fn main() {}

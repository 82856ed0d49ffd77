use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    PickShape,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> To<(PickShape, Done)> {
        goto(Done)
    }
}

fn main() {}

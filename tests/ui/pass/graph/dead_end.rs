//! The dead end has a way out now.
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
        goto(PickShape)
    }

    fn shape(self: PickShape) -> Done {
        Done
    }
}

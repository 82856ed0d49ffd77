//! The step is among those of the return type.
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
    fn start() -> To<(Ask, Done)> {
        goto(Done)
    }

    fn answer(self: Ask) -> PickShape {
        PickShape
    }

    fn shape(self: PickShape) -> Done {
        Done
    }
}

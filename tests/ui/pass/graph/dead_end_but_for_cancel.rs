//! The step has a way of its own.
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

    fn answer(self: Ask) -> PickShape {
        PickShape
    }

    fn shape(self: PickShape) -> Done {
        Done
    }

    fn cancel(self) -> Done {
        Done
    }
}

//! The step is no end any more.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Shown,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Shown {
        Shown
    }

    fn again(self: Shown) -> Ask {
        Ask
    }

    fn enough(self: Shown) -> Done {
        Done
    }
}

//! It says what it is for.
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

    fn answer(self: Ask) -> Done {
        Done
    }

    #[view]
    fn look(self: &Ask) -> View {
        View::text("?")
    }
}

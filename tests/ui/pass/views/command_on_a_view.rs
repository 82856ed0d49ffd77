//! A view has no command.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }

    #[view]
    fn show(self: &Done) -> View {
        View::text("?")
    }
}

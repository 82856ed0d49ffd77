//! Each workflow says how its own steps look.
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
    fn done(self: &Done) -> View {
        View::text("!")
    }
}

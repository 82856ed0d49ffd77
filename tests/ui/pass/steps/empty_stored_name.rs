//! It has a name.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end, name = "Finished")]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

//! The stored name is an option of the step.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end, name = "done")]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

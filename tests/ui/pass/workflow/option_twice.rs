//! There is one version.
use workflow::prelude::*;

#[workflow(version = 3)]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

//! It stands beside the impl.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

const _LIMIT: u32 = 3;

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

//! The trait is implemented beside it, for the workflow as a type.
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
}

impl Default for Make {
    fn default() -> Self {
        Done.into()
    }
}

//! It is taken as a text.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_prompt: Option<Text>) -> Done {
        Done
    }
}

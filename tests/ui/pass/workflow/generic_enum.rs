//! What varies is data.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask {
        value: String,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(Text(value): Text) -> Ask {
        Ask { value }
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

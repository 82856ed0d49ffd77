//! The data has a name.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask {
        prompt: String,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(Text(prompt): Text) -> Ask {
        Ask { prompt }
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

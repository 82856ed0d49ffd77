//! It stands on the enum of the steps, and on their impl.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done {
        prompt: String,
    },
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn prompt(self: Ask, Text(prompt): Text) -> Done {
        Done { prompt }
    }
}

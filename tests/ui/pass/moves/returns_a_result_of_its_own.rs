//! It is the `Result` of the prelude.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(text): Text) -> Result<To<(Ask, Done)>> {
        Ok(if text == "yes" { goto(Done) } else { goto(Ask) })
    }
}

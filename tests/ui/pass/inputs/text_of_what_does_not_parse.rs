//! The type has a `FromStr` with an error that is `Display`.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

struct Prompt;

impl std::str::FromStr for Prompt {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(_): Text<Prompt>) -> Done {
        Done
    }
}

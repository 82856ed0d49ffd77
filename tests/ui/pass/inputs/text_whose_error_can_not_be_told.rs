//! The error has words.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

struct Prompt;
#[derive(Debug)]
struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("That is too long.")
    }
}

impl std::str::FromStr for Prompt {
    type Err = TooLong;

    fn from_str(_: &str) -> Result<Self, TooLong> {
        Err(TooLong)
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

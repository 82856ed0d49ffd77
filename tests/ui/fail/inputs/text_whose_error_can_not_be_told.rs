use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

struct Prompt;
struct TooLong;

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

fn main() {}

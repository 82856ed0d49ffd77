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

    fn prompt(self: Ask, Text(_): Text) -> Done {
        Done
    }

    fn number(self: Ask, Text(_): Text<u32>) -> Done {
        Done
    }
}

fn main() {}

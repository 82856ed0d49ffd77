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

    fn answer(self: Ask, Text(text): Text) {
        if text.is_empty() { goto(Ask) } else { goto(Done) }
    }
}

fn main() {}

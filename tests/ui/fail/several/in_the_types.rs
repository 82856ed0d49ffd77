use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review {
        file: std::fs::File,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_count: u32) -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(_): Text<std::fs::File>) -> To<(Review, Done)> {
        goto(Ask)
    }

    fn confirm(self: Review) -> Option<Done> {
        None
    }

    #[view]
    fn look(self: &Ask, _key: Key) -> String {
        "?".into()
    }
}

fn main() {}

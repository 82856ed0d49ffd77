use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(_): Text) -> Review {
        Review
    }

    fn confirm(self: Review) -> Done {
        Done
    }
}

fn main() {
    Ask.confirm();
}

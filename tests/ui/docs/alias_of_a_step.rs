use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review,
    #[step(end)]
    Done,
}

type Next = Review;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, _: Text) -> Next {
        Review
    }

    fn finish(self: Review) -> Done {
        Done
    }
}

fn main() {}

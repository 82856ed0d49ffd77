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

    fn answer<T>(self: Ask, State(_): State<T>) -> Done {
        Done
    }
}

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make<T> {
    Ask {
        value: T,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn main() {}

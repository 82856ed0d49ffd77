use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl<T> Make {
    fn start() -> Done {
        Done
    }
}

fn main() {}

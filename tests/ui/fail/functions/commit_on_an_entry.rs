use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[commit]
    fn start() -> Done {
        Done
    }
}

fn main() {}

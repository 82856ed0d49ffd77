use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    const LIMIT: u32 = 3;

    fn start() -> Done {
        Done
    }
}

fn main() {}

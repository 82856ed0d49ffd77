use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end, name = "")]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn main() {}

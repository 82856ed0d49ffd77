use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_prompt: Option<String>) -> Done {
        Done
    }
}

fn main() {}

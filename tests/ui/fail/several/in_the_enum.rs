use workflow::prelude::*;

#[workflow(versoin = 2)]
enum Make {
    Ask(String),
    #[cfg(unix)]
    Review,
    #[step(ends)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn main() {
    let _: Done = Make::start();
}

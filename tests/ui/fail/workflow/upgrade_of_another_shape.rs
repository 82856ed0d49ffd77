use workflow::Stored;
use workflow::prelude::*;

#[workflow(version = 2, upgrade = upgrade)]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn upgrade(step: Stored) -> Result<Stored> {
    Ok(step)
}

fn main() {}

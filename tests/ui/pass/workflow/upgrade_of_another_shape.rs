//! It takes the version that the step was stored by.
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

fn upgrade(_from: u32, step: Stored) -> Result<Stored> {
    Ok(step)
}

//! There is an older version to upgrade from.
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

fn upgrade(_: u32, step: Stored) -> Result<Stored> {
    Ok(step)
}

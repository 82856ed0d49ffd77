use workflow::Stored;
use workflow::prelude::*;

#[workflow(upgrade = upgrade)]
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

fn main() {}

use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
    #[step(end)]
    Cancelled,
}

type Either = To<(Done, Cancelled)>;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, _: Text) -> Result<Either> {
        Ok(goto(Done))
    }
}

fn main() {}

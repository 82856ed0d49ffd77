use workflow::prelude::*;

#[derive(Default)]
struct Cache;

#[workflow]
enum Make {
    Ask {
        #[serde(skip)]
        cache: Cache,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask { cache: Cache }
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

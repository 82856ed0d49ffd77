use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn file(self: Ask, _: Document) -> Done {
        Done
    }

    fn paper(self: Ask, _: Document) -> Done {
        Done
    }

    fn voice(self: Ask, _: Audio) -> Done {
        Done
    }

    fn song(self: Ask, _: Audio) -> Done {
        Done
    }

    fn film(self: Ask, _: Video) -> Done {
        Done
    }

    fn clip(self: Ask, _: Video) -> Done {
        Done
    }
}

fn main() {}

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

    fn photo(self: Ask, Photo(_): Photo) -> Done {
        Done
    }

    fn album(self: Ask, Album(_): Album) -> Done {
        Done
    }
}

fn main() {}

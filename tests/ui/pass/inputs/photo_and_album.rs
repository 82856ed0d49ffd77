//! An album may be of one photo; a photo and a document are told apart.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    AskPages,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, AskPages)> {
        goto(Ask)
    }

    fn photo(self: Ask, Photo(_): Photo) -> Done {
        Done
    }

    fn document(self: Ask, Document(_): Document) -> AskPages {
        AskPages
    }

    fn album(self: AskPages, Album(_): Album) -> Done {
        Done
    }
}

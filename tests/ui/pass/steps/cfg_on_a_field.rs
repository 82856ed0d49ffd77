//! The data is the same in every build.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done { image: String },
}

#[workflow]
impl Make {
    fn start(Text(image): Text) -> Done {
        Done { image }
    }
}

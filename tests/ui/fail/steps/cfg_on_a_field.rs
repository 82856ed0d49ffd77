use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done {
        #[cfg(unix)]
        image: String,
    },
}

#[workflow]
impl Make {
    fn start(Text(image): Text) -> Done {
        Done { image }
    }
}

fn main() {}

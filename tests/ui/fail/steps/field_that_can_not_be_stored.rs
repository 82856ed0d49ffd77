use workflow::prelude::*;

#[workflow]
enum Make {
    Ask {
        file: std::fs::File,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Result<Ask> {
        Ok(Ask { file: std::fs::File::open("a")? })
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}

use workflow::prelude::*;

#[workflow]
#[serde(rename_all = "snake_case")]
enum Make {
    #[serde(rename = "done")]
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }
}

fn main() {}

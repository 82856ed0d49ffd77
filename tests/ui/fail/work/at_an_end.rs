use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }

    #[invoke(timeout = "1m")]
    async fn render(self: &Done) -> Result<String> {
        Ok(String::new())
    }
}

fn main() {}

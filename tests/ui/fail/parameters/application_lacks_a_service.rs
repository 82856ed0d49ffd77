use workflow::Engine;
use workflow::prelude::*;

#[derive(Clone)]
struct Bot;

#[derive(Clone)]
struct Ledger;

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

    fn answer(self: Ask, State(_): State<Ledger>) -> Done {
        Done
    }
}

fn main() {
    Engine::builder(Bot).workflow::<Make>();
}

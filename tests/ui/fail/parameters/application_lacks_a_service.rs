use workflow::Dispatch;
use workflow::prelude::*;

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

fn serve<W: Dispatch<Bot>>() {}

fn main() {
    serve::<Make>();
}

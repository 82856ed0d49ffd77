//! The application has a `FromRef` for it.
use workflow::Dispatch;
use workflow::prelude::*;

struct Bot {
    ledger: Ledger,
}

#[derive(Clone)]
struct Ledger;

impl FromRef<Bot> for Ledger {
    fn from_ref(bot: &Bot) -> Self {
        bot.ledger.clone()
    }
}

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

#[test]
fn an_application_with_the_service_serves_it() {
    serve::<Make>();
    let _ = Bot { ledger: Ledger };
}

use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Paid,
    #[step(after(Paid))]
    Draw,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn pay(self: Ask) -> Paid {
        Paid
    }

    fn draw(self: Paid) -> Draw {
        Draw
    }

    fn hurry(self) -> Draw {
        Draw
    }

    fn done(self: Draw) -> Done {
        Done
    }
}

fn main() {}

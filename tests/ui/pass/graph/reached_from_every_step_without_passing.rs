//! Every step but the ends is behind it.
use workflow::prelude::*;

#[workflow]
enum Make {
    Paid,
    #[step(after(Paid))]
    Draw,
    #[step(end)]
    Done,
    #[step(end)]
    Refused,
}

#[workflow]
impl Make {
    fn start(Confirm(pays): Confirm) -> To<(Paid, Refused)> {
        if pays { goto(Paid) } else { goto(Refused) }
    }

    fn hurry(self) -> Draw {
        Draw
    }

    fn draw(self: Paid) -> Draw {
        Draw
    }

    fn done(self: Draw) -> Done {
        Done
    }
}

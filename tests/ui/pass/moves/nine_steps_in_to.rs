//! A step between leads to the rest.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    A,
    #[step(end)]
    B,
    #[step(end)]
    C,
    #[step(end)]
    D,
    #[step(end)]
    E,
    #[step(end)]
    F,
    #[step(end)]
    G,
    #[step(end)]
    H,
    #[step(end)]
    I,
    More,
}

#[workflow]
impl Make {
    fn start() -> To<(A, B, C, D, E, F, G, More)> {
        goto(A)
    }

    fn more(self: More) -> To<(H, I)> {
        goto(H)
    }
}

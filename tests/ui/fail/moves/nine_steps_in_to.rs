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
}

#[workflow]
impl Make {
    fn start() -> To<(A, B, C, D, E, F, G, H, I)> {
        goto(A)
    }
}

fn main() {}

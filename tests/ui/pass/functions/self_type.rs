//! The type has its name; `Self` inside an item of its own is left alone.
use workflow::prelude::*;

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

    fn again(self: Ask) -> Ask {
        struct Count(u32);

        impl Count {
            fn new() -> Self {
                Self(0)
            }
        }
        let _ = Count::new().0;
        self
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

use workflow::prelude::*;

mod make {
    use workflow::prelude::*;

    #[workflow]
    pub enum Make {
        Ask,
        #[step(end)]
        Done {
            image: String,
        },
    }

    #[workflow]
    impl Make {
        fn start() -> Ask {
            Ask
        }

        fn answer(self: Ask, Text(image): Text) -> Done {
            Done { image }
        }
    }
}

fn main() {
    let _ = make::Done { image: "forged".into() };
}

//! A type of the user's own, from the context and from an input: also called like one of ours.
use workflow::{Context, Input, Takes};

mod own {
    use super::{Context, Input, Takes};

    /// Taken from the context, though it is called like an input.
    pub(crate) struct Text<T>(pub(crate) T);

    impl<App, At, T: Default> workflow::FromContext<App, At> for Text<T> {
        fn from_context(_: &mut Context<'_, App, At>) -> workflow::Result<Self> {
            Ok(Text(T::default()))
        }
    }

    /// Taken from an input.
    pub(crate) struct Pieces(pub(crate) u8);

    impl workflow::FromInput for Pieces {
        const TAKES: Takes = Takes::TEXT;

        fn from_input(input: Input) -> workflow::Result<Self> {
            let workflow::Text(pieces) = workflow::Text::from_input(input)?;
            Ok(Pieces(pieces))
        }
    }
}

use own::{Pieces, Text};
use workflow::workflow;

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

    fn answer(self: Ask, Pieces(count): Pieces, Text(more): Text<u8>) -> Done {
        let _ = count + more;
        Done
    }
}

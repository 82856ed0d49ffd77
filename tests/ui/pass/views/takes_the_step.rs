//! The view borrows its step; one that is `async` and may fail too.
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

    fn answer(self: Ask) -> Done {
        Done
    }

    #[view]
    fn ask(self: &Ask) -> View {
        View::text("?")
    }

    #[view]
    async fn done(self: &Done, user: User) -> Result<View> {
        Ok(View::text(user.id().as_str()))
    }
}

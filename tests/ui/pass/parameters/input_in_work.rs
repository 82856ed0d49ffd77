//! Work takes context.
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

    #[invoke(timeout = "1m")]
    async fn count(self: &Ask, _key: Key) -> Result<u32> {
        Ok(3)
    }

    #[done(count)]
    fn counted(self: Ask, _count: u32) -> Done {
        Done
    }

    #[failed(count)]
    fn not_counted(self: Ask, _failure: Failure) -> Done {
        Done
    }
}

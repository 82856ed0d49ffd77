use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("make")]
    fn start() -> Ask {
        Ask
    }

    #[comit]
    fn answer(self: Ask, _user: &User) -> Review {
        Review
    }

    fn look(&self) -> View {
        View::text("?")
    }

    fn confirm(self: Review) {}
}

fn main() {
    let _: Review = Ask.answer(&User::new(workflow::UserId::new("test", "ann")));
}

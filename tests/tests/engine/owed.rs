//! A session that owes something is given up before another one takes its place.

use std::sync::{Arc, Mutex};

use workflow::prelude::*;
use workflow::testing::Chat;

/// What was given back.
type Returned = Arc<Mutex<Vec<String>>>;

/// Rent something.
#[workflow]
enum Rent {
    /// Looking around.
    Looking,
    /// A bicycle is yours.
    Renting { pledge: String },
    /// You are asked something.
    Asking { pledge: String },
    /// It is over.
    #[step(end)]
    Over,
}

#[workflow]
impl Rent {
    #[command("/look")]
    fn look() -> Looking {
        Looking
    }

    #[command("/rent")]
    fn rent(Text(pledge): Text) -> Renting {
        Renting { pledge }
    }

    /// Take one
    fn take(self: Looking) -> Renting {
        Renting { pledge: "a coin".into() }
    }

    /// Ask
    fn ask(self: Renting) -> Asking {
        Asking { pledge: self.pledge }
    }

    /// Give it back
    #[command("/cancel")]
    fn bring(self: Renting) -> With<Over, GiveBack> {
        Over.with(GiveBack(self.pledge))
    }

    /// Not if it is broken
    #[command("/cancel")]
    fn leave(self: Asking) -> Result<With<Over, GiveBack>> {
        if self.pledge == "broken" {
            return Err(reject("It is broken: please stay."));
        }
        Ok(Over.with(GiveBack(self.pledge)))
    }

    /// Buy it
    #[command("/buy")]
    fn buy(self: Looking) -> With<Over, GiveBack> {
        Over.with(GiveBack("the change".into()))
    }

    /// Leave
    fn go(self: Looking) -> Over {
        Over
    }

    #[effect]
    async fn give_back(pledge: String, State(returned): State<Returned>) -> Result<()> {
        returned.lock().unwrap().push(pledge);
        Ok(())
    }
}

async fn shop() -> (Chat, Returned) {
    let returned = Returned::default();
    (Chat::new::<Rent>(returned.clone()).await, returned)
}

fn all(returned: &Returned) -> Vec<String> {
    returned.lock().unwrap().clone()
}

const ASKED: &str = "“A bicycle is yours” is under way and would be lost. Begin /look all the same?";

#[tokio::test]
async fn g08_what_is_owed_is_asked_about_and_given_back_when_another_workflow_begins() {
    let (mut chat, returned) = shop().await;
    chat.say("/rent a watch").await.say("/look").await.at::<Renting>().not_moved().sees(ASKED);
    chat.press("Stay here").await.at::<Renting>();
    assert!(all(&returned).is_empty());
    chat.say("/look").await.restart().await.press("Leave it").await.at::<Looking>().perform().await;
    assert_eq!(all(&returned), ["a watch"]);
    // Once, also when everything is told again.
    chat.restart().await;
    assert_eq!(all(&returned), ["a watch"]);
}

#[tokio::test]
async fn what_owes_nothing_makes_place_without_a_question_and_no_other_command_is_taken() {
    let (mut chat, returned) = shop().await;
    chat.say("/look").await.say("/rent a watch").await.at::<Renting>();
    assert!(all(&returned).is_empty());
}

#[tokio::test]
async fn a_session_that_refuses_to_be_given_up_stays() {
    let (mut chat, returned) = shop().await;
    chat.say("/rent broken").await.press("Ask").await.at::<Asking>().say("/look").await;
    chat.press("Leave it").await.at::<Asking>().rejected("It is broken: please stay.");
    assert!(all(&returned).is_empty());
}

//! Random walks.

use workflow::prelude::*;
use workflow::testing::{Walk, walk};
use workflow::{Engine, Media, MediaId, MediaKind};
use workflow_tests::claim::{Account, Claim, Deeds};
use workflow_tests::make::Make;

use super::Studio;

#[test]
fn a_sound_workflow_is_walked_over_all_its_edges() {
    let walked = walk::<Make>(|| Studio).gives("render", ["a picture"]).run();
    walked.coverage().assert_all_edges();
    assert!(walked.steps() > 1000, "{}", walked.steps());
}

fn bill() -> Media {
    Media::new(MediaId::of_digest([7; 32]), MediaKind::Photo, "image/png", 900)
}

#[test]
fn timers_roles_effects_rewinds_and_children_are_walked() {
    let build = |_| Engine::builder(Deeds::default()).workflow::<Claim>().workflow::<Account>();
    let walk = Walk::<Claim>::with(build)
        .text("AskSum", ["42", "2000"])
        .text("AskNumber", ["7"])
        .text("Waiting", ["Too much."])
        .media("Waiting", [bill()])
        .runs(500);
    walk.run().coverage().assert_all_edges();
}

#[test]
fn the_walks_of_a_seed_are_the_same() {
    let steps = |seed| walk::<Make>(|| Studio).gives("render", ["a picture"]).seed(seed).runs(20).run().steps();
    assert_eq!(steps(7), steps(7));
    assert_ne!(steps(7), steps(8));
}

/// A workflow with a mistake that shows after two of a kind.
#[workflow]
enum Basket {
    /// What goes in?
    Filling { things: Vec<String> },
    /// Is that all?
    Sure { things: Vec<String> },
    #[step(end)]
    Bought,
}

#[workflow]
impl Basket {
    #[command("/basket")]
    fn start() -> Filling {
        Filling { things: Vec::new() }
    }

    fn put(self: Filling, Text(thing): Text) -> Filling {
        let mut things = self.things;
        assert!(!things.contains(&thing), "{thing} is there already");
        things.push(thing);
        Filling { things }
    }

    /// That is all
    fn all(self: Filling) -> Sure {
        Sure { things: self.things }
    }

    /// More
    fn more(self: Sure) -> Filling {
        Filling { things: self.things }
    }

    /// Buy
    fn buy(self: Sure) -> Bought {
        Bought
    }
}

fn failure(walk: Walk<Basket>) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| walk.run())).expect_err("the walk finds it");
    panic.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a_mistake_is_found_and_told_as_the_shortest_conversation() {
    let why = failure(walk::<Basket>(|| ()).text("Filling", ["milk", "bread", "eggs"]));
    assert!(why.starts_with("a walk over `basket` failed: a transition of `basket` panicked: "), "{why}");
    let thing = ["milk", "bread", "eggs"].into_iter().find(|thing| why.contains(&format!("say({thing:?})"))).unwrap();
    let script = format!(
        "as a test:

    let mut chat = Chat::new::<Basket>(app).await;
    chat.say(\"/basket\").await;
    chat.say(\"{thing}\").await;
    chat.say(\"{thing}\").await;

this is what is left of "
    );
    assert!(why.contains(&script), "{why}");
    assert!(why.contains(&format!("ann: {thing}\nbot: ! That did not work.")), "{why}");
    assert!(why.ends_with("to walk there again: WORKFLOW_WALK_SEED=0\n"), "{why}");
}

#[test]
fn what_the_test_itself_asks_for_is_checked_after_each_step() {
    let few = |chat: &mut workflow::testing::Chat| {
        let is_full = chat.screens().first().is_some_and(|screen| {
            screen
                .record()
                .stored
                .data
                .get("things")
                .and_then(|things| things.as_array())
                .is_some_and(|all| all.len() > 1)
        });
        if is_full { Err("there is too much in it".to_owned()) } else { Ok(()) }
    };
    let why = failure(walk::<Basket>(|| ()).text("Filling", ["milk", "bread"]).check(few));
    assert!(why.contains("too much in it") || why.contains("there already"), "{why}");
    assert_eq!(why.matches("chat.say").count(), 3, "{why}");
}

/// A workflow whose data does not come back as it was.
#[workflow]
enum Forgetful {
    /// What is your name?
    Ask,
    /// Hello.
    Hello { name: Name },
    #[step(end)]
    Bye,
}

/// A name that is stored in capital letters, and read with one more each time.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(from = "String")]
struct Name(String);

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(format!("{name}!"))
    }
}

#[workflow]
impl Forgetful {
    #[command("/hello")]
    fn start() -> Ask {
        Ask
    }

    fn name(self: Ask, Text(name): Text) -> Hello {
        Hello { name: Name(name) }
    }

    fn bye(self: Hello) -> Bye {
        Bye
    }
}

#[test]
fn data_that_is_not_stored_as_it_was_is_found() {
    let panic = std::panic::catch_unwind(|| walk::<Forgetful>(|| ()).text("Ask", ["Ann"]).run()).unwrap_err();
    let why = panic.downcast_ref::<String>().unwrap();
    assert!(why.contains("`Hello` is stored as {\"name\": String(\"Ann\")}, and loads as"), "{why}");
    assert!(why.contains("chat.say(\"/hello\").await;\n    chat.say(\"Ann\").await;\n\n"), "{why}");
}

//! Everything that a graph says is in its picture.

use workflow::Workflow;
use workflow::draw::{Edge, Effect, Names, Origin, Picture, Position, Step, Trigger, Work};

use super::whole::Order;

fn edge(picture: &Picture<'static>, name: &str) -> Edge<'static> {
    picture.edges.iter().find(|edge| edge.name == name).unwrap().clone()
}

#[test]
fn a_step_has_its_text_its_rules_its_view_and_its_work() {
    let picture = Order::GRAPH.picture();
    let waiting = &picture.steps[3];
    assert_eq!((&*waiting.name, &*waiting.title), ("Waiting", "Somebody looks at it."));
    assert_eq!(waiting.passes, ["Review"]);
    assert!(waiting.has_view && !waiting.end && !waiting.no_back);
    assert!(picture.steps[4].no_back && picture.steps[5].end);
    let wallet = Work { name: "wallet".into(), child: Some("wallet".into()), ..Work::default() };
    assert_eq!(picture.steps[4].work, [wallet]);
    assert_eq!(picture.steps[5].title, "");
}

#[test]
fn a_hook_of_every_step_is_at_each() {
    let picture = Order::GRAPH.picture();
    let of = |hook: &str| picture.steps.iter().filter(|step: &&Step<'_>| step.hooks.contains(&hook.into())).count();
    let everywhere = Order::GRAPH.hooks().iter().find(|hook| hook.step.is_none()).unwrap();
    assert_eq!(of(everywhere.name), picture.steps.len());
    let one = Order::GRAPH.hooks().iter().find(|hook| hook.step.is_some()).unwrap();
    assert_eq!(of(one.name), 1);
}

#[test]
fn an_edge_has_guard_commit_effects_and_targets() {
    let order = edge(&Order::GRAPH.picture(), "order");
    assert_eq!((order.from, order.to), (Origin::Step(Position(2)), vec![Position(3)]));
    assert_eq!((order.guard.as_deref(), order.commit), (Some("is_few"), true));
    assert_eq!(order.effects, ["reserve", "tell"]);
}

#[test]
fn an_edge_has_its_way_back_its_role_its_timer_and_its_commands() {
    let picture = Order::GRAPH.picture();
    let refuse = edge(&picture, "refuse");
    assert_eq!((refuse.rewinds, refuse.actor.as_deref()), (true, Some("boss")));
    assert_eq!(edge(&picture, "nobody_looked").trigger, Trigger::After("1d".into()));
    assert_eq!(edge(&picture, "paid").trigger, Trigger::Done("wallet".into()));
    let dropped = edge(&picture, "drop_it");
    assert_eq!((dropped.from, dropped.commands), (Origin::Any, vec!["/drop".into()]));
}

#[test]
fn an_effect_has_its_retries_and_its_docs() {
    let tell = Effect { name: "tell".into(), retries: Some(0), docs: "Tells somebody.".into() };
    assert_eq!(Order::GRAPH.picture().effects[1], tell);
}

#[test]
fn what_is_taken_is_told_in_words() {
    let picture = Order::GRAPH.picture();
    assert_eq!(edge(&picture, "start").takes.as_deref(), Some("text or nothing"));
    assert_eq!(edge(&picture, "order").takes, None);
    let shapes = edge(&several::Pictures::GRAPH.picture(), "send");
    assert_eq!(shapes.takes.as_deref(), Some("a photo or a choice of 1:1, Very wide"));
}

#[test]
fn the_tables_say_it_all() {
    let tables = Order::GRAPH.picture().to_markdown(Names::Plain);
    for row in [
        "| Order it (`order`) | `Review` | `Waiting` | button | if is\\_few | `reserve`, `tell`, Back stops here |",
        "| Send it back (`refuse`) | `Waiting` | `Review` | button | by boss | `tell`, back to its last visit |",
        "| `Paying` | Who is to pay? | wallet: the workflow wallet | no way back",
    ] {
        assert!(tables.contains(row), "{row} is not in\n{tables}");
    }
}

mod several {
    use workflow::prelude::*;

    #[derive(Debug, Choices)]
    pub(super) enum Shape {
        /// 1:1
        Square,
        VeryWide,
    }

    #[workflow]
    pub(super) enum Pictures {
        Ask,
        #[step(end)]
        Shown,
    }

    #[workflow]
    impl Pictures {
        fn start() -> Ask {
            Ask
        }

        fn send(self: Ask, _either: Either<Photo, Choice<Shape>>) -> Shown {
            Shown
        }
    }
}
